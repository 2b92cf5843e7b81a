"""One worker's way to servers: what is sent, what is kept, and where a redirect may lead."""

import threading
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from requests import PreparedRequest

from core.model.download import Credentials, Options
from core.model.errors import (
    BadReplyError,
    CertificateError,
    ConnectionLostError,
    HeadgateError,
    InsecureRedirectError,
    LoginRequiredError,
    NotALinkError,
    RedirectError,
    RedirectLoopError,
    StalledError,
)
from core.model.proxy import Proxy
from core.net.adapter import MAX_IDLE, Ask, request_head
from core.net.network import Origin
from core.net.origins import where
from tests.net.conftest import Names
from tests.net.way import PATIENCE, Way, hang_up, reply, reply_and_end
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, scripted, serve_file

DATA = content(1000)
BASIC = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="  # the example of RFC 7617
ALADDIN = Credentials("Aladdin", "open sesame")


@pytest.fixture
def other() -> Iterator[Scripted]:
    """A second server, thus another origin."""
    with scripted() as running:
        yield running


def redirect(location: str | bytes, status: str = "302 Found", *fields: str) -> Script:
    raw = location.encode() if isinstance(location, str) else location
    more = "".join(f"{field}\r\n" for field in fields)
    return reply(
        f"HTTP/1.1 {status}\r\n{more}Location: ".encode() + raw + b"\r\nContent-Length: 0\r\n\r\n"
    )


# --- what is sent --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "sent"),
    [
        (0, None, "bytes=0-"),
        (10, None, "bytes=10-"),
        (10, 19, "bytes=10-19"),
        (0, 0, "bytes=0-0"),
        (None, None, None),
    ],
)
def test_the_range_is_asked_for(
    server: Scripted, way: Way, first: int | None, last: int | None, sent: str | None
) -> None:
    way.fetch(server.add("/f", serve_file(DATA)), None, first, last)
    assert server.asked[0].headers.get("range") == sent


def test_a_plain_request_says_what_is_needed_and_no_more(
    server: Scripted, make_way: Callable[..., Way]
) -> None:
    make_way(user_agent="Tester/1").fetch(server.add("/f", serve_file(DATA)))
    assert server.asked[0].headers == {
        "host": f"127.0.0.1:{server.address[1]}",
        "user-agent": "Tester/1",
        "accept": "*/*",
        "accept-encoding": "identity",  # or bodies are packed and ranges no longer fit
        "range": "bytes=0-",
    }


def test_headgate_names_itself_unless_told_otherwise(server: Scripted, way: Way) -> None:
    way.fetch(server.add("/f", serve_file(DATA)))
    assert server.asked[0].headers["user-agent"] == "Headgate/1.0"


def test_own_headers_are_sent_and_win(server: Scripted, way: Way) -> None:
    options = Options(
        headers=(
            ("X-Api-Key", "secret"),
            ("user-agent", "Mine/2"),
            ("ACCEPT", "text/plain"),
            ("Host", "elsewhere.test"),
            ("Cookie", "own=1"),
            ("X-Name", "Åsa"),
        ),
        referer="http://from.test/page",
    )
    way.fetch(server.add("/f", serve_file(DATA)), options)
    headers = server.asked[0].headers
    assert headers["x-api-key"] == "secret"
    assert headers["user-agent"] == "Mine/2"
    assert headers["accept"] == "text/plain"
    assert headers["host"] == "elsewhere.test"
    assert headers["cookie"] == "own=1"
    assert headers["x-name"] == "Åsa"
    assert headers["referer"] == "http://from.test/page"


def test_a_header_beyond_latin_1_goes_out_as_utf_8(server: Scripted, way: Way) -> None:
    way.fetch(server.add("/f", serve_file(DATA)), Options(headers=(("X-Name", "日本"),)))
    assert server.asked[0].headers["x-name"].encode("latin-1").decode() == "日本"


def test_credentials_become_basic_authorization(server: Scripted, way: Way) -> None:
    way.fetch(server.add("/f", serve_file(DATA)), Options(credentials=ALADDIN))
    assert server.asked[0].headers["authorization"] == BASIC


