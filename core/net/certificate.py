"""What certificate a server shows, so that people can look at it before they trust it."""

from core.net.network import Network
from core.net.origins import where
from core.net.stream import TlsStream
from core.net.tls import TlsContexts
from core.stop import StopSignal


def certificate_of(network: Network, server: str, stop: StopSignal) -> bytes:
    """The certificate (DER) of `server` (`https://host:port`), trusted or not.

    Nothing is asked for and nothing is sent but the handshake. A proxy on the way must be one
    that is trusted: it gets its password. Raises a `NetworkError`, or `Interrupted`.
    """
    proxy = network.proxy_for(server)
    if str(proxy) == server:
        proxy = None
    anybody = TlsContexts("", insecure=True)
    stream = network.connect(where(server)[0], proxy, stop, anybody)
    try:
        assert isinstance(stream, TlsStream), "what is asked for is https"
        return stream.certificate()
    finally:
        stream.close()
