"""Ways through proxies: which one a link takes, what the proxy hears, and why it refuses."""

import ssl
from collections.abc import Callable

import pytest
import trustme

from core.model.download import Options
from core.model.errors import (
    BadOptionError,
    BadReplyError,
    CertificateError,
    ConnectionLostError,
    ConnectionRefusedByHostError,
    ConnectTimeoutError,
    NetworkError,
    NotFoundError,
    ProxyError,
    ProxyLoginError,
    UnknownHostError,
)
from core.model.proxy import Proxy
from core.net.faults import is_cut
from core.net.proxy import ProxyChoice
from tests.net.conftest import Names
from tests.net.way import PATIENCE, Way
from tests.servers.proxies import http_proxy, listening, socks_proxy
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(100_000)
MakeWay = Callable[..., Way]
LOGIN = ("me", "p:ss wörd")
IN_A_LINK = "me:p%3Ass%20w%C3%B6rd"
BASIC = "Basic bWU6cDpzcyB3w7ZyZA=="


# --- which one -----------------------------------------------------------------------------


def set_environment(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("variables", "url", "host"),
    [
        ({}, "http://files.test/", None),
        ({"http_proxy": "http://p1:1"}, "http://files.test/", "p1"),
        ({"HTTP_PROXY": "http://p1:1"}, "http://files.test/", "p1"),
        ({"http_proxy": "http://p1:1"}, "https://files.test/", None),
        ({"https_proxy": "http://p1:1"}, "https://files.test/", "p1"),
        ({"HTTPS_PROXY": "p1:1"}, "https://files.test/", "p1"),
        ({"all_proxy": "socks5://p1:1"}, "http://files.test/", "p1"),
        ({"ALL_PROXY": "socks5://p1:1", "https_proxy": "http://p2:1"}, "https://files.test/", "p2"),
        ({"http_proxy": "http://p1:1", "HTTP_PROXY": "http://p2:1"}, "http://files.test/", "p1"),
        ({"http_proxy": "http://p1:1", "no_proxy": "files.test"}, "http://files.test/", None),
        (
            {"http_proxy": "http://p1:1", "NO_PROXY": "a.test,files.test"},
            "http://files.test/",
            None,
        ),
        ({"http_proxy": "http://p1:1", "no_proxy": ".test"}, "http://files.test/", None),
        ({"http_proxy": "http://p1:1", "no_proxy": "test"}, "http://files.test/", None),
        ({"http_proxy": "http://p1:1", "no_proxy": "*"}, "http://files.test/", None),
        ({"http_proxy": "http://p1:1", "no_proxy": "other.test"}, "http://files.test/", "p1"),
        ({"http_proxy": "http://p1:1", "no_proxy": "files.test:81"}, "http://files.test:82/", "p1"),
        ({"http_proxy": "http://p1:1", "no_proxy": "127.0.0.0/8"}, "http://127.0.0.9/", None),
        ({"http_proxy": "http://p1:1", "no_proxy": "127.0.0.1"}, "http://127.0.0.1:81/", None),
        ({"http_proxy": "", "no_proxy": ""}, "http://files.test/", None),
    ],
)
def test_the_environment_chooses(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], url: str, host: str | None
) -> None:
    set_environment(monkeypatch, **variables)
    chosen = ProxyChoice("").proxy_for(url)
    assert (chosen.host if chosen else None) == host


def test_what_was_set_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, http_proxy="http://p1:1", no_proxy="*")
    assert ProxyChoice("http://p2:2").proxy_for("http://files.test/") == Proxy("http", "p2", 2)


def test_an_unusable_proxy_in_the_environment_is_said_to_be_one(
    monkeypatch: pytest.MonkeyPatch, way: Way, make_way: MakeWay
) -> None:
    set_environment(monkeypatch, http_proxy="gopher://p1:1")
    with pytest.raises(BadOptionError, match="gopher"):
        make_way().open("http://127.0.0.1/")