def test_credentials_beyond_ascii_go_out_as_utf_8(server: Scripted, way: Way) -> None:
    way.fetch(server.add("/f", serve_file(DATA)), Options(credentials=Credentials("test", "123£")))
    assert server.asked[0].headers["authorization"] == "Basic dGVzdDoxMjPCow=="  # RFC 7617, 2.1


def test_a_login_that_is_missing_is_asked_for(server: Scripted, way: Way) -> None:
    url = server.add(
        "/f", reply("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
    )
    with pytest.raises(LoginRequiredError):
        way.open(url)
    assert len(server.asked) == 1


def test_netrc_is_not_read(
    server: Scripted, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login wrong password wrong\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    url = server.add("/f", serve_file(DATA))
    way.fetch(url)
    way.fetch(url, Options(credentials=ALADDIN))
    assert [one.headers.get("authorization") for one in server.asked] == [None, BASIC]


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_bundle_in_the_environment_neither_adds_nor_takes_trust(
    tls_server: Scripted,
    make_way: Callable[..., Way],
    ca_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    url = tls_server.add("/f", serve_file(DATA))
    monkeypatch.setenv(name, str(ca_file))
    with pytest.raises(CertificateError):
        make_way(ca_file="").open(url)
    monkeypatch.setenv(name, "/does/not/exist")
    assert make_way().fetch(url) == DATA


def test_a_fragment_is_not_sent_and_odd_letters_are_quoted(server: Scripted, way: Way) -> None:
    server.add("/a%20b/%C3%A9?q=%C3%BC", serve_file(DATA))
    assert way.fetch(server.url("/a b/é?q=ü#part")) == DATA


def test_a_name_beyond_ascii_is_asked_for_in_its_wire_form(
    server: Scripted, way: Way, names: Names
) -> None:
    names["xn--bcher-kva.test"] = ["127.0.0.1"]
    server.add("/f", serve_file(DATA))
    assert way.fetch(f"http://bücher.test:{server.address[1]}/f") == DATA
    assert server.asked[0].headers["host"] == f"xn--bcher-kva.test:{server.address[1]}"


@pytest.mark.parametrize(
    "url",
    [
        "http:///path",
        "http://",
        "//host/",
        "nonsense",
        "",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:port/",
        "http://[::1/",
        "http://*.test/",
        "http://" + "ü" * 64 + ".test/",
    ],
)
def test_what_is_not_a_link_is_said_to_be_none(way: Way, url: str) -> None:
    with pytest.raises(NotALinkError):
        way.open(url)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://host/a", Origin("http", "host", 80)),
        ("https://host/a", Origin("https", "host", 443)),
        ("http://HOST:8080/a", Origin("http", "host", 8080)),
        ("http://user:pw@host/a", Origin("http", "host", 80)),
        ("http://[::1]:8080/a", Origin("http", "::1", 8080)),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: Origin) -> None:
    assert where(url)[0] == origin


@pytest.mark.parametrize(
    "url", ["ftp://host/", "//host/", "http://", "http:///a", "http://host:99999/", "http://[::1/"]
)
def test_without_scheme_host_and_port_there_is_no_origin(url: str) -> None:
    with pytest.raises(NotALinkError):
        where(url)


@pytest.mark.parametrize(
    ("url", "proxy", "line", "host"),
    [
        ("http://host/a?b", None, "GET /a?b HTTP/1.1", "host"),
        ("http://host:8080/", None, "GET / HTTP/1.1", "host:8080"),
        ("http://host:443/", None, "GET / HTTP/1.1", "host:443"),
        ("https://host:443/", None, "GET / HTTP/1.1", "host"),
        ("http://[::1]:8080/", None, "GET / HTTP/1.1", "[::1]:8080"),
        ("http://[::1]/", None, "GET / HTTP/1.1", "[::1]"),
        ("http://host/a", Proxy("http", "p", 1), "GET http://host/a HTTP/1.1", "host"),
        ("http://[::1]:8080/a", Proxy("https", "p", 1), "GET http://[::1]:8080/a HTTP/1.1", None),
        ("https://host/a", Proxy("http", "p", 1, "u", "pw"), "GET /a HTTP/1.1", "host"),
        ("http://host/a", Proxy("socks5", "p", 1, "u", "pw"), "GET /a HTTP/1.1", "host"),
    ],
)
def test_a_request_names_its_target_the_way_its_reader_expects(
    url: str, proxy: Proxy | None, line: str, host: str | None
) -> None:
    lines = request_head(Ask(url, ""), *where(url), proxy).decode().split("\r\n")
    assert lines[0] == line
    assert host is None or f"Host: {host}" in lines
    assert not any(one.startswith("Proxy-Authorization") for one in lines)


@pytest.mark.parametrize(
    "url",
    [
        "http://host/a/b.bin", "http://host:8080/a?b=c&d", "https://a-b.example/~x/(1),2;3'!*/",
        "http://host/a/../b", "http://host/./a", "http://HOST/a", "http://host", "http://host?a",
        "http://host/a%2Fb", "http://host/%7Ea", "http://höst/ä", "http://host/a b", "http://host//",
        "http://host/a//b", "http://[::1]/a", "http://host/a#f", "http://host/.hidden",
    ],
)  # fmt: skip
def test_a_link_is_asked_for_just_as_requests_would_prepare_it(url: str) -> None:
    prepared = PreparedRequest()
    prepared.prepare_url(url, None)
    assert Ask(url, "").url == prepared.url


CHUNKS = "2\r\nhi\r\n0\r\n\r\n"


# --- connections ---------------------------------------------------------------------------


def test_a_connection_is_used_again(server: Scripted, way: Way) -> None:
    url = server.add("/f", serve_file(DATA))
    for _ in range(3):
        assert way.fetch(url) == DATA
    assert (len(server.asked), server.connections) == (3, 1)


def test_a_tls_connection_is_used_again(tls_server: Scripted, way: Way) -> None:
    url = tls_server.add("/f", serve_file(DATA))
    for _ in range(3):
        assert way.fetch(url) == DATA
    assert (len(tls_server.asked), tls_server.connections) == (3, 1)


def test_a_chunked_reply_gives_its_connection_back(server: Scripted, way: Way) -> None:
    url = server.add("/f", reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", CHUNKS))
    assert (way.fetch(url), way.fetch(url)) == (b"hi", b"hi")
    assert server.connections == 1


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS,
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi and more",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS + "and more",
    ],
)
def test_a_connection_that_may_not_or_should_not_live_on_is_not_used_again(
    server: Scripted, way: Way, text: str
) -> None:
    url = server.add("/f", reply(text))
    assert (way.fetch(url), way.fetch(url)) == (b"hi", b"hi")
    assert server.connections == 2


def test_a_body_that_was_left_early_closes_its_connection(server: Scripted, way: Way) -> None:
    gone = threading.Event()

    def script(peer: Peer, _: Asked) -> None:
        peer.head("200 OK", "Content-Length: 100")
        peer.send("hi")
        peer.stall()
        gone.set()

    opened = way.open(server.add("/f", script))
    opened.body.receive_into(memoryview(bytearray(2)), 5)
    opened.body.finish()
    assert gone.wait(PATIENCE)


def test_bytes_that_nobody_asked_for_end_an_idle_connection(server: Scripted, way: Way) -> None:
    sent = threading.Event()
    first = threading.Event()

    def chatty(peer: Peer, asked: Asked) -> None:
        peer.head("200 OK", "Content-Length: 2")
        peer.send("hi")
        if asked.number == 1:
            first.wait(PATIENCE)
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
            sent.set()

    url = server.add("/f", chatty)
    assert way.fetch(url) == b"hi"
    first.set()
    assert sent.wait(PATIENCE)
    assert way.fetch(url) == b"hi"
    assert server.connections == 2


def test_an_idle_connection_the_server_has_closed_is_replaced(server: Scripted, way: Way) -> None:
    url = server.add("/f", reply_and_end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))
    for _ in range(3):
        assert way.fetch(url) == b"hi"
    assert (len(server.asked), server.connections) == (3, 3)


