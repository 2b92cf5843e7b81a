"""What the user wants of single sites: who we say we are, and which way we take."""

from collections.abc import Callable

import pytest

from core.model.download import Options
from core.model.errors import BadOptionError
from core.model.proxy import Proxy
from core.model.site_rules import read_site_rules
from core.net.proxy import ProxyChoice
from tests.net.way import Way
from tests.servers.proxies import http_proxy
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(1000)
MakeWay = Callable[..., Way]
RULES = (
    "127.0.0.1 user-agent='Me/1 (you know)' referer=https://from.example/page#part "
    "header='X-Key: s3cret'\n"
)


def asked_for(server: Scripted, way: Way, options: Options | None = None) -> Asked:
    way.fetch(server.add("/f", serve_file(DATA)), options)
    [asked] = server.requests_for("/f")
    return asked


def test_a_site_hears_what_its_rule_says(server: Scripted, make_way: MakeWay) -> None:
    asked = asked_for(server, make_way(site_rules=RULES, user_agent="Usual/1"))
    assert asked.headers["user-agent"] == "Me/1 (you know)"
    assert asked.headers["referer"] == "https://from.example/page"
    assert asked.headers["x-key"] == "s3cret"


def test_what_was_said_of_one_download_comes_first(server: Scripted, make_way: MakeWay) -> None:
    own = Options(
        headers=(("User-Agent", "Own/1"), ("x-key", "mine")), referer="https://own.example/"
    )
    asked = asked_for(server, make_way(site_rules=RULES), own)
    assert asked.headers["user-agent"] == "Own/1"
    assert asked.headers["x-key"] == "mine"
    assert asked.headers["referer"] == "https://own.example/"


def test_a_redirect_takes_it_to_no_other_site(server: Scripted, make_way: MakeWay) -> None:
    there = server.add("/there", serve_file(DATA)).replace("127.0.0.1", "localhost")

    def away(peer: Peer, _: Asked) -> None:
        peer.head("302 There", f"Location: {there}", "Content-Length: 0")

    make_way(site_rules=RULES, user_agent="Usual/1").fetch(server.add("/f", away))
    [asked] = server.requests_for("/there")
    assert asked.headers["user-agent"] == "Usual/1"
    assert not {"x-key", "referer"} & asked.headers.keys()


def test_what_decides_where_a_body_ends_is_left_to_us(server: Scripted, make_way: MakeWay) -> None:
    asked = asked_for(server, make_way(site_rules="* header='Range: bytes=5-'"))
    assert asked.headers["range"] == "bytes=0-"


def test_a_site_has_its_own_proxy_or_none(server: Scripted, make_way: MakeWay) -> None:
    with http_proxy() as proxy:
        rules = f"127.0.0.1 proxy={proxy.url('http')}"
        asked_for(server, make_way(site_rules=rules))
        assert len(proxy.targets) == 1
        url = server.add("/g", serve_file(DATA))
        make_way(site_rules="127.0.0.1 proxy=none", proxy=proxy.url("http")).fetch(url)
        assert len(proxy.targets) == 1
        make_way(site_rules="localhost proxy=none", proxy=proxy.url("http")).fetch(url)
        assert len(proxy.targets) == 2


def test_the_first_rule_that_names_the_site_chooses_the_proxy() -> None:
    rules = read_site_rules("a.test connections=1\n* proxy=socks5h://p:1\n")
    choice = ProxyChoice("http://usual:8080", rules)
    assert choice.proxy_for("http://a.test/") == Proxy("http", "usual", 8080)
    assert choice.proxy_for("http://b.test/") == Proxy("socks5h", "p", 1)


def test_a_proxy_that_cannot_be_is_refused(make_way: MakeWay) -> None:
    with pytest.raises(BadOptionError, match="ftp"):
        make_way(site_rules="a.test proxy=ftp://p")
