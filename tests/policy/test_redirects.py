"""Where a redirect may lead, and what may go along."""

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.model.download import Conflict, Credentials, Options
from core.model.errors import InsecureRedirectError, RedirectError, RedirectLoopError
from core.policy.redirects import (
    MAX_HOPS,
    headers_for,
    next_url,
    options_for,
    readable,
    referer,
    same_origin,
    the_location,
)

HERE = "https://a.example/folder/file?q=1"


def follow(location: str, url: str = HERE, seen: list[str] | None = None) -> str:
    return next_url(url, location, [url] if seen is None else seen, "a.example")


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://b.example/x", "https://b.example/x"),
        ("HTTPS://b.example/x", "https://b.example/x"),
        ("//b.example/x", "https://b.example/x"),
        ("/x", "https://a.example/x"),
        ("x", "https://a.example/folder/x"),
        ("../x", "https://a.example/x"),
        ("?q=2", "https://a.example/folder/file?q=2"),
        (" /x ", "https://a.example/x"),
        ("/x#part", "https://a.example/x"),
        ("/\xc3\xa4", "https://a.example/ä"),
        ("/\xe4", "https://a.example/%E4"),
        ("/\xe4%20x", "https://a.example/%E4%20x"),
    ],
)
def test_a_redirect_leads_to_an_absolute_address(location: str, target: str) -> None:
    assert follow(location) == target


@pytest.mark.parametrize(
    "location",
    [
        "ftp://b.example/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/plain,x",
        "https://[",
        "https://[::1",
        "https://[zz]/",
        "//[zz]/",
        "https://\xe2\x84\x80/",
    ],
)
def test_nowhere_else_is_followed(location: str) -> None:
    with pytest.raises(RedirectError) as caught:
        follow(location)
    assert "a.example" in str(caught.value)


@pytest.mark.parametrize("location", ["http://b.example/x?token=1", "http://a.example/folder/file"])
def test_a_secure_address_leads_to_no_insecure_one(location: str) -> None:
    with pytest.raises(InsecureRedirectError) as caught:
        follow(location)
    assert f"on {urlsplit(location).hostname}." in str(caught.value)
    assert "token" not in str(caught.value)


def test_of_several_locations_none_is_followed_unless_they_agree() -> None:
    assert the_location(["/a", "/a"], "a.example") == "/a"
    with pytest.raises(RedirectError, match="several"):
        the_location(["/a", "/b"], "a.example")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.example/x?y", "https://a.example/x?y"),
        ("https://bob:pass@a.example/x#here", "https://a.example/x"),
        ("https://bob@a.example", "https://a.example"),
        ("https://a.example/x@y", "https://a.example/x@y"),
        ("", ""),
    ],
)
def test_a_referer_tells_neither_who_asks_nor_where_on_the_page(url: str, told: str) -> None:
    assert referer(url) == told


def test_an_insecure_address_may_lead_to_any() -> None:
    assert follow("http://b.example/x", "http://a.example/") == "http://b.example/x"
    assert follow("https://b.example/x", "http://a.example/") == "https://b.example/x"


def test_coming_back_once_is_allowed_because_of_cookies() -> None:
    there = "https://a.example/there"
    assert follow(HERE, there, [HERE, there]) == HERE


def test_coming_back_twice_is_a_circle() -> None:
    with pytest.raises(RedirectLoopError, match="back to where we came from"):
        follow(HERE, HERE, [HERE, HERE])


def wander(seen: list[str], location: str) -> None:
    """Follow the same header again and again; `{}` is where it counts."""
    while True:
        seen.append(follow(location.format(len(seen)), seen[-1], seen))


def test_a_redirect_to_itself_ends() -> None:
    seen = [HERE]
    with pytest.raises(RedirectLoopError):
        wander(seen, "")
    assert len(seen) <= 3


def test_there_is_an_end_to_how_often_it_is_followed() -> None:
    seen = [HERE]
    with pytest.raises(RedirectLoopError, match=str(MAX_HOPS)):
        wander(seen, "/{}")
    assert len(seen) == MAX_HOPS + 1  # the first address is no hop


locations = st.binary(max_size=40).map(lambda raw: raw.decode("latin-1"))


@settings(deadline=None, max_examples=300)
@given(locations | locations.map("https://".__add__) | locations.map("//".__add__))
@example("//[")
def test_any_location_is_followed_or_refused(location: str) -> None:
    try:
        target = follow(location)
    except (RedirectError, RedirectLoopError, InsecureRedirectError):
        return
    assert urlsplit(target).scheme == "https"
    assert urlsplit(target).hostname


@settings(deadline=None, max_examples=100)
@given(locations)
def test_any_header_becomes_text_that_can_be_sent(location: str) -> None:
    assert readable(location).encode().decode() == readable(location)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "https://a.example/y?z", True),
        ("https://a.example/", "https://A.Example:443/", True),
        ("http://a.example/", "http://a.example:80/", True),
        ("https://bob@a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "https://b.a.example/", False),
        ("https://a.example/", "https://a.example:8443/", False),
        ("http://a.example:443/", "https://a.example/", False),
    ],
)
def test_what_counts_as_the_same_origin(one: str, other: str, *, same: bool) -> None:
    assert same_origin(one, other) is same
    assert same_origin(other, one) is same


HEADERS = (
    ("Authorization", "Bearer x"),
    ("COOKIE", "x=y"),
    ("X-Api-Key", "x"),
    ("Referer", "https://bob:x@a.example/"),
    ("ACCEPT", "*/*"),
    ("Accept-Language", "de"),
    ("user-agent", "me"),
)


def test_at_home_all_headers_go_along() -> None:
    assert headers_for(HEADERS, at_home=True) == HEADERS


def test_elsewhere_only_harmless_headers_go_along() -> None:
    names = [name for name, _ in headers_for(HEADERS, at_home=False)]
    assert names == ["ACCEPT", "Accept-Language", "user-agent"]


def test_another_server_sees_nothing_of_what_was_given_for_the_link() -> None:
    options = Options(HEADERS, HERE, Credentials("bob", "hunter2"), Conflict.SKIP)
    assert options_for(HERE, HERE, options) is options
    assert options_for("https://a.example/other", HERE, options) is options
    for other in ("https://b.example/", "http://a.example/", "https://a.example:8443/"):
        seen = options_for(other, HERE, options)
        assert (seen.referer, seen.credentials, seen.conflict) == ("", None, Conflict.SKIP)
        assert seen.headers == headers_for(HEADERS, at_home=False)