@pytest.mark.parametrize("end", [hang_up, Peer.reset])
@pytest.mark.parametrize("tls", [False, True])
def test_a_connection_that_dies_under_a_request_is_replaced_once(
    server: Scripted, tls_server: Scripted, way: Way, end: Callable[[Peer], None], tls: bool
) -> None:
    good = serve_file(DATA)

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number == 2:
            end(peer)
        else:
            good(peer, asked)

    used = tls_server if tls else server
    url = used.add("/f", script)
    assert (way.fetch(url), way.fetch(url)) == (DATA, DATA)
    assert (len(used.asked), used.connections) == (3, 2)


def test_a_second_connection_that_dies_is_an_error(server: Scripted, way: Way) -> None:
    good = serve_file(DATA)

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            good(peer, asked)
        else:
            hang_up(peer)

    url = server.add("/f", script)
    way.fetch(url)
    with pytest.raises(ConnectionLostError):
        way.open(url)
    assert (len(server.asked), server.connections) == (3, 2)


def test_a_fresh_connection_that_dies_is_not_tried_again(server: Scripted, way: Way) -> None:
    with pytest.raises(ConnectionLostError):
        way.open(server.add("/f", lambda peer, _: hang_up(peer)))
    assert len(server.asked) == 1


@pytest.mark.parametrize("tail", ["", "HTTP/1.1 200 OK\r\nContent-Le"])
@pytest.mark.parametrize("idle", [False, True], ids=["fresh", "idle"])
def test_a_stall_is_called_one_on_fresh_and_on_idle_connections(
    server: Scripted, way: Way, idle: bool, tail: str
) -> None:
    def stall(peer: Peer, _: Asked) -> None:
        peer.send(tail)
        peer.stall()

    good, bad = server.add("/good", serve_file(DATA)), server.add("/bad", stall)
    if idle:
        way.fetch(good)
    object.__setattr__(way.network, "timeout", 0.1)  # not before: what is good may take its time
    with pytest.raises(StalledError):
        way.open(bad)
    assert [one.target for one in server.asked] == ["/good", "/bad"][not idle :]
    assert server.connections == 1


