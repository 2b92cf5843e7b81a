"""Single links, read strictly, and the form that tells whether two are one."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from requests import PreparedRequest
from requests.exceptions import RequestException

from core.model.download import Credentials
from core.model.errors import NotALinkError, UnsupportedSchemeError
from core.policy.links import MAX_LENGTH, Link, normal_form, parse_link

X = "https://a.example/x"
PIECES = [
    "http://", "https://", "HTTP://", "a.example", "b", ":", "80", "443", "@", "user",
    "/", "?", "#", "[", "]", "::1", "(", ")", ".", "..", "/./", "/../", ",", "é",
    "%41", "%2f", "%2E", "%", "%e9", "~",
]  # fmt: skip
messy = st.lists(st.sampled_from([*PIECES, *" \u0301\u2100\x85\udcff"]), max_size=10).map("".join)
paths = st.lists(st.sampled_from([*PIECES[10:], "a", "A"]), max_size=6).map("".join)


def sent(url: str) -> str:
    """The address as requests would ask for it."""
    request = PreparedRequest()
    request.prepare_url(url, None)
    assert request.url is not None
    return request.url


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters()) | messy.map("http://".__add__))
def test_any_text_is_a_link_or_refused(text: str) -> None:
    try:
        link = parse_link(text)
    except (NotALinkError, UnsupportedSchemeError):
        return
    assert parse_link(link.url) == Link(link.url)
    assert link.url.encode()
    assert link.url.startswith(("http://", "https://"))
    assert "#" not in link.url


@settings(deadline=None, max_examples=150)
@given(messy.map("http://".__add__))
@example("http://a.example/\u2100")
@example("http://a.example?\u0301")
def test_what_is_a_link_can_be_sent(text: str) -> None:
    try:
        url = parse_link(text).url
    except NotALinkError:
        return
    assert sent(url)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (X, X),
        (f"  {X}\n", X),
        ("HTTPS://A.Example/X", "https://a.example/X"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example?q", "https://a.example/?q"),
        ("https://a.example/x?", "https://a.example/x"),
        ("https://a.example/x?y?z", "https://a.example/x?y?z"),
        ("https://a.example/x#part", X),
        ("https://a.example#part", "https://a.example/"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://a.example:/x", X),
        ("https://a.example:0443/x", "https://a.example:443/x"),
        ("https://a.example/100%", "https://a.example/100%"),
        ("https://a.example/x:y@z", "https://a.example/x:y@z"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://[2001:DB8::1]/x", "http://[2001:db8::1]/x"),
        ("http://[fe80::1%25eth0]/x", "http://[fe80::1%25eth0]/x"),
        ("http://192.0.2.1:81/x", "http://192.0.2.1:81/x"),
    ],
)
def test_a_link_is_told_as_it_is_asked_for(text: str, url: str) -> None:
    assert parse_link(text) == Link(url)


@pytest.mark.parametrize(
    ("text", "credentials"),
    [
        ("https://bob:secret@a.example/x", Credentials("bob", "secret")),
        ("https://bob@a.example/x", Credentials("bob", "")),
        ("https://b%40b:p%3Aw%2F@a.example/x", Credentials("b@b", "p:w/")),
        ("https://bob:a@b@a.example/x", Credentials("bob", "a@b")),
        ("https://a.example/x", None),
    ],
)
def test_user_and_password_are_taken_out_of_a_link(
    text: str, credentials: Credentials | None
) -> None:
    assert parse_link(text) == Link(X, credentials)


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
        "https://a.example/\udcff",
        "https://a.example:port/",
        "https://a.example:70000/",
        "https://a.example:٣/",
        "https://a.example:1:2/",
        "https://a..example/",
        "https://.a.example/",
        "https://[::1/",
        "https://[zz]/",
        "https://[::1]x/",
        "https://[v1.a]/",
        "https://a%41.example/",
        "https://a\\b.example/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "é" * 64 + ".example/",
        "https://" + "a." * 126 + "example/",
        "https://a.example/" + "a" * MAX_LENGTH,
    ],
)
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(NotALinkError) as caught:
        parse_link(text)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "host",
    ["a.example", "a.example.", "a_b.example", "-a.example", "xn--bcher-kva.example", "192.0.2.1",
     "[2001:db8::1]", "localhost", "a" * 63 + ".example"],
)  # fmt: skip
def test_every_kind_of_host_stays_as_it_is(host: str) -> None:
    url = f"https://{host}/x"
    assert parse_link(url).url == url == sent(url)


@pytest.mark.parametrize(
    "host",
    ["bücher.example", "BÜCHER.example", "faß.example", "日本.example", "ไทย.example",
     "हिन्दी.example", "தமிழ்.example", "a_b.bücher.example", "نامه‌ای.example"],
)  # fmt: skip
def test_a_name_in_any_script_is_spelt_as_requests_spells_it(host: str) -> None:
    url = parse_link(f"https://{host}/x").url
    assert url.isascii()
    assert url == sent(f"https://{host}/x")


@pytest.mark.parametrize(
    "host", ["i❤.example", "\uff45\uff4ea.example", "a\u3002b.example", "-é.example"]
)
def test_a_name_that_requests_would_not_send_is_refused(host: str) -> None:
    with pytest.raises(RequestException):
        sent(f"https://{host}/x")
    with pytest.raises(NotALinkError):
        parse_link(f"https://{host}/x")


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


# --- the normal form -------------------------------------------------------------------------


def form(text: str) -> str:
    return normal_form(parse_link(text).url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTP://A.EXAMPLE/x", "http://a.example/x"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("http://a.example", "http://a.example/"),
        ("http://a.example/a/./b/../c", "http://a.example/a/c"),
        ("http://a.example/../x", "http://a.example/x"),
        ("http://a.example/a/..", "http://a.example/"),
        ("http://a.example/%7Eme/%41", "http://a.example/~me/A"),
        ("http://a.example/%c3%a9", "http://a.example/%C3%A9"),
        ("http://a.example/é?é", "http://a.example/%C3%A9?%C3%A9"),
        ("http://a.example/{x}", "http://a.example/%7Bx%7D"),
        ("http://a.example/100%", "http://a.example/100%25"),
        ("http://a.example/x#a", "http://a.example/x#b"),
        ("http://bücher.example/x", "http://xn--bcher-kva.example/x"),
        ("http://[0:0:0:0:0:0:0:1]:80/x", "http://[::1]/x"),
        ("http://me:pw@a.example/x", "http://a.example/x"),
    ],
)
def test_spellings_of_one_address_have_one_form(one: str, other: str) -> None:
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x", "https://a.example/x"),
        ("http://a.example/x", "http://a.example/X"),
        ("http://a.example/x", "http://a.example/x/"),
        ("http://a.example/x", "http://a.example:8080/x"),
        ("https://a.example:80/x", "https://a.example/x"),
        ("http://a.example/x", "http://www.a.example/x"),
        ("http://a.example./x", "http://a.example/x"),
        ("http://a.example/a%2Fb", "http://a.example/a/b"),
        ("http://a.example/x?a%26b", "http://a.example/x?a&b"),
        ("http://a.example/a+b", "http://a.example/a%20b"),
        ("http://a.example/x?a=1&b=2", "http://a.example/x?b=2&a=1"),
        ("http://a.example/x?y=/../z", "http://a.example/x?y=/z"),
        ("http://a.example/%2E%2E/x", "http://a.example/x"),
        ("http://a.example//x", "http://a.example/x"),
        ("http://a.example/%41%", "http://a.example/A%"),
        ("http://a.example/\u00e9", "http://a.example/e\u0301"),
    ],
)
def test_two_files_never_have_one_form(one: str, other: str) -> None:
    assert form(one) != form(other)


@settings(deadline=None, max_examples=150)
@given(st.lists(paths, min_size=2, max_size=6))
def test_what_has_one_form_is_asked_for_with_the_same_words(ends: list[str]) -> None:
    known: dict[str, str] = {}
    for end in ends:
        url = parse_link(f"http://a.example/{end}").url
        assert known.setdefault(normal_form(url), sent(url)) == sent(url)


@settings(deadline=None, max_examples=150)
@given(paths)
def test_a_form_is_its_own_form(end: str) -> None:
    once = normal_form(parse_link(f"http://a.example/{end}").url)
    assume("%2E" not in end and "%2e" not in end)  # hidden dots are no dots until undone
    assert normal_form(parse_link(once).url) == once