def test_a_proxy_from_the_environment_is_used(
    server: Scripted, make_way: MakeWay, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.add("/f", serve_file(DATA))
    with http_proxy() as proxy:
        set_environment(monkeypatch, http_proxy=proxy.url("http"))
        assert make_way().fetch(url) == DATA
        set_environment(monkeypatch, no_proxy="127.0.0.1")
        assert make_way().fetch(url) == DATA
        assert proxy.targets == [url]
    assert len(server.asked) == 2


# --- HTTP proxies --------------------------------------------------------------------------


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("login", [False, True])
@pytest.mark.usefixtures("names")
def test_a_plain_link_is_asked_for_in_full(
    server: Scripted,
    make_way: MakeWay,
    server_context: ssl.SSLContext,
    encrypted: bool,
    login: bool,
) -> None:
    server.add("/f?q=1", serve_file(DATA))
    port = server.address[1]
    with http_proxy(
        login=LOGIN if login else None, context=server_context if encrypted else None
    ) as proxy:
        address = proxy.url("https" if encrypted else "http", IN_A_LINK if login else "")
        # The name is for the proxy to look up: here nobody knows it.
        url = f"http://files.test:{port}/f?q=1"
        assert make_way(proxy=address).fetch(url) == DATA
        assert proxy.targets == [url]
        assert proxy.headers[0]["host"] == f"files.test:{port}"
        assert proxy.headers[0].get("proxy-authorization") == (BASIC if login else None)


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("login", [False, True])
def test_a_secure_link_goes_through_a_tunnel(
    tls_server: Scripted,
    make_way: MakeWay,
    server_context: ssl.SSLContext,
    encrypted: bool,
    login: bool,
) -> None:
    url = tls_server.add("/f", serve_file(DATA))
    with http_proxy(
        login=LOGIN if login else None, context=server_context if encrypted else None
    ) as proxy:
        address = proxy.url("https" if encrypted else "http", IN_A_LINK if login else "")
        way = make_way(proxy=address)
        secret = Options(headers=(("X-Api-Key", "secret"),))
        assert way.fetch(url, secret) == DATA
        assert way.fetch(url, secret, 10, 19) == DATA[10:20]
        assert proxy.targets == [f"127.0.0.1:{tls_server.address[1]}"]
        assert set(proxy.headers[0]) == {"host"} | ({"proxy-authorization"} if login else set())
    assert tls_server.connections == 1
    assert not any("proxy-authorization" in one.headers for one in tls_server.asked)


def test_a_proper_end_of_the_proxy_does_not_hide_a_cut(
    make_way: MakeWay, server_context: ssl.SSLContext, tls_server: Scripted
) -> None:
    def cut(peer: Peer, _: Asked) -> None:
        peer.send("HTTP/1.1 200 OK\r\n\r\nhello")
        peer.sock.shutdown(1)  # of TCP, without the goodbye of TLS

    with http_proxy(context=server_context) as proxy:
        way = make_way(proxy=proxy.url("https"))
        opened = way.open(tls_server.add("/f", cut))
        with pytest.raises(ssl.SSLError) as caught:
            way.read(opened)
        assert is_cut(caught.value)
        assert (opened.body.received, opened.body.complete) == (5, False)


@pytest.mark.usefixtures("names")
def test_a_name_beyond_us_is_tunnelled_to(tls_server: Scripted, make_way: MakeWay) -> None:
    tls_server.add("/f", serve_file(DATA))
    with http_proxy() as proxy:
        way = make_way(proxy=proxy.url("http"), insecure=True)
        assert way.fetch(f"https://files.test:{tls_server.address[1]}/f") == DATA
        assert proxy.targets == [f"files.test:{tls_server.address[1]}"]


def test_a_tunnel_does_not_stand_in_for_the_certificate(
    make_way: MakeWay, authority: trustme.CA, server_context: ssl.SSLContext, tls_server: Scripted
) -> None:
    with http_proxy(context=server_context) as proxy:
        way = make_way(proxy=proxy.url("https"))
        with pytest.raises(CertificateError, match=r"of files\.test is not trusted"):
            way.open(f"https://files.test:{tls_server.address[1]}/f")
    assert tls_server.asked == []


def test_an_untrusted_proxy_is_named(make_way: MakeWay) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with http_proxy(context=context) as proxy:
        way = make_way(proxy=proxy.url("https"))
        with pytest.raises(CertificateError, match=r"of 127\.0\.0\.1 is not trusted"):
            way.open("https://files.test/")


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (b"HTTP/1.1 403 Forbidden by policy\r\n\r\n", "403 Forbidden by policy"),
        (b"HTTP/1.0 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nsad", "502 Bad Gateway"),
        (b"HTTP/1.1 503\r\n\r\n", "503"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\n\r\n", "302 Found"),
        (b"HTTP/1.1 200 OK\r\n\r\nand more", "it sent data nobody asked for"),
    ],
)
def test_a_proxy_that_refuses_a_tunnel_is_told_with_its_reason(
    make_way: MakeWay, instead: bytes, reason: str
) -> None:
    with http_proxy(instead=instead) as proxy:
        with pytest.raises(ProxyError) as caught:
            make_way(proxy=proxy.url("http", "me:secret")).open("https://files.test/")
        assert caught.value.details == {"proxy": proxy.url("http"), "reason": reason}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_login_is_told(make_way: MakeWay, scheme: str) -> None:
    with http_proxy(login=LOGIN) as proxy:
        with pytest.raises(ProxyLoginError, match="407"):
            make_way(proxy=proxy.url("http", "me:wrong")).open(f"{scheme}://files.test/")
        assert len(proxy.targets) == 1


