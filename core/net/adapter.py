"""The transport below requests: our own connections, each head and body read strictly."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from http.client import HTTPMessage

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.cookies import MockRequest, MockResponse
from requests.exceptions import RequestException
from requests.structures import CaseInsensitiveDict

from core.model.errors import HeadgateError, NotALinkError
from core.model.proxy import Proxy
from core.net import faults
from core.net.body import Body
from core.net.head import Head, frame, read_head
from core.net.network import Network, Origin
from core.net.origins import authority, where
from core.net.proxy import refusal
from core.net.stream import Stream
from core.stop import StopSignal

MAX_IDLE = 4  # connections a worker keeps for the next download
# Links that requests would prepare to themselves; there are thousands of them in a list.
_PREPARED = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]*(?::[0-9]+)?(?:/(?!\.)[\w!$&'()*+,;=:@~-][\w.!$&'()*+,;=:@~-]*)*"
    r"/?(?:\?[\w.!$&'()*+,;=:@~/?-]*)?",
    re.ASCII,
)


class Ask(PreparedRequest):
    """A GET whose header lines were prepared once for all links of a kind.

    `lines` end with a line break each; what is particular to this request stands in `headers`.
    """

    def __init__(self, url: str, lines: str) -> None:
        super().__init__()
        self.method = "GET"
        self.lines = lines
        if _PREPARED.fullmatch(url) and "/" in url[8:]:
            self.url = url
        else:
            try:
                self.prepare_url(url, None)
            except (RequestException, UnicodeError, ValueError) as error:
                raise NotALinkError(link=url) from error
        self.headers = CaseInsensitiveDict()


class Reply(Response):
    """A response as requests hands it around, with what we read of it."""

    def __init__(self, request: PreparedRequest, head: Head, body: Body) -> None:
        # Not super().__init__: a cookie jar and two dictionaries for every small file.
        self.request = request
        self.url = request.url or ""
        self.status_code = head.status
        self.reason = head.reason
        self.head = head
        self.body = body
        self.raw = body
        self.history = []
        self._content_consumed = True


class Adapter(BaseAdapter):
    """Serves one worker's Session; every wait in it ends with that worker's stop signal.

    Unlike requests' own adapter it can be interrupted while it connects, shakes hands or
    waits for headers, and it raises our errors.
    """

    def __init__(self, network: Network, stop: StopSignal) -> None:
        super().__init__()
        self.network = network
        self.stop = stop
        self._idle: OrderedDict[tuple[Origin, Proxy | None], Stream] = OrderedDict()
        self._ahead: tuple[PreparedRequest, Stream] | None = None  # sent, and where to listen

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: object = True,
        cert: object = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Reply:
        url = request.url or ""
        origin, target = where(url)
        proxy = self.network.proxy_for(url)
        key = (origin, proxy)
        live = self._take_asked(request)
        message = b"" if live is not None else request_head(request, origin, target, proxy)
        live = live or self._take_idle(key)
        if live is not None:
            try:
                return self._exchange(live, key, message, request)
            except (HeadgateError, OSError) as error:
                # The server may have closed it while it lay idle: only a fresh one counts.
                if not _never_answered(error):
                    raise faults.while_reading(error, origin.host, self.network.timeout) from error
        fresh = self.network.connect(origin, proxy, self.stop)
        message = message or request_head(request, origin, target, proxy)
        try:
            return self._exchange(fresh, key, message, request)
        except OSError as error:
            raise faults.while_reading(error, origin.host, self.network.timeout) from error

    def ask_ahead(self, request: PreparedRequest) -> None:
        """Send the request that will be the next one, over an idle connection if there is one.

        Its answer is on its way while the download before it is being finished.
        """
        self._take_asked(None)
        origin, target = where(request.url or "")
        proxy = self.network.proxy_for(request.url or "")
        idle = self._take_idle((origin, proxy))
        if idle is None:
            return
        message = request_head(request, origin, target, proxy)
        try:
            idle.send(message, self.network.timeout)
        except OSError:
            idle.close()  # it will be asked again, over a fresh connection
        except BaseException:
            idle.close()
            raise
        else:
            self._ahead = (request, idle)

    def _take_asked(self, request: PreparedRequest | None) -> Stream | None:
        """The connection this very request was sent over ahead of time."""
        if self._ahead is None:
            return None
        (sent, stream), self._ahead = self._ahead, None
        if sent is request:
            return stream
        stream.close()  # another download came first, and that answer is nobody's
        return None

    def close(self) -> None:
        """Close the idle connections; open bodies belong to whoever reads them."""
        self._take_asked(None)
        while self._idle:
            self._idle.popitem()[1].close()

    def _exchange(
        self,
        stream: Stream,
        key: tuple[Origin, Proxy | None],
        message: bytes,
        request: PreparedRequest,
    ) -> Reply:
        host = key[0].host
        try:
            if message:
                stream.send(message, self.network.timeout)
                stream.await_answer(self.network.timeout)
            head, left_over = read_head(stream, host, self.network.timeout)
            limits = frame(head, host)
            if head.status == 407 and key[1] is not None:
                raise refusal(key[1], head)
        except BaseException:
            stream.close()
            raise
        if 300 <= head.status < 400 and "set-cookie" in head.fields:
            _remember_cookies(self.network, request, head)
        body = Body(stream, left_over, limits, host, lambda live: self._keep(key, live))
        return Reply(request, head, body)

    def _take_idle(self, key: tuple[Origin, Proxy | None]) -> Stream | None:
        stream = self._idle.get(key)
        usable = stream is not None and stream.usable()  # a stop may end this: it lies idle still
        self._idle.pop(key, None)
        if stream is not None and not usable:
            stream.close()
            return None
        return stream

    def _keep(self, key: tuple[Origin, Proxy | None], stream: Stream) -> None:
        previous = self._idle.pop(key, None)
        if previous is not None:
            previous.close()
        self._idle[key] = stream
        if len(self._idle) > MAX_IDLE:
            self._idle.popitem(last=False)[1].close()


def _never_answered(error: Exception) -> bool:
    """Whether the connection was gone before the first byte of an answer."""
    if isinstance(error, HeadgateError):
        return error.code == "connection_lost"
    return not isinstance(error, TimeoutError)


def request_head(
    request: PreparedRequest, origin: Origin, target: str, proxy: Proxy | None
) -> bytes:
    """The request as it goes over the wire (RFC 9112, section 3)."""
    host = authority(origin)
    own = request.lines if isinstance(request, Ask) else ""
    extra = ""
    if proxy is not None and origin.scheme == "http" and not proxy.socks:
        target = f"http://{host}{target}"
        if authorization := proxy.authorization():
            extra = f"Proxy-Authorization: {authorization}\r\n"
    for name, value in request.headers.items():
        extra += f"{name}: {value}\r\n"
    if "\nHost:" not in own:
        extra = f"Host: {host}\r\n{extra}"
    message = f"{request.method} {target} HTTP/1.1\r\n{extra}{own}\r\n"
    try:
        return message.encode("latin-1")
    except UnicodeEncodeError:
        return message.encode()


def _remember_cookies(network: Network, request: PreparedRequest, head: Head) -> None:
    """Cookies set on the way to a file belong to that way: logins end in a redirect."""
    message = HTTPMessage()
    for value in head.fields["set-cookie"]:
        message["Set-Cookie"] = value
    network.cookies.open().extract_cookies(
        MockResponse(message),  # type: ignore[arg-type]  # what requests itself passes
        MockRequest(request),  # type: ignore[arg-type]
    )
