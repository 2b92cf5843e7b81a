"""One address: read strictly, and compared by a form that merges no two files."""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import unquote

from core.model.download import Credentials
from core.model.errors import NotALinkError, UnsupportedSchemeError

MAX_LENGTH = 65_536  # characters; no server takes as much
_SHAPE = re.compile(r"(?i:(https?)):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_KNOWN_BY_NAME = frozenset({"magnet", "mailto", "data", "file"})  # schemes that need no //
_UNFIT = re.compile(r"[\s\x00-\x1f\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
# In their normal form already, as nearly all links are.
_NORMAL = re.compile(
    r"https?://([a-z0-9._-]++)/(?!\.)(?:[\w!$&'()*+,;=:@~?.-]++|/(?!\.))*+(?<!\?)", re.ASCII
)
_UNRESERVED = re.compile(r"[\w.~-]", re.ASCII)
_TO_ENCODE = re.compile(r"%([0-9A-Fa-f]{2})|[^\w!$&'()*+,;=:@~/?.-]", re.ASCII)
_DELIMITING = re.compile(r"[<>\"`{}|\\^\x7f]")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Link:
    """A usable address, its host as it is asked for, without fragment and credentials."""

    url: str
    credentials: Credentials | None = None


def parse_link(text: str) -> Link:
    """Read one link strictly; raises `NotALinkError` or `UnsupportedSchemeError`."""
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise _refusal(text)
    normal = _NORMAL.fullmatch(text)
    if normal is not None and _is_name(normal[1]):
        return Link(text)
    found = _SHAPE.fullmatch(text)
    if found is None or not found[2] or _UNFIT.search(text):
        raise _refusal(text)
    scheme, authority, path, query = found.groups()
    scheme = scheme.lower()
    user, at, place = authority.rpartition("@")
    try:
        host = _place(place)
    except ValueError as error:
        raise NotALinkError(link=_short(text)) from error
    credentials = None
    if at:
        name, _, password = user.partition(":")
        credentials = Credentials(unquote(name), unquote(password))
    asked = f"?{query}" if query else ""
    return Link(f"{scheme}://{host}{path or '/'}{asked}", credentials)


def normal_form(url: str) -> str:
    """What two addresses of one file have in common (RFC 3986, section 6.2.2 and 6.2.3).

    `url` is one of `parse_link`. Two of the same normal form are asked for with the same words:
    only what is rewritten anyway before it is sent, and the default port, is evened out.
    """
    if _NORMAL.fullmatch(url):
        return url
    scheme, _, rest = url.partition("://")
    authority, slash, rest = rest.partition("/")
    host, colon, port = authority.rpartition(":")
    if colon and port == _DEFAULT_PORTS[scheme]:
        authority = host
    if authority.startswith("[") and "%" not in authority:
        inner, _, port = authority[1:].partition("]")
        authority = f"[{IPv6Address(inner).compressed}]{port}"
    path, mark, query = (slash + rest).partition("?")
    return f"{scheme}://{authority}{_evened(_without_dots(path))}{mark}{_evened(query)}"


def as_sent(url: str) -> str:
    """The same address in letters that no other program can take for its end."""
    if url.isascii() and not _DELIMITING.search(url):
        return url
    head, mark, query = url.partition("?")
    scheme, _, rest = head.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority}{slash}{_evened(path)}{mark}{_evened(query)}"


@lru_cache(4096)
def _place(text: str) -> str:
    """Host and port as they are asked for; raises `ValueError` for what cannot be."""
    if text.startswith("["):
        literal, bracket, port = text[1:].partition("]")
        address, _, zone = literal.partition("%")
        if not bracket or (port and not port.startswith(":")) or not zone.isascii():
            raise ValueError(text)
        try:
            IPv6Address(address)
        except AddressValueError as error:
            raise ValueError(text) from error
        host, port = f"[{literal.lower()}]", port[1:]
    else:
        name, _, port = text.partition(":")
        host = _host(name)
    if not port:
        return host
    if not re.fullmatch("0*[0-9]{1,5}", port, re.ASCII) or int(port) > 65535:
        raise ValueError(text)
    return f"{host}:{int(port)}"


@lru_cache(4096)
def _is_name(host: str) -> bool:
    """Whether this is the name of a host as it is asked for."""
    return len(host) <= 253 and all(map(_LABEL.fullmatch, host.split(".")))


def _host(name: str) -> str:
    labels = name.lower().removesuffix(".").split(".")
    host = ".".join(label if label.isascii() else to_ascii(label) for label in labels)
    if not _is_name(host):
        raise ValueError(name)
    return host + "." * name.endswith(".")


def to_ascii(label: str) -> str:
    """A label of a host by the rules of 2008, as strictly as requests does when it sends a link."""
    import idna  # it takes 20 ms, and few links need it

    if len(label) > 63:
        raise ValueError(label)
    return idna.encode(label, strict=True, std3_rules=True).decode()


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4, as it is done before the link is sent."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if not kept or kept[0]:
        kept.insert(0, "")
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/".join(kept) or "/"


def _evened(text: str) -> str:
    """Escapes of unreserved letters undone, other letters escaped, digits in capitals."""
    if _BROKEN_ESCAPE.search(text):  # then none of the % is an escape
        text = text.replace("%", "%25")
    return _TO_ENCODE.sub(_even, text)


def _even(found: re.Match[str]) -> str:
    if found[1] is None:
        return "".join(f"%{byte:02X}" for byte in found[0].encode())
    letter = chr(int(found[1], 16))
    return letter if _UNRESERVED.fullmatch(letter) else found[0].upper()


def _refusal(text: str) -> NotALinkError | UnsupportedSchemeError:
    scheme = _SCHEME.match(text)
    if scheme:
        name = scheme[1].lower()
        if name not in ("http", "https") and ("//" in text or name in _KNOWN_BY_NAME):
            return UnsupportedSchemeError(scheme=_short(name), link=_short(text))
    return NotALinkError(link=_short(text))


def _short(text: str) -> str:
    """No more of it than a message can show."""
    return text if len(text) <= 200 else text[:199] + "…"
