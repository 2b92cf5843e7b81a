"""What certificate a server shows, so that people can look at it before they trust it."""

from dataclasses import replace

from core.net.network import Network
from core.net.origins import where
from core.net.stream import TlsStream
from core.net.tls import TlsContexts
from core.stop import StopSignal


def certificate_of(network: Network, server: str, stop: StopSignal) -> bytes:
    """The certificate (DER) of `server` (`https://host:port`), trusted or not.

    Nothing is asked for and nothing is sent but the handshake. Raises a `NetworkError`, or
    `Interrupted`.
    """
    trusting = replace(network, tls=TlsContexts("", insecure=True))
    proxy = trusting.proxy_for(server)
    if str(proxy) == server:
        proxy = None
    stream = trusting.connect(where(server)[0], proxy, stop)
    try:
        assert isinstance(stream, TlsStream), "what is asked for is https"
        return stream.certificate()
    finally:
        stream.close()
