"""The transport below requests: our own connections, each head and body read strictly."""

from collections import OrderedDict
from collections.abc import Mapping
from http.client import HTTPMessage
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.cookies import MockRequest, MockResponse
from requests.structures import CaseInsensitiveDict

from core.model.errors import BadReplyError, HeadgateError, NotALinkError, ProxyError
from core.net import faults
from core.net.body import Body
from core.net.head import Head, frame, read_head
from core.net.network import Network, Origin
from core.net.proxy import Proxy
from core.net.stream import Stream
from core.stop import StopSignal

MAX_IDLE = 4  # connections a worker keeps for the next download
_PORTS = {"http": 80, "https": 443}


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

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: object = True,
        cert: object = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        url = request.url or ""
        origin = origin_of(url)
        proxy = self.network.proxies.proxy_for(url)
        message = request_head(request, origin, proxy)
        key = (origin, proxy)
        idle = self._take_idle(key)
        if idle is not None:
            try:
                return self._exchange(idle, key, message, request)
            except (HeadgateError, OSError) as error:
                # The server may have closed it while it lay idle: only a fresh one counts.
                if not _never_answered(error):
                    raise faults.while_reading(error, origin.host, self.network.timeout) from error
        fresh = self.network.connect(origin, proxy, self.stop)
        try:
            return self._exchange(fresh, key, message, request)
        except OSError as error:
            raise faults.while_reading(error, origin.host, self.network.timeout) from error

    def close(self) -> None:
        """Close the idle connections; open bodies belong to whoever reads them."""
        while self._idle:
            self._idle.popitem()[1].close()

    def _exchange(
        self,
        stream: Stream,
        key: tuple[Origin, Proxy | None],
        message: bytes,
        request: PreparedRequest,
    ) -> Response:
        host = key[0].host
        try:
            stream.send(message, self.network.timeout)
            head, left_over = read_head(stream, host, self.network.timeout)
            limits = frame(head, host)
            if head.status == 407 and key[1] is not None:
                raise ProxyError(proxy=str(key[1]), reason=f"{head.status} {head.reason}".strip())
        except BaseException:
            stream.close()
            raise
        body = Body(stream, left_over, limits, host, lambda live: self._keep(key, live))
        return self._response(request, head, body)

    def _take_idle(self, key: tuple[Origin, Proxy | None]) -> Stream | None:
        stream = self._idle.pop(key, None)
        if stream is not None and not stream.usable():
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

    def _response(self, request: PreparedRequest, head: Head, body: Body) -> Response:
        response = Response()
        response.status_code = head.status
        response.reason = head.reason
        response.url = request.url or ""
        response.headers = CaseInsensitiveDict(
            (name, ", ".join(values)) for name, values in head.fields.items()
        )
        response.raw = body
        response.request = request
        if 300 <= head.status < 400 and "set-cookie" in head.fields:
            _remember_cookies(self.network, request, head)
        return response


def _never_answered(error: Exception) -> bool:
    """Whether the connection was gone before the first byte of an answer."""
    if isinstance(error, HeadgateError):
        return error.code == "connection_lost"
    return not isinstance(error, TimeoutError)


def origin_of(url: str) -> Origin:
    """Scheme, host and port of a link; raises `NotALinkError` if one is missing."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise NotALinkError(link=url) from error
    if not parts.hostname:
        raise NotALinkError(link=url)
    return Origin(parts.scheme, parts.hostname, port)


def request_head(request: PreparedRequest, origin: Origin, proxy: Proxy | None) -> bytes:
    """The request as it goes over the wire (RFC 9112, section 3)."""
    host = f"[{origin.host}]" if ":" in origin.host else origin.host
    authority = host if origin.port == _PORTS[origin.scheme] else f"{host}:{origin.port}"
    target = request.path_url
    lines = [""]
    if proxy is not None and origin.scheme == "http" and not proxy.socks:
        target = f"http://{authority}{target}"
        if authorization := proxy.authorization():
            lines.append(f"Proxy-Authorization: {authorization}")
    lines[0] = f"{request.method} {target} HTTP/1.1"
    headers: Mapping[str, Any] = request.headers
    if "Host" not in headers:
        lines.append(f"Host: {authority}")
    for name, value in headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        lines.append(f"{name}: {text}")
    message = "\r\n".join([*lines, "", ""])
    try:
        return message.encode("latin-1")
    except UnicodeEncodeError:
        return message.encode()


def _remember_cookies(network: Network, request: PreparedRequest, head: Head) -> None:
    """Cookies set on the way to a file belong to that way: logins end in a redirect."""
    message = HTTPMessage()
    for value in head.fields["set-cookie"]:
        message["Set-Cookie"] = value
    network.cookies.extract_cookies(
        MockResponse(message),  # type: ignore[arg-type]  # what requests itself passes
        MockRequest(request),  # type: ignore[arg-type]
    )


def body_of(response: Response) -> Body:
    """The body behind a response of ours."""
    body = response.raw
    if not isinstance(body, Body):
        raise BadReplyError(host="?", reason="it did not come through our transport")
    return body