@pytest.mark.parametrize("instead", [b"", b"HTTP/1.1 2", b"SSH-2.0-OpenSSH\r\n\r\n"])
def test_a_proxy_that_makes_no_sense_is_an_error_of_ours(make_way: MakeWay, instead: bytes) -> None:
    with http_proxy(instead=instead) as proxy:
        way = make_way(proxy=proxy.url("http"))
        with pytest.raises((ConnectionLostError, BadReplyError, ProxyError), match="127"):
            way.open("https://files.test/")


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
@pytest.mark.usefixtures("names")
def test_a_proxy_that_is_not_there_is_named(
    make_way: MakeWay, refused_port: int, scheme: str
) -> None:
    with pytest.raises(ConnectionRefusedByHostError, match=r"127\.0\.0\.1"):
        make_way(proxy=f"{scheme}://127.0.0.1:{refused_port}").open("https://files.test/")


@pytest.mark.usefixtures("names")
def test_a_proxy_nobody_knows_is_named(make_way: MakeWay) -> None:
    with pytest.raises(UnknownHostError, match=r"proxy\.test"):
        make_way(proxy="http://proxy.test:1").open("https://files.test/")


@pytest.mark.parametrize("kind", ["http", "socks5h"])
def test_a_proxy_that_stalls_times_out(make_way: MakeWay, kind: str) -> None:
    with listening(lambda caller: caller.stall()) as proxy:
        with pytest.raises(ConnectTimeoutError):
            make_way(timeout=0.1, proxy=proxy.url(kind)).open("https://files.test/")
        assert proxy.gone.wait(PATIENCE)


# --- SOCKS ---------------------------------------------------------------------------------


@pytest.mark.parametrize("login", [False, True])
@pytest.mark.parametrize("kind", ["socks5", "socks5h"])
@pytest.mark.parametrize("tls", [False, True])
def test_socks_leads_to_the_server(
    server: Scripted, tls_server: Scripted, make_way: MakeWay, kind: str, login: bool, tls: bool
) -> None:
    far = tls_server if tls else server
    url = far.add("/f", serve_file(DATA))
    with socks_proxy(login=LOGIN if login else None) as proxy:
        way = make_way(proxy=proxy.url(kind, IN_A_LINK if login else ""))
        assert way.fetch(url) == DATA
        assert way.fetch(url) == DATA
        assert proxy.targets == [f"127.0.0.1:{far.address[1]}"]
    assert far.asked[0].headers["host"] == f"127.0.0.1:{far.address[1]}"


def test_socks5_looks_names_up_here(server: Scripted, make_way: MakeWay, names: Names) -> None:
    names["files.test"] = ["127.0.0.1"]
    server.add("/f", serve_file(DATA))
    port = server.address[1]
    with socks_proxy() as proxy:
        assert make_way(proxy=proxy.url("socks5")).fetch(f"http://files.test:{port}/f") == DATA
        assert proxy.targets == [f"127.0.0.1:{port}"]


@pytest.mark.usefixtures("names")
def test_socks5_says_which_name_is_unknown(make_way: MakeWay) -> None:
    with socks_proxy() as proxy:
        with pytest.raises(UnknownHostError, match=r"files\.test"):
            make_way(proxy=proxy.url("socks5")).open("http://files.test/")
        assert proxy.targets == []


