"""The one door: limits, what is refused, and that nothing gets it out of step."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.model.errors import BinaryDataError, TooManyLinksError, TooMuchTextError
from core.policy.intake import Format, Intake, collector, take
from core.policy.intake.take import take_in
from core.policy.links import parse_link
from tests.policy.intake.messy import MESSY, X, Y


def test_a_byte_order_mark_and_the_encoding_do_not_matter() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        intake = take_in(f"größer: {X}\r\n{Y}".encode(encoding))
        assert [(one.url, one.line) for one in intake.entries] == [(X, 1), (Y, 2)], encoding


def test_other_letters_are_read_where_they_are_declared() -> None:
    link = "http://a.example/größe"
    for kind in ("text/plain; charset=ISO-8859-1", 'text/html;charset="windows-1252"'):
        assert [one.url for one in take_in(link.encode("latin-1"), mime=kind).entries] == [link]
    page = f"<meta charset=gbk><a href='{X}'>下载</a>".encode("gbk")
    assert [(one.url, one.title) for one in take_in(page).entries] == [(X, "下载")]


def test_letters_that_cannot_be_read_spoil_only_their_link() -> None:
    for kind in (None, "text/plain;charset=idna", "text/plain;charset=undefined"):
        intake = take_in(f"{X} http://a.example/ö {Y} ö".encode("latin-1"), mime=kind)
        assert [one.url for one in intake.entries] == [X, Y]
        assert len(intake.rejects) == 1


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" + X.encode(), b"PK\3\4" + bytes(range(256)) * 4,
     b"\x7fELF\2\1\1\0\0\0" * 9, bytes(5000), f"{X}\0\0{Y}", bytes(range(1, 32)) * 9],
)  # fmt: skip
def test_binary_data_is_refused(data: str | bytes) -> None:
    intake = take_in(data)
    assert not intake.entries
    assert intake.messages == [BinaryDataError()]


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take, "MAX_TEXT", 100)
    assert len(take_in(X.ljust(100)).entries) == 1
    for data in (X.ljust(101), X.ljust(101).encode()):
        intake = take_in(data)
        assert not intake.entries
        assert [type(one) for one in intake.messages] == [TooMuchTextError]


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "text/uri-list", "application/json"])
def test_there_is_an_end_to_how_many_links_are_taken(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(collector, "MAX_LINKS", 3)

    def taken(count: int) -> Intake:
        links = [f"https://a.example/{number}" for number in range(count)]
        text = {
            "text/plain": " ".join(links),
            "text/html": "".join(f"<a href={link}>" for link in links),
            "text/uri-list": "\r\n".join(links),
            "application/json": "[" + ",".join(f'"{link}"' for link in links) + "]",
        }
        return take_in(text[kind], mime=kind)

    assert (len(taken(3).entries), taken(3).messages) == (3, [])
    assert [type(one) for one in taken(4).messages] == [TooManyLinksError]
    assert len(taken(9).entries) == 3


def test_of_very_many_that_are_none_only_the_first_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collector, "MAX_REJECTS", 3)
    intake = take_in("ftp://a.example/x " * 9 + X)
    assert (len(intake.rejects), len(intake.entries)) == (3, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://a.example/{}\n", "text/plain"),
        ("<a href=https://a.example/{}>", "text/html"),
        ('{{"url":"https://a.example/{}"}}\n', "application/json"),
        ("https://a.example/{},x\n", "text/csv"),
        ("ftp://a.example/{}\n", "text/plain"),
        ("https://a.example/{}\n", "text/uri-list"),
    ],
)
def test_it_can_be_abandoned(text: str, kind: str) -> None:
    asked = itertools.count()
    whole = "".join(text.format(number) for number in range(20_000))
    intake = take_in(whole, mime=kind, stop=lambda: next(asked) >= 2)
    assert len(intake.entries) + len(intake.rejects) < 5000
    assert not intake.messages


def test_the_format_is_told() -> None:
    assert take_in("").format is Format.TEXT
    assert take_in("", otherwise=Format.LIST).format is Format.LIST
    assert take_in(X, otherwise=Format.LIST).format is Format.LIST
    assert take_in(X).format is Format.TEXT


# --- nothing gets it out of step -------------------------------------------------------------

SHA = "ab" * 32
PIECES = [
    *(text for text, _ in MESSY.values()),
    "http://", "https://", "HTTP://", "hxxp://", "ftp://", "magnet:?", "www.", "a.example", "b.com/",
    ":", "80", "@", "user", "/", "?", "#", "[", "]", "[1-9]", "{a,b}", "::1", "(", ")", ".", ",", "é",
    "%41", " ", "\n", "\r\n", "\t", ">", "<", "> ", "=\n", '"', "'", "`", "\\", "\\\n", "^\n", "$'", "&",
    "curl ", "wget ", "-H ", "-o ", "-O", "-d ", "-b a=b", "--next", ";", "|", "\ncurl ",
    "<a href=", "<a href='", "</a>", "<img srcset=", "<!--", "-->", "<script>", "</script", "<base href=",
    "<!DOCTYPE html>", "<meta http-equiv=refresh content=", "&amp;", "&#", "<![CDATA[",
    "url,name\n", "url\tsha256\n", ",", SHA, f"{SHA}  a.iso\n", f"SHA256 (a) = {SHA}\n",
    "\n  out=a\n", "\n  checksum=md5=", "\n  header=",
    '{"url":', '"https://a.example/x"', "}", "[", "]", '{"a":[', "null", "9" * 50, "\\u0026", "\\/",
    "[InternetShortcut]\n", "URL=", "[Desktop Entry]\n", "<plist>", "bplist00",
    "<metalink>", "<file name='a'>", "<url>", "</url>", "<?xml version='1.0'?>", "<!ENTITY a 'b'>",
    "\0", "\udcff", "\ufffd", "\ufeff", "\u200b", "\u3002", "日本", "\u2028", "\x85", "\x0c", "\x1b[0m",
]  # fmt: skip
KINDS = [
    None, "", "text/plain", "text/html", "text/uri-list", "text/x-moz-url", "text/csv",
    "text/tab-separated-values", "application/json", "application/metalink4+xml",
    "application/x-mswinurl", "x;charset=utf-16", "nonsense",
]  # fmt: skip
NAMES = [
    None,
    "-",
    "a.txt",
    "a.csv",
    "a.json",
    "a.url",
    "a.desktop",
    "a.webloc",
    "a.meta4",
    "a.html",
]
BASES = [None, "", "https://a.example/b/c?d", "http://[", "nonsense", "file:///x"]
texts = st.text(st.characters()) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def check(intake: Intake, data: str | bytes) -> None:
    lines = 1 + (data.count(b"\n") + data.count(b"\r") if isinstance(data, bytes)
                 else data.count("\n") + data.count("\r"))  # fmt: skip
    assert len({(one.url, one.name, one.options) for one in intake.entries}) == len(intake.entries)
    for entry in [*intake.entries, *intake.duplicates]:
        assert parse_link(entry.url).url == entry.url
        assert entry.url.encode()
        assert 1 <= entry.line <= lines
        assert all(parse_link(mirror).url == mirror for mirror in entry.mirrors)
    for reject in intake.rejects:
        assert len(reject.text) <= 200
        assert str(reject.error())


@settings(deadline=None, max_examples=300)
@given(texts, st.sampled_from(KINDS), st.sampled_from(NAMES), st.sampled_from(BASES), st.booleans())
@example("<!DOCTYPE html><![foo", "text/html", None, None, False)
def test_any_text_gives_links_or_nothing(
    text: str, mime: str | None, name: str | None, base: str | None, listed: bool
) -> None:
    otherwise = Format.LIST if listed else Format.TEXT
    check(take_in(text, mime=mime, name=name, base_url=base, otherwise=otherwise), text)


@settings(deadline=None, max_examples=150)
@given(
    st.binary()
    | texts.map(lambda text: text.encode("utf-8", "replace"))
    | texts.map(lambda text: text.encode("utf-16", "replace"))
    | st.binary().map(b"bplist00".__add__),
    st.sampled_from(KINDS),
    st.sampled_from(NAMES),
)
def test_any_bytes_give_links_or_nothing(data: bytes, mime: str | None, name: str | None) -> None:
    intake = take_in(data, mime=mime, name=name)
    assert all(parse_link(entry.url).url == entry.url for entry in intake.entries)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([text for text, _ in MESSY.values()]), max_size=4))
def test_what_is_found_is_found_again(parts: list[str]) -> None:
    intake = take_in("\n".join(parts), mime="text/plain")
    found = list(dict.fromkeys(one.url for one in intake.entries))  # without their users
    again = take_in("\n".join(found), otherwise=Format.LIST)
    assert [one.url for one in again.entries] == found


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("http://a.example/1.bin\nhttp://a.example/2.bin", True),
        ("Look at http://a.example/1.bin, please.", True),
        ("http://a.example/[1-9].bin", False),
        ("http://a.example/1.bin ftp://a.example/2.bin", False),
        ("<a href='http://a.example/1'>1</a><a href='http://a.example/2'>2</a>", False),
        ("<a href='http://a.example/1'>the only one</a>", True),
    ],
)
def test_links_alone_need_no_second_look(text: str, clear: bool) -> None:
    mime = "text/html" if text.startswith("<") else ""
    assert take_in(text, mime=mime).clear is clear
