"""What all workers share on the way out: names, certificates, proxies, cookies."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from core.model.proxy import Proxy
from core.model.settings import Settings
from core.model.site_rules import SiteRule, read_site_rules
from core.net import faults
from core.net.dial import dial
from core.net.jar import Jar
from core.net.logins import Logins
from core.net.proxy import ProxyChoice, socks_connect, tunnel
from core.net.resolver import Resolver
from core.net.stream import PlainStream, Stream, TlsStream
from core.net.tls import Server, TlsContexts
from core.stop import Interrupted, StopSignal


@dataclass(frozen=True, slots=True)
class Origin:
    """Who we talk to; connections to equal origins are interchangeable."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Network:
    """Made from the settings once; replaced as a whole when they change."""

    user_agent: str
    timeout: float  # seconds for connecting, for a stall, and for a head
    proxies: ProxyChoice
    tls: TlsContexts
    cookies: Jar
    rules: tuple[SiteRule, ...] = ()
    logins: Logins = field(default_factory=Logins)
    resolver: Resolver = field(default_factory=Resolver)

    def proxy_for(self, url: str) -> Proxy | None:
        """The proxy a link goes through, with what it is to be told of the user."""
        return self.logins.into(self.proxies.proxy_for(url))

    def connect(
        self,
        origin: Origin,
        proxy: Proxy | None,
        stop: StopSignal,
        tls: TlsContexts | None = None,
    ) -> Stream:
        """A stream to `origin`, through `proxy` if there is one, encrypted if it is https.

        `tls` says whom to trust at the origin, if not the usual ones; the proxy hears secrets.
        Raises a `NetworkError`, or `Interrupted` as soon as the stop signal is set.
        """
        first = proxy or origin
        lookup_here = proxy is not None and proxy.scheme == "socks5"
        host = peer = origin.host
        try:
            stream: Stream = self._reach(first.host, first.port, stop)
        except (OSError, UnicodeError) as error:
            raise faults.while_connecting(error, first.host, self.timeout) from error
        try:
            if proxy is not None and proxy.scheme == "https":
                peer = proxy.host
                stream = self._encrypt(stream, (peer, proxy.port), stop, self.tls)
                peer = origin.host
            if proxy is not None and proxy.socks:
                if lookup_here:
                    found = self.resolver.resolve(host, origin.port, stop, self.timeout)
                    host = found[0].target[0]
                socks_connect(stream, proxy, host, origin.port, self.timeout)
            elif proxy is not None and origin.scheme == "https":
                tunnel(stream, proxy, host, origin.port, self.timeout)
            if origin.scheme == "https":
                stream = self._encrypt(stream, (origin.host, origin.port), stop, tls or self.tls)
        except (OSError, UnicodeError) as error:
            stream.close()
            raise faults.while_connecting(error, peer, self.timeout) from error
        except (Interrupted, Exception):
            stream.close()
            raise
        return stream

    def _reach(self, host: str, port: int, stop: StopSignal) -> PlainStream:
        addresses = self.resolver.resolve(host, port, stop, self.timeout)
        return PlainStream(dial(addresses, stop, self.timeout), stop)

    def _encrypt(
        self, stream: Stream, server: Server, stop: StopSignal, tls: TlsContexts
    ) -> Stream:
        try:
            return self._handshake(stream, server, stop, tls)
        except ssl.SSLCertVerificationError as error:
            raise faults.untrusted(error, *server) from error

    def _handshake(
        self, stream: Stream, server: Server, stop: StopSignal, tls: TlsContexts
    ) -> TlsStream:
        encrypted = TlsStream(stream, stop, lambda session: tls.remember(server, session))
        encrypted.handshake(tls.get(), server[0], tls.session(server), self.timeout)
        return encrypted


def make_network(
    settings: Settings, cookies: Jar, version: str, logins: Logins | None = None
) -> Network:
    """The network these settings describe; raises `BadOptionError` for what cannot be."""
    tls = TlsContexts(_expanded(settings.ca_file), insecure=settings.insecure)
    if settings.ca_file:
        tls.get()  # a file without certificates is told now, not at the first download
    rules = read_site_rules(settings.site_rules)
    return Network(
        user_agent=settings.user_agent or f"Headgate/{version}",
        timeout=settings.timeout,
        proxies=ProxyChoice(settings.proxy, rules),
        tls=tls,
        cookies=cookies,
        rules=rules,
        logins=Logins() if logins is None else logins,
    )


def _expanded(path: str) -> str:
    return str(Path(path).expanduser()) if path else ""
