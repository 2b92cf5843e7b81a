"""The time a text takes grows with its length and with nothing else."""

import gc
import random
import time

import pytest

from core.policy.intake.take import take_in
from tests.policy.intake.test_take import KINDS, PIECES

MEGABYTE = 1_000_000
NASTY = [
    "http://a(", "http://a)/", "(www.a.com", "http://a/{", "a.com/x.zip ", "(a.com/", "<http://a\n",
    "curl '\n", "curl \"x\n", "wget http://a'\n", "'http://a/", "http://a/[1-3]", "x://y",
    "\u3002http://日本.example/日", "http://a/" + "a" * 57 + "=\n", "> ", "http://a/x\n out=b\n",
    'http://a,1,"\n', "ab" * 16 + "  a\n", "www.", "magnet:?",
]  # fmt: skip
NASTY_PAGES = ["<a href=x>", "<a href=x><", "<!--", '<a href="', "<a href='x\"", "<![", "<script>",
               "<img srcset='a,", "<meta content=' ", "<p>www."]  # fmt: skip


def seconds(text: str, mime: str | None = None) -> float:
    """Of processor, for a text of a megabyte."""
    gc.disable()
    began = time.process_time()
    take_in(text, mime=mime, base_url="https://a.example/")
    took = time.process_time() - began
    gc.enable()
    return took * MEGABYTE / len(text)


@pytest.mark.parametrize("piece", ["http://", "((((", "a", "\n"])
def test_ten_megabytes_of_nearly_links(piece: str) -> None:
    assert seconds(piece * (10 * MEGABYTE // len(piece))) < 2


def test_a_megabyte_of_commands() -> None:
    assert seconds("wget http://a\n" * (MEGABYTE // 14)) < 6


@pytest.mark.parametrize("piece", NASTY)
def test_texts_that_want_to_be_slow(piece: str) -> None:
    assert _grows_evenly(piece, None)


@pytest.mark.parametrize("piece", NASTY_PAGES)
def test_pages_that_want_to_be_slow(piece: str) -> None:
    assert _grows_evenly(piece, "text/html")


@pytest.mark.parametrize("seed", range(12))
def test_texts_of_any_pieces(seed: int) -> None:
    chance = random.Random(seed)
    piece = "".join(chance.choices(PIECES, k=chance.randrange(1, 5))).replace("\0", "")
    assert _grows_evenly(piece or "x", chance.choice(KINDS))


def _grows_evenly(piece: str, mime: str | None) -> bool:
    """Whether a letter of a long text takes no more time than one of a short text.

    Measured again where others that use the machine may have got in between.
    """
    short, long = (piece * (size // len(piece) + 1) for size in (8_000, 128_000))
    seconds(short, mime)
    tries = ((seconds(short, mime), seconds(long, mime)) for _ in range(4))
    return any(after < 0.2 or after < 3 * before for before, after in tries)