def test_a_garbled_answer_on_an_idle_connection_is_an_error(server: Scripted, way: Way) -> None:
    way.fetch(server.add("/good", serve_file(DATA)))
    with pytest.raises(BadReplyError):
        way.open(server.add("/bad", reply("NONSENSE\r\n\r\n")))
    assert server.connections == 1


def test_of_two_connections_to_one_server_one_is_kept(server: Scripted, way: Way) -> None:
    gone = threading.Event()

    def script(peer: Peer, asked: Asked) -> None:
        serve_file(DATA)(peer, asked)
        if asked.number == 1:
            peer.stall()
            gone.set()

    url = server.add("/f", script)
    first, second = way.open(url), way.open(url)
    assert way.read(first) == way.read(second) == DATA
    first.body.finish()
    second.body.finish()
    assert gone.wait(PATIENCE)
    assert way.fetch(url) == DATA
    assert server.connections == 2


def test_only_a_few_idle_connections_are_kept(way: Way) -> None:
    servers = [scripted() for _ in range(MAX_IDLE + 1)]
    running = [one.__enter__() for one in servers]
    try:
        urls = [one.add("/f", serve_file(DATA)) for one in running]
        for url in [*urls, *reversed(urls)]:
            way.fetch(url)
        # The first came back last, when its connection had made room for the others.
        assert [one.connections for one in running] == [2, 1, 1, 1, 1]
    finally:
        for one in servers:
            one.__exit__(None, None, None)


def test_closing_the_client_closes_its_idle_connections(server: Scripted, way: Way) -> None:
    gone = threading.Event()

    def script(peer: Peer, asked: Asked) -> None:
        serve_file(DATA)(peer, asked)
        peer.stall()
        gone.set()

    way.fetch(server.add("/f", script))
    way.client.close()
    assert gone.wait(PATIENCE)


# --- odd servers ---------------------------------------------------------------------------


