"""The address of a proxy, as the user or the environment writes it."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from core.model.addresses import server_address
from core.model.errors import BadOptionError

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_HOST = re.compile(r"[^\x00-\x20\x7f\s]+")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy's address. With `socks5h` the proxy looks names up, with `socks5` we do."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def socks(self) -> bool:
        return self.scheme.startswith("socks")

    def __str__(self) -> str:
        return server_address(self.scheme, self.host, self.port)

    def authorization(self) -> str:
        """Value of Proxy-Authorization, empty without a user name (RFC 7617)."""
        if not self.user:
            return ""
        return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()


def parse_proxy(text: str) -> Proxy:
    """Read `http://user:password@host:port`; raises `BadOptionError` with the reason."""
    try:
        url = urlsplit(text if "://" in text else f"http://{text}")
    except ValueError as error:
        raise BadOptionError(option="proxy", reason="write it as http://host:port") from error
    scheme = "socks5" if url.scheme == "socks" else url.scheme
    host = url.hostname or ""
    try:
        port = url.port or _PORTS.get(scheme, 0)
    except ValueError:
        port = 0
    if scheme not in _PORTS:
        reason = f"“{scheme}” is not one of {', '.join(_PORTS)}"
        raise BadOptionError(option="proxy", reason=reason)
    if not _HOST.fullmatch(host) or not port:
        raise BadOptionError(option="proxy", reason="write it as http://host:port")
    return Proxy(scheme, host, port, unquote(url.username or ""), unquote(url.password or ""))
