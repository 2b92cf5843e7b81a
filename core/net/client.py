"""One worker's way to servers: a requests Session, redirects by hand, strict replies."""

from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from core.model.download import Credentials, Options
from core.model.errors import NotALinkError
from core.model.site_rules import SiteRule, header_of
from core.net.network import Network
from core.net.origins import server_of
from core.net.reply import Opened, examine
from core.policy import redirects
from core.policy.headers import OWN
from core.policy.sites import rule_for
from core.stop import StopSignal

if TYPE_CHECKING:
    from core.net.adapter import Ask, Reply

# Answers of servers that trip over a Range header they could have ignored.
_RANGE_TROUBLE = frozenset({400, 405, 406, 412, 416, 501})


class _Kind(NamedTuple):
    """What decides on the header lines of a request."""

    options: Options
    rule: SiteRule
    login: Credentials | None
    at_home: bool  # with the server the download's own link names
    whole: bool  # a range that is the whole file: its answer tells whether there are ranges


class Client:
    """Opens downloads for one worker thread; every wait ends with the worker's stop signal."""

    def __init__(self, network: Network, stop: StopSignal) -> None:
        from core.net.session import WorkerSession

        self.network = network
        self._lines: dict[_Kind, str] = {}  # prepared once for many links
        self._ahead: tuple[str, Options, Ask] | None = None
        self._session = WorkerSession(network, stop)

    def close(self) -> None:
        self._session.close()

    def open(
        self,
        url: str,
        options: Options,
        first: int | None = 0,
        last: int | None = None,
        *,
        or_whole: bool = False,
    ) -> Opened:
        """Ask for bytes `first` to `last` of the file behind `url` and read the reply's head.

        With `first=None` no range is asked for. A server that stumbles over a range from the
        start, or any with `or_whole`, is asked again without one; so is one that begins at the
        start and does not tell where the end is. Raises `HeadgateError` or `Interrupted`.
        """
        reply = self._follow(url, options, first, last)
        from_start = first == 0 and last is None
        if (from_start or (or_whole and first is not None)) and reply.status_code in _RANGE_TROUBLE:
            reply.body.close()
            return self.open(url, options, first=None)
        try:
            opened = examine(reply, first, last)
        except BaseException:
            reply.body.close()
            raise
        if from_start and opened.resource.ranges and opened.resource.size is None:
            reply.body.close()
            return self.open(url, options, first=None)
        return opened

    def ask_ahead(self, url: str, options: Options) -> None:
        """Ask for a whole file that is opened next, if a connection to its server lies idle."""
        ask = self._prepare(url, options, home=url, first=0, last=None)
        self._ahead = (url, options, ask)
        self._session.ask_ahead(ask)

    def _follow(self, url: str, options: Options, first: int | None, last: int | None) -> "Reply":
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[:2] == (url, options) and (first, last) == (0, None):
            ask = ahead[2]
        else:
            ask = self._prepare(url, options, home=url, first=first, last=last)
        seen = [url]
        while True:
            reply = self._session.send(ask)
            if reply.status_code not in redirects.REDIRECTS or "location" not in reply.head.fields:
                return reply
            reply.body.close()
            host = reply.body.host
            location = redirects.the_location(reply.head.fields["location"], host)
            seen.append(redirects.next_url(seen[-1], location, seen, host))
            try:
                ask = self._prepare(seen[-1], options, home=url, first=first, last=last)
            except NotALinkError:  # it would show the address, which may hold secrets
                raise redirects.no_address(host) from None

    def _prepare(
        self, url: str, options: Options, *, home: str, first: int | None, last: int | None
    ) -> "Ask":
        at_home = url is home or redirects.same_origin(url, home)
        whole = first == 0 and last is None
        login = options.credentials if at_home else None
        if login is None and self.network.logins:
            login = self.network.logins.of(server_of(url))
        kind = _Kind(options, rule_for(self.network.rules, url), login, at_home, whole)
        lines = self._lines.get(kind)
        if lines is None:
            lines = self._lines[kind] = _header_lines(kind, self.network.user_agent)
        ask = self._session.ask(url, lines)
        if first is not None and not whole:
            ask.headers["Range"] = f"bytes={first}-{'' if last is None else last}"
        cookies = self.network.cookies.open()
        if len(cookies) and "\nCookie:" not in lines:
            ask.prepare_cookies(cookies)
        return ask


def _header_lines(kind: _Kind, user_agent: str) -> str:
    """What every request of a kind says, as it goes over the wire."""
    options, rule, login, at_home, whole = kind
    from requests.structures import CaseInsensitiveDict

    headers = CaseInsensitiveDict[str]()
    headers["User-Agent"] = rule.user_agent or user_agent
    headers["Accept"] = "*/*"
    headers["Accept-Encoding"] = "identity"
    if whole:
        headers["Range"] = "bytes=0-"
    if options.referer and at_home:
        headers["Referer"] = redirects.referer(options.referer)
    elif rule.referer:
        headers["Referer"] = redirects.referer(rule.referer)
    if (more := header_of(rule)) is not None and more[0].lower() not in OWN:
        headers[_spelt(more[0])] = more[1]
    if login is not None:
        headers["Authorization"] = basic(login)
    own: set[str] = set()
    for name, value in redirects.headers_for(options.headers, at_home=at_home):
        key = _spelt(name)
        headers[key] = f"{headers[key]}, {value}" if key in own else value
        own.add(key)
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


def _spelt(name: str) -> str:
    """A header's name, as others look for those that may be set only once."""
    return name.title() if name.lower() in ("host", "cookie") else name


def basic(credentials: Credentials) -> str:
    """Value of the Authorization header (RFC 7617)."""
    pair = f"{credentials.user}:{credentials.password}"
    return "Basic " + b64encode(pair.encode()).decode()


def host_of(url: str) -> str:
    """The host in a link, for messages."""
    return urlsplit(url).hostname or url
