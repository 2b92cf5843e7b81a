"""From a link to the server it asks and what it asks for."""

from functools import lru_cache
from urllib.parse import urlsplit

from core.model.addresses import server_address
from core.model.errors import NotALinkError
from core.net.network import Origin

_PORTS = {"http": 80, "https": 443}


def where(url: str) -> tuple[Origin, str]:
    """Who to ask, and for what; raises `NotALinkError` if that is not clear."""
    head, slash, target = url.partition("#")[0][8:].partition("/")
    return _origin(url[:8] + head), slash + target if slash else "/"


@lru_cache(256)
def _origin(url: str) -> Origin:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise NotALinkError(link=url) from error
    if not parts.hostname:
        raise NotALinkError(link=url)
    return Origin(parts.scheme, parts.hostname, port)


def server_of(url: str) -> str:
    """The server behind a link as `scheme://host:port`, for messages and for signing in."""
    origin = where(url)[0]
    return server_address(origin.scheme, origin.host, origin.port)


@lru_cache(256)
def authority(origin: Origin) -> str:
    """The server as `Host` names it (RFC 9110, section 7.2)."""
    host = f"[{origin.host}]" if ":" in origin.host else origin.host
    return host if origin.port == _PORTS[origin.scheme] else f"{host}:{origin.port}"