@pytest.mark.usefixtures("names")
def test_socks5h_leaves_names_to_the_proxy(server: Scripted, make_way: MakeWay) -> None:
    server.add("/f", serve_file(DATA))
    port = server.address[1]
    with socks_proxy() as proxy:
        assert make_way(proxy=proxy.url("socks5h")).fetch(f"http://files.test:{port}/f") == DATA
        assert proxy.targets == [f"files.test:{port}"]
    assert server.asked[0].headers["host"] == f"files.test:{port}"


def test_a_login_nobody_wants_is_not_sent(server: Scripted, make_way: MakeWay) -> None:
    url = server.add("/f", serve_file(DATA))
    with socks_proxy() as proxy:
        assert make_way(proxy=proxy.url("socks5h", "me:secret")).fetch(url) == DATA


OTHER_WAY = "it wants another way to log in"


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        ({"greeting": b"\x05\xff"}, OTHER_WAY),
        ({"greeting": b"\x05\x01"}, OTHER_WAY),
        ({"greeting": b"\x04\x00"}, OTHER_WAY),
        ({"greeting": b"HTTP/1.1 400 Bad Request\r\n\r\n"}, OTHER_WAY),
        ({"greeting": b"\x05"}, "it closed the connection"),
        ({"greeting": b""}, "it closed the connection"),
        ({"login": b"\x01\x01"}, "user name or password is wrong"),
        ({"login": b""}, "it closed the connection"),
        ({"request": b"\x05\x01\x00\x01"}, "general failure"),
        ({"request": b"\x05\x02\x00\x01"}, "its rules do not allow this connection"),
        ({"request": b"\x05\x03\x00\x01"}, "the network is unreachable"),
        ({"request": b"\x05\x04\x00\x01"}, "the host is unreachable"),
        ({"request": b"\x05\x05\x00\x01"}, "the connection was refused"),
        ({"request": b"\x05\x06\x00\x01"}, "the connection took too long"),
        ({"request": b"\x05\x07\x00\x01"}, "it does not support the command"),
        ({"request": b"\x05\x08\x00\x01"}, "it does not support this kind of address"),
        ({"request": b"\x05\x63\x00\x01"}, "reply 99"),
        ({"request": b"\x05\x00\x00\x01\x00"}, "it closed the connection"),
        ({"request": b""}, "it closed the connection"),
    ],
)
def test_a_socks_proxy_that_refuses_is_told_with_its_reason(
    make_way: MakeWay, instead: dict[str, bytes], reason: str
) -> None:
    with socks_proxy(login=("me", "secret"), instead=instead) as proxy:
        with pytest.raises((ProxyError, ProxyLoginError)) as caught:
            make_way(proxy=proxy.url("socks5h", "me:secret")).open("http://files.test/")
        assert caught.value.details == {"proxy": proxy.url("socks5h"), "reason": reason}


@pytest.mark.parametrize("login", ["", "me:wrong", "you:secret"])
def test_a_wrong_login_is_told(make_way: MakeWay, login: str) -> None:
    with socks_proxy(login=("me", "secret")) as proxy:
        with pytest.raises(ProxyLoginError, match="log in" if not login else "password is wrong"):
            make_way(proxy=proxy.url("socks5h", login)).open("http://files.test/")
        assert proxy.targets == []


@pytest.mark.parametrize("bound", [b"\x01" + b"\0" * 4, b"\x04" + b"\0" * 16, b"\x03\x01a"])
def test_where_the_proxy_connects_from_does_not_matter(make_way: MakeWay, bound: bytes) -> None:
    answer = b"\x05\x00\x00" + bound + b"\0\0"
    with socks_proxy(instead={"request": answer + b"HTTP/1.1 404 No\r\n\r\n"}) as proxy:
        way = make_way(proxy=proxy.url("socks5h"))
        with pytest.raises(NotFoundError):
            way.open("http://files.test/")


def test_a_name_too_long_for_socks_is_an_error_of_ours(make_way: MakeWay) -> None:
    with socks_proxy() as proxy:
        way = make_way(proxy=proxy.url("socks5h"))
        with pytest.raises(NetworkError):
            way.open("http://" + ".".join(["a" * 50] * 6) + "/")
        assert proxy.targets == []
