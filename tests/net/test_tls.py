"""Encrypted connections: whom we trust, and that a cut stream is never taken for a whole one."""

import datetime
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from core.model.errors import (
    BadOptionError,
    BadReplyError,
    CertificateError,
    ConnectionLostError,
    ConnectTimeoutError,
    TlsError,
)
from core.net import faults, tls
from core.net.tls import TlsContexts, make_context
from tests.net.conftest import Names
from tests.net.way import PATIENCE, PROMPT, Way, reply_and_end
from tests.servers.proxies import Caller, listening, silent
from tests.servers.scripted import Asked, Peer, Scripted, content, scripted, serve_file

DATA = content(200_000)
Serve = Callable[[ssl.SSLContext], Scripted]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(context)` starts a server with that certificate; it has one file, `/f`."""
    with ExitStack() as stack:

        def start(context: ssl.SSLContext) -> Scripted:
            running = stack.enter_context(scripted(context))
            running.add("/f", serve_file(DATA))
            return running

        yield start


def server_side(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_a_server_with_a_trusted_certificate_is_read(tls_server: Scripted, way: Way) -> None:
    assert way.fetch(tls_server.add("/f", serve_file(DATA))) == DATA


def test_only_http_1_1_is_offered(authority: trustme.CA, serve: Serve, way: Way) -> None:
    context = server_side(authority.issue_cert("127.0.0.1"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    chosen: list[str | None] = []

    def script(peer: Peer, asked: Asked) -> None:
        assert isinstance(peer.sock, ssl.SSLSocket)
        chosen.append(peer.sock.selected_alpn_protocol())
        serve_file(DATA)(peer, asked)

    way.fetch(serve(context).add("/alpn", script))
    assert chosen == ["http/1.1"]


def test_the_name_goes_along_in_the_clear(
    authority: trustme.CA, serve: Serve, way: Way, names: Names
) -> None:
    context = server_side(authority.issue_cert("files.test"))
    asked: list[str | None] = []
    context.sni_callback = lambda _sock, name, _context: asked.append(name)
    names["files.test"] = ["127.0.0.1"]
    assert way.fetch(f"https://files.test:{serve(context).address[1]}/f") == DATA
    assert asked == ["files.test"]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_second_connection_takes_up_the_first_ones_session(
    authority: trustme.CA, serve: Serve, make_way: Callable[..., Way], version: ssl.TLSVersion
) -> None:
    context = server_side(authority.issue_cert("127.0.0.1"))
    context.minimum_version = context.maximum_version = version
    reused: list[bool | None] = []

    def script(peer: Peer, asked: Asked) -> None:
        assert isinstance(peer.sock, ssl.SSLSocket)
        reused.append(peer.sock.session_reused)
        serve_file(DATA)(peer, asked)

    first = make_way()
    url = serve(context).add("/again", script)
    assert first.fetch(url) == DATA
    first.client.close()
    assert first.fetch(url) == DATA
    assert reused == [False, True]


def test_an_unknown_authority_is_not_trusted(
    serve: Serve, server_context: ssl.SSLContext, make_way: Callable[..., Way]
) -> None:
    running = serve(server_context)
    with pytest.raises(CertificateError, match="unable to get local issuer certificate"):
        make_way(ca_file="").open(running.url("/f"))
    assert running.asked == []


def test_a_self_signed_certificate_is_not_trusted(serve: Serve, way: Way, tmp_path: Path) -> None:
    other = trustme.CA()
    running = serve(server_side(other.issue_cert("127.0.0.1")))
    with pytest.raises(CertificateError) as caught:
        way.open(running.url("/f"))
    assert caught.value.details["host"] == "127.0.0.1"
    assert not caught.value.retryable
    assert running.asked == []


@pytest.mark.parametrize(
    ("identity", "host", "why"),
    [
        ("other.test", "127.0.0.1", "IP address mismatch"),
        ("127.0.0.2", "127.0.0.1", "IP address mismatch"),
        ("other.test", "files.test", "Hostname mismatch"),
        ("*.test.test", "files.test", "Hostname mismatch"),
    ],
)
def test_a_certificate_for_another_name_is_not_trusted(
    authority: trustme.CA, serve: Serve, way: Way, names: Names, identity: str, host: str, why: str
) -> None:
    names["files.test"] = ["127.0.0.1"]
    running = serve(server_side(authority.issue_cert(identity)))
    with pytest.raises(CertificateError, match=why):
        way.open(f"https://{host}:{running.address[1]}/f")
    assert running.asked == []


def day(offset: int) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=offset)


@pytest.mark.parametrize(
    ("begin", "end", "why"),
    [(-3, -1, "certificate has expired"), (1, 3, "certificate is not yet valid")],
)
def test_a_certificate_out_of_its_time_is_not_trusted(
    authority: trustme.CA, serve: Serve, way: Way, begin: int, end: int, why: str
) -> None:
    leaf = authority.issue_cert("127.0.0.1", not_before=day(begin), not_after=day(end))
    with pytest.raises(CertificateError, match=why):
        way.open(serve(server_side(leaf)).url("/f"))


def test_insecure_takes_any_certificate(serve: Serve, make_way: Callable[..., Way]) -> None:
    leaf = trustme.CA().issue_cert("other.test", not_before=day(-3), not_after=day(-1))
    way = make_way(ca_file="", insecure=True)
    assert way.fetch(serve(server_side(leaf)).url("/f")) == DATA


def test_an_old_version_of_tls_is_refused(authority: trustme.CA, serve: Serve, way: Way) -> None:
    context = server_side(authority.issue_cert("127.0.0.1"))
    with pytest.warns(DeprecationWarning, match="TLSv1_1 is deprecated"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLSv1_1 is deprecated"):
        context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(TlsError):
        way.open(serve(context).url("/f"))


def test_a_server_that_does_not_speak_tls_is_told_apart(way: Way) -> None:
    def plain(caller: Caller) -> None:
        caller.exactly(1)
        caller.sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        caller.stall()

    with listening(plain) as running, pytest.raises(TlsError, match="wrong version number"):
        way.open(running.url("https"))


def test_a_server_that_hangs_up_in_the_handshake_is_a_lost_connection(way: Way) -> None:
    with listening(lambda caller: caller.exactly(1) and None) as running:  # noqa: SIM117
        with pytest.raises(ConnectionLostError):
            way.open(running.url("https"))


def test_a_handshake_that_stalls_times_out(make_way: Callable[..., Way]) -> None:
    began = time.monotonic()
    with silent() as running:
        with pytest.raises(ConnectTimeoutError):
            make_way(timeout=0.1).open(running.url("https"))
        assert running.gone.wait(PATIENCE)
    assert time.monotonic() - began < PROMPT


# --- bodies --------------------------------------------------------------------------------

OPEN = "HTTP/1.1 200 OK\r\n\r\n"


def test_a_body_that_ends_with_a_goodbye_is_whole(tls_server: Scripted, way: Way) -> None:
    url = tls_server.add("/f", reply_and_end(OPEN, DATA))
    opened = way.open(url)
    assert way.read(opened) == DATA
    assert not opened.body.confirmed


def cut(peer: Peer) -> None:
    """End the TCP connection without the goodbye of TLS, as an attacker could."""
    peer.sock.shutdown(1)
    peer.stall()


@pytest.mark.parametrize(
    "head",
    [OPEN, "HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n"],
    ids=["without length", "with length"],
)
@pytest.mark.parametrize("end", [cut, Peer.reset])
def test_a_body_that_ends_without_a_goodbye_is_cut(
    tls_server: Scripted, way: Way, head: str, end: Callable[[Peer], None]
) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send(head)
        peer.send(DATA)
        end(peer)

    opened = way.open(tls_server.add("/f", script))
    with pytest.raises((ssl.SSLError, ConnectionResetError)) as caught:
        way.read(opened)
    assert not opened.body.complete
    assert type(faults.while_reading(caught.value, "host", 5)) is ConnectionLostError


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40000\r\n",
    ],
)
def test_a_goodbye_before_the_end_is_a_lost_connection(
    tls_server: Scripted, way: Way, head: str
) -> None:
    opened = way.open(tls_server.add("/f", reply_and_end(head, DATA)))
    with pytest.raises(ConnectionLostError):
        way.read(opened)
    assert not opened.body.complete


def test_an_end_inside_an_encrypted_head_is_an_error(tls_server: Scripted, way: Way) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send("HTTP/1.1 200 OK\r\nContent-Le")
        cut(peer)

    with pytest.raises((ConnectionLostError, BadReplyError)):
        way.open(tls_server.add("/f", script))


def test_bytes_that_are_no_tls_end_the_body(tls_server: Scripted, way: Way) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhello")
        assert isinstance(peer.sock, ssl.SSLSocket)
        super(ssl.SSLSocket, peer.sock).send(b"plain text, injected on the way" * 20)
        peer.stall()

    opened = way.open(tls_server.add("/f", script))
    received = bytearray(1000)
    assert opened.body.receive_into(memoryview(received), 5) == 5
    with pytest.raises(ssl.SSLError):
        opened.body.receive_into(memoryview(received), 5)
    assert not opened.body.complete
    assert received.startswith(b"hello\0")


def test_one_read_takes_several_records(tls_server: Scripted, way: Way) -> None:
    opened = way.open(tls_server.add("/f", serve_file(DATA)))
    buffer = memoryview(bytearray(len(DATA)))
    reads = 0
    while not opened.body.complete:
        reads += 1
        count = opened.body.receive_into(buffer[opened.body.received :], 5)
        assert count
    assert buffer == DATA
    assert reads <= len(DATA) / 16384


# --- contexts ------------------------------------------------------------------------------


def test_a_context_is_made_once(ca_file: Path) -> None:
    contexts = TlsContexts(str(ca_file), insecure=False)
    assert contexts.get() is contexts.get()


def test_an_own_authority_replaces_all_others(ca_file: Path) -> None:
    context = make_context(str(ca_file), insecure=False)
    assert context.cert_store_stats()["x509_ca"] == 1
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_the_system_or_the_bundle_is_trusted_by_default() -> None:
    context = make_context("", insecure=False)
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_a_system_without_certificates_gets_the_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "_system_has_certificates", lambda _: False)
    assert make_context("", insecure=False).cert_store_stats()["x509_ca"] > 50


@pytest.mark.parametrize(
    ("certificates", "files", "found"),
    [(False, 0, False), (False, None, False), (False, 1, True), (True, 0, True)],
)
def test_a_system_may_keep_its_certificates_in_a_file_or_a_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ca_file: Path,
    certificates: bool,
    files: int | None,
    found: bool,
) -> None:
    folder = tmp_path / "certificates"
    if files is not None:
        folder.mkdir()
    for number in range(files or 0):
        (folder / f"{number}.0").touch()
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if certificates:
        context.load_verify_locations(ca_file)
    assert tls._system_has_certificates(context) is found


@pytest.mark.parametrize("what", ["missing", "folder", "empty", "text", "key"])
def test_a_file_without_certificates_is_named(
    tmp_path: Path, authority: trustme.CA, what: str
) -> None:
    path = tmp_path / what
    match what:
        case "folder":
            path.mkdir()
        case "empty":
            path.touch()
        case "text":
            path.write_text("no certificate in here\n")
        case "key":
            authority.private_key_pem.write_to_path(path)
    with pytest.raises(BadOptionError, match=f"{what} holds no certificates") as caught:
        make_context(str(path), insecure=False)
    assert caught.value.details["option"] == "cacert"


def test_the_quickest_cipher_is_offered_first_and_none_is_lost() -> None:
    def before_1_3(context: ssl.SSLContext) -> list[str]:
        return [one["name"] for one in context.get_ciphers() if one["protocol"] != "TLSv1.3"]

    usual, ours = (
        before_1_3(ssl.create_default_context()),
        before_1_3(make_context("", insecure=False)),
    )
    assert "AES128-GCM" in ours[0]
    assert sorted(ours) == sorted(usual)