def test_an_empty_file_is_asked_for_again_without_range(server: Scripted, way: Way) -> None:
    opened = way.open(server.add("/f", serve_file(b"", etag='"e"', fields=("Content-Type: a/b",))))
    assert (opened.start, opened.end, opened.resource.size) == (0, 0, 0)
    assert opened.resource.validator.etag == '"e"'
    assert opened.resource.content_type == "a/b"
    assert [one.headers.get("range") for one in server.asked] == ["bytes=0-", None]


def test_a_part_whose_total_is_unknown_is_asked_for_again_without_range(
    server: Scripted, way: Way
) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if asked.range is None:
            serve_file(DATA)(peer, asked)
        else:
            peer.head("206 Part", "Content-Range: bytes 0-9/*", "Content-Length: 10")
            peer.send(DATA[:10])

    assert way.fetch(server.add("/f", script)) == DATA
    assert [one.headers.get("range") for one in server.asked] == ["bytes=0-", None]


@pytest.mark.parametrize("status", [400, 405, 406, 412, 416, 501])
def test_a_server_that_stumbles_over_the_rest_sends_the_whole_if_that_will_do(
    server: Scripted, way: Way, status: int
) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if asked.range is None:
            serve_file(DATA)(peer, asked)
        else:
            peer.head(f"{status} No", "Content-Length: 0")

    url = server.add("/f", script)
    with pytest.raises(HeadgateError):
        way.open(url, None, 10)
    opened = way.client.open(url, Options(), 10, or_whole=True)
    assert (opened.start, opened.end, way.read(opened)) == (0, len(DATA), DATA)
    opened.body.close()


def test_a_416_about_a_file_with_bytes_is_asked_again_without_range(
    server: Scripted, way: Way
) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if asked.range is None:
            serve_file(DATA)(peer, asked)
        else:
            peer.head("416 No", "Content-Range: bytes */1000", "Content-Length: 0")

    assert way.fetch(server.add("/f", script)) == DATA
    assert [one.headers.get("range") for one in server.asked] == ["bytes=0-", None]


@pytest.mark.parametrize("status", [400, 405, 406, 412, 416, 501])
def test_a_server_that_stumbles_over_a_range_is_asked_without(
    server: Scripted, way: Way, status: int
) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if asked.range is None:
            serve_file(DATA)(peer, asked)
        else:
            peer.head(f"{status} Trouble", "Content-Length: 4")
            peer.send("oops")

    assert way.fetch(server.add("/f", script)) == DATA
    assert [one.headers.get("range") for one in server.asked] == ["bytes=0-", None]


@pytest.mark.parametrize(("first", "last"), [(10, None), (0, 19), (None, None)])
def test_other_requests_are_not_repeated_without_range(
    server: Scripted, way: Way, first: int | None, last: int | None
) -> None:
    with pytest.raises(HeadgateError):
        way.open(server.add("/f", reply("HTTP/1.1 416 No\r\n\r\n")), None, first, last)
    assert len(server.asked) == 1


def test_early_hints_before_the_file_are_passed_over(server: Scripted, way: Way) -> None:
    url = server.add(
        "/f",
        reply(
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        ),
    )
    assert (way.fetch(url), way.fetch(url)) == (b"hi", b"hi")
    assert server.connections == 1


