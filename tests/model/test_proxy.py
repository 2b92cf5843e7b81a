"""Addresses of proxies: what is one, what is none, and what is shown of it."""

import pytest

from core.model.errors import BadOptionError
from core.model.proxy import Proxy, parse_proxy

LOGIN = ("me", "p:ss wörd")
IN_A_LINK = "me:p%3Ass%20w%C3%B6rd"


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("http://host:3128", Proxy("http", "host", 3128)),
        ("http://host", Proxy("http", "host", 80)),
        ("https://host", Proxy("https", "host", 443)),
        ("socks5://host", Proxy("socks5", "host", 1080)),
        ("socks5h://host:9050", Proxy("socks5h", "host", 9050)),
        ("socks://host", Proxy("socks5", "host", 1080)),
        ("SOCKS5://HOST", Proxy("socks5", "host", 1080)),
        ("host:3128", Proxy("http", "host", 3128)),
        ("127.0.0.1:3128", Proxy("http", "127.0.0.1", 3128)),
        ("http://[::1]:3128/", Proxy("http", "::1", 3128)),
        ("http://me:secret@host:1", Proxy("http", "host", 1, "me", "secret")),
        (f"http://{IN_A_LINK}@host:1", Proxy("http", "host", 1, *LOGIN)),
        ("http://me@host:1", Proxy("http", "host", 1, "me", "")),
    ],
)
def test_an_address_is_read(text: str, proxy: Proxy) -> None:
    assert parse_proxy(text) == proxy


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ftp://host:1", "“ftp” is not one of http, https, socks5, socks5h"),
        ("socks4://host:1", "“socks4” is not one of"),
        ("http://", "write it as"),
        ("http://:3128", "write it as"),
        ("http://host:99999", "write it as"),
        ("http://host:port", "write it as"),
        ("http://[::1", "write it as"),
        ("http://my proxy:3128", "write it as"),
        ("my\x00proxy", "write it as"),
        ("", "write it as"),
    ],
)
def test_what_is_no_address_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadOptionError, match=why) as caught:
        parse_proxy(text)
    assert caught.value.details["option"] == "proxy"


def test_an_address_of_ipv6_is_named_as_in_links() -> None:
    assert str(parse_proxy("http://[::1]:8080")) == "http://[::1]:8080"


def test_a_password_is_never_shown() -> None:
    proxy = parse_proxy("http://me:secret@host:1")
    assert "secret" not in f"{proxy} {proxy!r}"
