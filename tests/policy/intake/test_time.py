"""The time a text takes grows with its length and with nothing else."""

import random
import time

import pytest

from core.policy.intake import take_in
from tests.policy.intake.test_take import KINDS, PIECES

MEGABYTE = 1_000_000
NASTY = [
    "http://a(", "http://a)", "http://a(/", "http://a)/", "(www.a.com", "http://a/{", "a.com/x.zip ",
    ".com/", "<http://a\n", "curl '\n", "curl \"x\n", "wget http://a'\n", "'http://a/", "http://a/[1-3]",
    "\u3002http://日本.example/日", "x://y", "magnet:?", "http://a/" + "a" * 57 + "=\n", "> ", "&amp;",
    "http://a/x\n out=b\n", "http://a\thttp://b\n", 'http://a,1,"\n', "ab" * 16 + "  a\n", "MD5 (",
]  # fmt: skip
NASTY_PAGES = ["<a href=x>", "<a href=x><", "<!--", "<a ", '<a href="', "<a href='x\"", "<![", "</a",
               "<script>", "<img srcset='a,", "<meta content=' ", "&#", "<p>www."]  # fmt: skip


def seconds(text: str, mime: str | None = None) -> float:
    """Of processor, for a text of a megabyte."""
    began = time.process_time()
    take_in(text, mime=mime, base_url="https://a.example/")
    return (time.process_time() - began) * MEGABYTE / len(text)


@pytest.mark.parametrize("piece", ["http://", "((((", "a", "\n"])
def test_ten_megabytes_of_nearly_links(piece: str) -> None:
    assert seconds(piece * (10 * MEGABYTE // len(piece))) < 2


@pytest.mark.parametrize("piece", NASTY)
def test_texts_that_want_to_be_slow(piece: str) -> None:
    _grows_evenly(piece, None)


@pytest.mark.parametrize("piece", NASTY_PAGES)
def test_pages_that_want_to_be_slow(piece: str) -> None:
    _grows_evenly(piece, "text/html")


@pytest.mark.parametrize("seed", range(12))
def test_texts_of_any_pieces(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(3):
        piece = "".join(chance.choices(PIECES, k=chance.randrange(1, 5))).replace("\0", "")
        _grows_evenly(piece or "x", chance.choice(KINDS))


def _grows_evenly(piece: str, mime: str | None) -> None:
    """Eight times the text may take sixteen times as long, where squares would take 64 times."""
    short, long = (piece * (size // len(piece) + 1) for size in (4_000, 32_000))
    seconds(short, mime)
    assert seconds(long, mime) < max(2 * min(seconds(short, mime) for _ in range(3)), 4)
