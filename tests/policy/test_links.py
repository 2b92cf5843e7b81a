"""Links in messy texts, strict lists, and single links."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.model.download import Credentials
from core.model.errors import NotALinkError, UnsupportedSchemeError
from core.policy import links
from core.policy.links import Link, find_links, parse_link, read_list

X, Y = "https://a.example/x", "https://b.example/y"
TEXTS = [
    ("", []),
    ("no links here, not even a.example/x", []),
    (X, [X]),
    (f"see {X}.", [X]),
    (f"see {X}, {Y}; and more!", [X, Y]),
    (f"is it {X}?", [X]),
    (f"({X})", [X]),
    (f"(see {X}).", [X]),
    (f"<{X}>", [X]),
    (f'<a href="{X}">text</a>', [X]),
    (f"<a href='{X}'>", [X]),
    (f"[text]({X}) and [{Y}]", [X, Y]),
    (f"**{X}** and _{Y}_", [X, Y]),
    (f"`{X}`", [X]),
    (f"{X}\n{Y}\r\n{X}", [X, Y]),
    (f"{X}\t{Y}", [X, Y]),
    (f"{X}、{Y}。", [X, Y]),
    (f"「{X}」", [X]),
    ("https://a.example/wiki/Foo_(bar)", ["https://a.example/wiki/Foo_(bar)"]),
    ("(https://a.example/wiki/Foo_(bar))", ["https://a.example/wiki/Foo_(bar)"]),
    ("https://a.example/x?y=1&z=[2]", ["https://a.example/x?y=1&z=[2]"]),
    ("https://a.example/x#part", [X]),
    (f"{X}#one {X}#two", [X]),
    ("HTTPS://A.Example/X", ["https://a.example/X"]),
    ("https://a.example", ["https://a.example/"]),
    ("https://a.example?q", ["https://a.example/?q"]),
    ("http://[::1]:8080/x", ["http://[::1]:8080/x"]),
    ("http://192.0.2.1:81/x", ["http://192.0.2.1:81/x"]),
    ("https://bücher.example/x", ["https://bücher.example/x"]),
    ("https://हिन्दी.example/x", ["https://हिन्दी.example/x"]),
    ("https://user:pw@a.example/x", [X]),
    ("ftp://a.example/x mailto:me@a.example magnet:?xt=1", []),
    ("http:// https://. https:///x", []),
    ("http://[zz]/ http://a.example:99999/ http://a..example/", []),
    ("https://a.example/100%", ["https://a.example/100%"]),
]


@pytest.mark.parametrize(("text", "urls"), TEXTS)
def test_links_are_found_in_messy_texts(text: str, urls: list[str]) -> None:
    assert [link.url for link in find_links(text)] == urls


def test_every_link_knows_its_line() -> None:
    found = find_links(f"first\n{X}\n\n{Y} {X}")
    assert [(link.url, link.line) for link in found] == [(X, 2), (Y, 4)]


def test_there_is_an_end_to_how_many_links_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MAX_LINKS", 3)
    text = " ".join(f"https://a.example/{number}" for number in range(10))
    assert len(list(find_links(text))) == 3


def test_a_long_row_of_brackets_does_not_hold_anyone_up() -> None:
    begun = time.process_time()
    assert [link.url for link in find_links("http://a/" + ")" * 60_000)] == ["http://a/"]
    assert time.process_time() - begun < 0.5


PIECES = [
    "http://",
    "https://",
    "HTTP://",
    "a.example",
    "b",
    ":",
    "80",
    "@",
    "user",
    "/",
    "?",
    "#",
    "[",
    "]",
    "::1",
    "(",
    ")",
    ".",
    ",",
    "é",
    "%41",
]
messy = st.lists(st.sampled_from([*PIECES, *" \u0301\u2100\x85\udcff"]), max_size=10).map("".join)


@settings(deadline=None, max_examples=400)
@given(st.text(st.characters()) | messy)
@example("http://a.example/\udcff")
def test_whatever_is_found_is_a_whole_link(text: str) -> None:
    found = [link.url for link in find_links(text)]
    assert len(found) == len(set(found))
    assert [parse_link(url).url for url in found] == found
    for url in found:
        assert url.encode()
        assert url.startswith(("http://", "https://"))
        assert "#" not in url


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters()) | messy.map("http://".__add__))
def test_any_text_is_a_link_or_refused(text: str) -> None:
    try:
        link = parse_link(text)
    except (NotALinkError, UnsupportedSchemeError):
        return
    assert parse_link(link.url) == Link(link.url)


def test_blanks_around_a_link_do_not_matter() -> None:
    assert parse_link(f"  {X}\n") == Link(X)


@pytest.mark.parametrize(
    ("text", "credentials"),
    [
        ("https://bob:secret@a.example/x", Credentials("bob", "secret")),
        ("https://bob@a.example/x", Credentials("bob", "")),
        ("https://b%40b:p%3Aw%2F@a.example/x", Credentials("b@b", "p:w/")),
        ("https://a.example/x", None),
    ],
)
def test_user_and_password_are_taken_out_of_a_link(
    text: str, credentials: Credentials | None
) -> None:
    assert parse_link(text) == Link(X, credentials)


def test_the_port_stays() -> None:
    assert parse_link("https://bob@a.example:8443/x#y").url == "https://a.example:8443/x"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "a.example/x",
        "//a.example/x",
        "localhost:8080/x",
        "https://",
        "https:///x",
        "https:a.example/x",
        "https://:80/",
        "https://a b.example/",
        "https://a.example/x y",
        "https://a.example/x\ny",
        "https://a.example:port/",
        "https://a.example:70000/",
        "https://a..example/",
        "https://[::1/",
        "https://[zz]/",
        "https://a%41.example/",
        "https://a\\b.example/",
        "https://" + "a" * 64 + ".example/",
    ],
)
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(NotALinkError):
        parse_link(text)


@pytest.mark.parametrize(
    "host",
    [
        "a.example",
        "a.example.",
        "a_b.example",
        "xn--bcher-kva.example",
        "bücher.example",
        "日本.example",
        "ไทย.example",
        "हिन्दी.example",
        "தமிழ்.example",
        "192.0.2.1",
        "[2001:db8::1]",
        "a" * 63 + ".example",
    ],
)
def test_every_kind_of_host_is_understood(host: str) -> None:
    assert parse_link(f"https://{host}/x").url == f"https://{host}/x"


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("ftp://a.example/x", "ftp"),
        ("FTP://a.example/x", "ftp"),
        ("file:///etc/passwd", "file"),
        ("magnet:?xt=urn:btih:1", "magnet"),
        ("mailto:me@a.example", "mailto"),
        ("data:text/plain,x", "data"),
    ],
)
def test_other_schemes_are_named(text: str, scheme: str) -> None:
    with pytest.raises(UnsupportedSchemeError) as caught:
        parse_link(text)
    assert f" {scheme}:" in str(caught.value)


def test_a_list_has_one_link_a_line() -> None:
    lines = ["\ufeff# comment", f"{X}\r\n", "", "  ", f"  {Y}  ", "#nothing"]
    assert list(read_list(lines)) == [Link(X, line=2), Link(Y, line=5)]


def test_a_list_may_begin_with_a_byte_order_mark() -> None:
    assert list(read_list([f"\ufeff{X}"])) == [Link(X)]


def test_a_bad_line_in_a_list_is_named() -> None:
    with pytest.raises(NotALinkError) as caught:
        list(read_list([X, "nonsense"]))
    assert "nonsense" in str(caught.value)
    assert "line 2" in str(caught.value)
    assert "“”" not in str(caught.value)


def test_a_line_with_another_scheme_is_named() -> None:
    with pytest.raises(UnsupportedSchemeError) as caught:
        list(read_list([X, "ftp://a.example/x"]))
    assert "line 2" in str(caught.value)


def test_links_before_a_bad_line_were_given_already() -> None:
    reader = read_list([X, "nonsense"])
    assert next(reader).url == X
