"""One worker's way to servers: a requests Session, redirects by hand, strict replies."""

from base64 import b64encode
from urllib.parse import urlsplit

from requests import Response, Session
from requests.structures import CaseInsensitiveDict

from core.model.download import Credentials, Options
from core.net.adapter import Adapter, Ask, Reply
from core.net.network import Network
from core.net.reply import Opened, empty_file, examine, nothing
from core.policy import redirects
from core.stop import StopSignal

# Answers of servers that trip over a Range header they could have ignored.
_RANGE_TROUBLE = frozenset({400, 405, 406, 412, 416, 501})


class _Session(Session):
    """requests prepares the next hop even when told not to follow; hops are ours."""

    def get_redirect_target(self, resp: Response) -> None:
        return None


class Client:
    """Opens downloads for one worker thread; every wait ends with the worker's stop signal."""

    def __init__(self, network: Network, stop: StopSignal) -> None:
        self.network = network
        self._adapter = Adapter(network, stop)
        self._lines: dict[tuple[Options, bool], str] = {}  # prepared once for many links
        self._session = _Session()
        self._session.trust_env = False
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)

    def close(self) -> None:
        self._session.close()

    def open(
        self, url: str, options: Options, first: int | None = 0, last: int | None = None
    ) -> Opened:
        """Ask for bytes `first` to `last` of the file behind `url` and read the reply's head.

        With `first=None` no range is asked for. A server that stumbles over a range from the
        start is asked again without one. Raises `HeadgateError` or `Interrupted`.
        """
        reply = self._follow(url, options, first, last)
        if first == 0 and last is None and reply.status_code >= 400:
            if empty_file(reply):
                reply.body.close()
                return nothing(reply)
            if reply.status_code in _RANGE_TROUBLE:
                reply.body.close()
                return self.open(url, options, first=None)
        try:
            return examine(reply, first, last)
        except BaseException:
            reply.body.close()
            raise

    def _follow(self, url: str, options: Options, first: int | None, last: int | None) -> Reply:
        seen = [url]
        while True:
            ask = self._prepare(seen[-1], options, home=url, first=first, last=last)
            reply = self._session.send(ask, stream=True, allow_redirects=False, proxies={})
            assert isinstance(reply, Reply), "it came through our adapter"
            if reply.status_code not in redirects.REDIRECTS or "location" not in reply.head.fields:
                return reply
            reply.body.close()
            location = reply.head.get("location")
            seen.append(redirects.next_url(seen[-1], location, seen, reply.body.host))

    def _prepare(
        self, url: str, options: Options, *, home: str, first: int | None, last: int | None
    ) -> Ask:
        at_home = url is home or redirects.same_origin(url, home)
        lines = self._lines.get((options, at_home))
        if lines is None:
            lines = self._lines[options, at_home] = self._header_lines(options, at_home=at_home)
        ask = Ask(url, lines)
        if first is not None:
            ask.headers["Range"] = f"bytes={first}-{'' if last is None else last}"
        if len(self.network.cookies) and "\ncookie:" not in lines.lower():
            ask.prepare_cookies(self.network.cookies)
        return ask

    def _header_lines(self, options: Options, *, at_home: bool) -> str:
        """What every request with these options says, as it goes over the wire."""
        headers = CaseInsensitiveDict[str]()
        headers["User-Agent"] = self.network.user_agent
        headers["Accept"] = "*/*"
        headers["Accept-Encoding"] = "identity"
        if options.referer and at_home:
            headers["Referer"] = options.referer
        if options.credentials is not None and at_home:
            headers["Authorization"] = basic(options.credentials)
        own: set[str] = set()
        for name, value in redirects.headers_for(options.headers, at_home=at_home):
            headers[name] = f"{headers[name]}, {value}" if name in own else value
            own.add(name)
        return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


def basic(credentials: Credentials) -> str:
    """Value of the Authorization header (RFC 7617)."""
    pair = f"{credentials.user}:{credentials.password}"
    return "Basic " + b64encode(pair.encode()).decode()


def host_of(url: str) -> str:
    """The host in a link, for messages."""
    return urlsplit(url).hostname or url
