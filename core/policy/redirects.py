"""Where a redirect may lead, and what may go along (RFC 9110, section 15.4)."""

from urllib.parse import quote, urljoin, urlsplit

from core.model.download import Options
from core.model.errors import InsecureRedirectError, RedirectError, RedirectLoopError

MAX_HOPS = 20
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Headers of the user's own that another server may see: they say nothing about the user.
HARMLESS = frozenset({"accept", "accept-language", "user-agent"})


def the_location(values: list[str], host: str) -> str:
    """The one Location of a redirect; raises `RedirectError` if there are several."""
    if len(set(values)) > 1:
        raise RedirectError(host=host, reason="to several addresses at once")
    return values[0]


def next_url(url: str, location: str, seen: list[str], host: str) -> str:
    """The absolute address a redirect points to.

    `location` is the header's text as latin-1. `seen` are the addresses asked so far. Raises
    `RedirectError`, `InsecureRedirectError`, `RedirectLoopError`; none of them tells more of an
    address than its host, for the rest of it may be a secret.
    """
    try:
        target = urljoin(url, readable(location.strip()))
        parts = urlsplit(target)
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
        _ = parts.port  # raises for one that cannot be
    except ValueError as error:
        raise no_address(host) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RedirectError(host=host, reason=f"to an address that starts with {parts.scheme}:")
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise InsecureRedirectError(host=host, target=parts.hostname)
    target = parts._replace(fragment="").geturl()
    if seen.count(target) > 1:  # once more is fine: the first time may have set a cookie
        raise RedirectLoopError(host=host, reason="back to where we came from")
    if len(seen) > MAX_HOPS:
        raise RedirectLoopError(host=host, reason=f"more than {MAX_HOPS} times")
    return target


def no_address(host: str) -> RedirectError:
    """The error for a Location that leads nowhere."""
    return RedirectError(host=host, reason="to something that is no address")


def referer(url: str) -> str:
    """An address as it may be told to others (RFC 9110, section 10.1.3)."""
    head, slashes, rest = url.partition("#")[0].partition("//")
    authority, slash, path = rest.partition("/")
    return head + slashes + authority.rpartition("@")[2] + slash + path


def readable(location: str) -> str:
    """The header as text: UTF-8 where it is, percent-encoded bytes where it is not."""
    raw = location.encode("latin-1", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return quote(raw, safe="".join(map(chr, range(0x21, 0x7F))))


def same_origin(one: str, other: str) -> bool:
    """Whether both addresses have scheme, host and port in common."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def options_for(address: str, home: str, options: Options) -> Options:
    """What the user gave for `home`, as far as the server at `address` may see it."""
    if address == home or same_origin(address, home):
        return options
    headers = headers_for(options.headers, at_home=False)
    return Options(headers=headers, conflict=options.conflict)


def headers_for(
    headers: tuple[tuple[str, str], ...], *, at_home: bool
) -> tuple[tuple[str, str], ...]:
    """The user's own headers: all for the server they were meant for, few for any other."""
    if at_home:
        return headers
    return tuple((name, value) for name, value in headers if name.lower() in HARMLESS)
