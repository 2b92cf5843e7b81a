"""Link headers as mirror services send them, and as nobody should."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy.link_header import MAX_MIRRORS, Related, related

BASE = "http://a.example/dir/file.iso"


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([], Related()),
        (["<http://b.example/f>; rel=duplicate"], Related(("http://b.example/f",))),
        (['<http://b.example/f>; rel="duplicate"'], Related(("http://b.example/f",))),
        (["<http://b.example/f>;REL=Duplicate;"], Related(("http://b.example/f",))),
        (
            [
                "<http://c.example/f>; rel=duplicate; pri=2; geo=gb",
                (
                    "<http://b.example/f>; pri=1; rel=duplicate; pref, "
                    "<http://d.example/f>; rel=duplicate"
                ),
            ],
            Related(("http://b.example/f", "http://c.example/f", "http://d.example/f")),
        ),
        (["<other>; rel=duplicate"], Related(("http://a.example/dir/other",))),
        (["<f#top>; rel=duplicate"], Related(("http://a.example/dir/f",))),
        (
            ['<http://a.example/f.meta4>; rel=describedby; type="application/metalink4+xml"'],
            Related((), "http://a.example/f.meta4"),
        ),
        (['<f.asc>; rel=describedby; type="application/pgp-signature"'], Related()),
        (["<f.meta4>; rel=describedby"], Related()),
        (['<f>; title="a, <b>; \\" c"; rel=duplicate'], Related(("http://a.example/dir/f",))),
        (["<http://b.example/f>; rel=next; rel=duplicate"], Related()),
        (['<http://b.example/f>; rel="next duplicate"'], Related(("http://b.example/f",))),
        ([f"<{BASE}>; rel=duplicate"], Related()),
        (["<ftp://b.example/f>; rel=duplicate"], Related()),
        (["<http://me:secret@b.example/f>; rel=duplicate"], Related()),
        (["<http://b.example:99999/f>; rel=duplicate"], Related()),
        (["<http://:80/f>; rel=duplicate", "<http://[/f>; rel=duplicate"], Related()),
        (["nonsense"], Related()),
        (["<http://b.example/f>; rel=duplicate, nonsense"], Related()),
        (["<http://b.example/f>; rel=duplicate, <x> nonsense"], Related(("http://b.example/f",))),
        (["<http://b.example/\xc3\xa4>; rel=duplicate"], Related(("http://b.example/ä",))),
    ],
)  # fmt: skip
def test_mirrors_and_metalinks_are_found(values: list[str], wanted: Related) -> None:
    assert related(values, BASE) == wanted


def test_nothing_insecure_follows_from_a_secure_address() -> None:
    values = ["<http://b.example/f>; rel=duplicate", "<https://c.example/f>; rel=duplicate"]
    assert related(values, "https://a.example/f").mirrors == ("https://c.example/f",)


def test_there_is_an_end_to_mirrors() -> None:
    many = [f"<http://b.example/{number}>; rel=duplicate" for number in range(100)]
    assert len(related(many, BASE).mirrors) == MAX_MIRRORS


@pytest.mark.parametrize(
    "text",
    [
        "<a>; b=" + " " * 100_000,
        "<a>" + "; b" * 50_000 + "!",
        "<a>" + ";" * 100_000 + '"',
        '<a>; b="' + "\\" * 100_000,
        "<a>" + "," * 100_000 + "!",
        "<" * 100_000,
    ],
)
def test_no_header_takes_long(text: str) -> None:
    began = time.process_time()
    related([text], BASE)
    assert time.process_time() - began < 1


LETTERS = ["<", ">", '"', "\\", ";", ",", "=", " ", "rel", "duplicate", "http://b.c/"]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(LETTERS) | st.characters(max_codepoint=255)).map("".join))
def test_no_header_breaks_the_reader(text: str) -> None:
    for address in related([text], BASE).mirrors:
        assert address.startswith(("http://", "https://"))