# --- redirects -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status",
    ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"],
)
def test_a_redirect_is_followed(server: Scripted, way: Way, status: str) -> None:
    target = server.add("/f", serve_file(DATA))
    opened = way.open(server.add("/start", redirect("/f", status)), None, 10, 19)
    assert way.read(opened) == DATA[10:20]
    assert opened.resource.url == target
    assert server.asked[-1].headers["range"] == "bytes=10-19"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/f", "/f"),
        ("f", "/dir/f"),
        ("./f", "/dir/f"),
        ("../f", "/f"),
        ("?q=1", "/dir/start?q=1"),
        ("//{authority}/f", "/f"),
        ("http://{authority}/f", "/f"),
        ("HTTP://{authority}/f", "/f"),
        ("  /f  ", "/f"),
        ("/f#part", "/f"),
        ("/a b", "/a%20b"),
        ("/%41", "/A"),
        ("/é", "/%C3%A9"),
        (b"/\xe9", "/%E9"),
        (b"/\xe9?\xff=%20", "/%E9?%FF=%20"),
    ],
)
def test_a_location_is_read_as_it_was_meant(
    server: Scripted, way: Way, location: str | bytes, target: str
) -> None:
    authority = f"127.0.0.1:{server.address[1]}"
    if isinstance(location, str):
        location = location.replace("{authority}", authority)
    server.add(target, serve_file(DATA))
    assert way.fetch(server.add("/dir/start", redirect(location))) == DATA


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("ftp://127.0.0.1/f", "starts with ftp:"),
        ("file:///etc/passwd", "starts with file:"),
        ("data:text/plain,hi", "starts with data:"),
        ("javascript:alert(1)", "starts with javascript:"),
        ("/start", "back to where we came from"),
        ("", "back to where we came from"),
        ("#part", "back to where we came from"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_an_error(
    server: Scripted, way: Way, location: str, why: str
) -> None:
    with pytest.raises((RedirectError, RedirectLoopError), match=why):
        way.open(server.add("/start", redirect(location)))


@pytest.mark.parametrize("location", ["http://", "http://[::1/", "http://127.0.0.1:99999/", "//"])
def test_a_location_that_is_no_address_is_an_error_of_ours(
    server: Scripted, way: Way, location: str
) -> None:
    with pytest.raises((RedirectError, RedirectLoopError)):
        way.open(server.add("/start", redirect(location)))


def test_a_circle_of_redirects_is_noticed(server: Scripted, way: Way) -> None:
    server.add("/a", redirect("/b"))
    server.add("/b", redirect("/a"))
    with pytest.raises(RedirectLoopError, match="back to where we came from"):
        way.open(server.url("/a"))
    assert len(server.asked) < 6


def test_twenty_redirects_are_followed(server: Scripted, way: Way) -> None:
    for hop in range(20):
        server.add(f"/{hop}", redirect(f"/{hop + 1}"))
    server.add("/20", serve_file(DATA))
    assert way.fetch(server.url("/0")) == DATA


def test_more_than_twenty_redirects_are_refused(server: Scripted, way: Way) -> None:
    for hop in range(30):
        server.add(f"/{hop}", redirect(f"/{hop + 1}"))
    with pytest.raises(RedirectLoopError, match="more than 20 times"):
        way.open(server.url("/0"))


def test_a_redirect_from_secure_to_insecure_is_refused(
    server: Scripted, tls_server: Scripted, way: Way
) -> None:
    target = server.add("/f", serve_file(DATA))
    with pytest.raises(InsecureRedirectError, match=r"insecure one, on 127\.0\.0\.1\."):
        way.open(tls_server.add("/start", redirect(target)))
    assert server.connections == 0


def test_a_redirect_from_insecure_to_secure_is_followed(
    server: Scripted, tls_server: Scripted, way: Way
) -> None:
    target = tls_server.add("/f", serve_file(DATA))
    assert way.fetch(server.add("/start", redirect(target))) == DATA


PRIVATE = Options(
    headers=(
        ("X-Api-Key", "secret"),
        ("Cookie", "own=1"),
        ("Host", "own.test"),
        ("User-Agent", "Mine/2"),
        ("Accept-Language", "de"),
    ),
    referer="http://name:password@from.test/",
    credentials=ALADDIN,
)


def test_another_origin_gets_nothing_that_was_meant_for_the_first(
    server: Scripted, other: Scripted, way: Way
) -> None:
    target = other.add("/f", serve_file(DATA))
    assert way.fetch(server.add("/start", redirect(target)), PRIVATE) == DATA
    assert server.asked[0].headers["x-api-key"] == "secret"
    assert other.asked[0].headers == {
        "host": f"127.0.0.1:{other.address[1]}",
        "user-agent": "Mine/2",
        "accept": "*/*",
        "accept-encoding": "identity",
        "accept-language": "de",
        "range": "bytes=0-",
    }


def test_own_authorization_does_not_go_to_another_origin(
    server: Scripted, other: Scripted, way: Way
) -> None:
    target = other.add("/f", serve_file(DATA))
    own = Options(headers=(("Authorization", "Bearer token"),))
    way.fetch(server.add("/start", redirect(target)), own)
    assert server.asked[0].headers["authorization"] == "Bearer token"
    assert "authorization" not in other.asked[0].headers


def test_the_same_origin_gets_everything_again(server: Scripted, way: Way) -> None:
    server.add("/f", serve_file(DATA))
    way.fetch(server.add("/start", redirect("/f")), PRIVATE)
    first, second = (one.headers for one in server.asked)
    assert first == second
    assert second["authorization"] == BASIC


def test_credentials_in_a_location_are_neither_kept_nor_shown(server: Scripted, way: Way) -> None:
    target = server.add("/f", serve_file(DATA)).replace("127", "name:password@127")
    opened = way.open(server.add("/start", redirect(target)))
    assert "password" not in opened.resource.url


def test_a_cookie_set_on_the_way_is_shown_at_the_end(server: Scripted, way: Way) -> None:
    server.add(
        "/start",
        redirect("/login", "302 Found", "Set-Cookie: a=1; Path=/", "Set-Cookie: b=2; HttpOnly"),
    )
    server.add("/login", redirect("/f", "302 Found", "Set-Cookie: c=3; Path=/other"))
    server.add("/f", serve_file(DATA))
    assert way.fetch(server.url("/start")) == DATA
    assert "cookie" not in server.asked[0].headers
    assert set(server.asked[2].headers["cookie"].split("; ")) == {"a=1", "b=2"}


def test_a_cookie_may_open_the_page_that_redirected(server: Scripted, way: Way) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if "cookie" in asked.headers:
            serve_file(DATA)(peer, asked)
        else:
            redirect("/f", "302 Found", "Set-Cookie: seen=1")(peer, asked)

    assert way.fetch(server.add("/f", script)) == DATA


def test_a_cookie_set_on_the_way_stays_with_its_host(
    server: Scripted, way: Way, names: Names
) -> None:
    names |= {name: ["127.0.0.1"] for name in ("one.test", "sub.one.test", "two.test")}
    port = server.address[1]
    server.add("/start", redirect(f"http://sub.one.test:{port}/b", "302 Found", "Set-Cookie: a=1"))
    server.add("/b", redirect(f"http://two.test:{port}/c"))
    server.add("/c", redirect(f"http://one.test:{port}/f"))
    server.add("/f", serve_file(DATA))
    way.fetch(f"http://one.test:{port}/start")
    assert [one.headers.get("cookie") for one in server.asked] == [None, None, None, "a=1"]


def test_a_cookie_for_another_host_is_not_taken(server: Scripted, way: Way, names: Names) -> None:
    names |= {name: ["127.0.0.1"] for name in ("one.test", "two.test")}
    port = server.address[1]
    evil = ("Set-Cookie: a=1; Domain=two.test", "Set-Cookie: b=2; Domain=test")
    server.add("/start", redirect(f"http://two.test:{port}/f", "302 Found", *evil))
    server.add("/f", serve_file(DATA))
    way.fetch(f"http://one.test:{port}/start")
    assert "cookie" not in server.asked[1].headers


def test_a_cookie_of_a_page_that_does_not_redirect_is_not_kept(
    server: Scripted, make_way: Callable[..., Way]
) -> None:
    jar = CookieJar()
    url = server.add("/f", serve_file(DATA, fields=("Set-Cookie: a=1",)))
    make_way(cookies=jar).fetch(url)
    assert len(jar) == 0


def test_a_redirect_leaves_no_connection_behind(server: Scripted, way: Way) -> None:
    gone = threading.Event()

    def script(peer: Peer, asked: Asked) -> None:
        peer.head("302 Found", "Location: /f", "Content-Length: 10")
        peer.stall()
        gone.set()

    server.add("/f", serve_file(DATA))
    assert way.fetch(server.add("/start", script)) == DATA
    assert gone.wait(PATIENCE)
