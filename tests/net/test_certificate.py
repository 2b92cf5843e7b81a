"""The certificate a server shows, whoever vouches for it and whatever stands between."""

import ssl
from collections.abc import Callable, Iterator

import pytest
import trustme

from core.model.errors import CertificateError, ConnectionRefusedByHostError
from core.net.certificate import certificate_of
from tests.net.way import Watched, Way
from tests.servers.proxies import http_proxy
from tests.servers.scripted import Scripted, scripted

MakeWay = Callable[..., Way]


@pytest.fixture(scope="module")
def leaf() -> trustme.LeafCert:
    return trustme.CA().issue_cert("127.0.0.1")


@pytest.fixture
def untrusted(leaf: trustme.LeafCert) -> Iterator[Scripted]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    with scripted(context) as running:
        yield running


def shown_by(leaf: trustme.LeafCert) -> bytes:
    return ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode())


@pytest.mark.parametrize("scheme", ["", "http", "https"])
def test_it_is_shown_trusted_or_not(
    make_way: MakeWay,
    stop: Watched,
    untrusted: Scripted,
    leaf: trustme.LeafCert,
    server_context: ssl.SSLContext,
    scheme: str,
) -> None:
    with http_proxy(context=server_context if scheme == "https" else None) as proxy:
        way = make_way(proxy=proxy.url(scheme)) if scheme else make_way()
        with pytest.raises(CertificateError) as caught:
            way.open(untrusted.url("/f"))
        server = caught.value.details["server"]
        assert server == untrusted.url("").rstrip("/")
        assert certificate_of(way.network, server, stop) == shown_by(leaf)
        assert len(proxy.targets) == (2 if scheme else 0)
    assert untrusted.asked == []


def test_a_proxy_that_is_not_trusted_is_asked_itself(
    make_way: MakeWay, stop: Watched, leaf: trustme.LeafCert
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    with http_proxy(context=context) as proxy:
        way = make_way(proxy=proxy.url("https"))
        with pytest.raises(CertificateError) as caught:
            way.open("http://files.test/")
        server = caught.value.details["server"]
        assert server == proxy.url("https")
        assert certificate_of(way.network, server, stop) == shown_by(leaf)
        assert proxy.targets == []


def test_a_proxy_that_is_not_trusted_hears_no_password_on_the_way_to_another(
    make_way: MakeWay, stop: Watched, untrusted: Scripted, leaf: trustme.LeafCert
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    with http_proxy(context=context) as proxy:
        way = make_way(proxy=proxy.url("https", "user:secret"))
        with pytest.raises(CertificateError) as caught:
            certificate_of(way.network, untrusted.url("").rstrip("/"), stop)
        assert caught.value.details["server"] == proxy.url("https")
        assert proxy.headers == []


def test_who_does_not_answer_shows_none(way: Way, stop: Watched) -> None:
    with pytest.raises(ConnectionRefusedByHostError):
        certificate_of(way.network, "https://127.0.0.1:9", stop)
