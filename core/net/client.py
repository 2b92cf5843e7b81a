"""One worker's way to servers: a requests Session, redirects by hand, strict replies."""

from base64 import b64encode
from urllib.parse import urlsplit

from requests import PreparedRequest, Response, Session
from requests.exceptions import RequestException
from requests.hooks import default_hooks
from requests.structures import CaseInsensitiveDict

from core.model.download import Credentials, Options
from core.model.errors import NotALinkError
from core.model.resource import Resource, Validator
from core.net.adapter import Adapter, body_of
from core.net.network import Network
from core.net.reply import Opened, empty_file, examine
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
        response = self._follow(url, options, first, last)
        body = body_of(response)
        if first == 0 and last is None:
            if empty_file(response):
                body.close()
                return Opened(_nothing(response), 0, 0, body)
            if response.status_code in _RANGE_TROUBLE:
                body.close()
                return self.open(url, options, first=None)
        try:
            return examine(response, body, first, last)
        except BaseException:
            body.close()
            raise

    def _follow(self, url: str, options: Options, first: int | None, last: int | None) -> Response:
        seen = [url]
        while True:
            request = self._prepare(seen[-1], options, home=url, first=first, last=last)
            response = self._session.send(request, stream=True, allow_redirects=False, proxies={})
            location = response.headers.get("location")
            if response.status_code not in redirects.REDIRECTS or location is None:
                return response
            body = body_of(response)
            body.close()
            seen.append(redirects.next_url(seen[-1], location, seen, body.host))

    def _prepare(
        self, url: str, options: Options, *, home: str, first: int | None, last: int | None
    ) -> PreparedRequest:
        request = PreparedRequest()
        request.method = "GET"
        request.hooks = default_hooks()
        try:
            request.prepare_url(url, None)
        except (RequestException, UnicodeError, ValueError) as error:
            raise NotALinkError(link=url) from error
        at_home = redirects.same_origin(url, home)
        headers = request.headers = CaseInsensitiveDict[str]()
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
        if first is not None:
            headers["Range"] = f"bytes={first}-{'' if last is None else last}"
        if "Cookie" not in headers and len(self.network.cookies):
            request.prepare_cookies(self.network.cookies)
        return request


def basic(credentials: Credentials) -> str:
    """Value of the Authorization header (RFC 7617)."""
    pair = f"{credentials.user}:{credentials.password}"
    return "Basic " + b64encode(pair.encode()).decode()


def _nothing(response: Response) -> Resource:
    """The resource behind a file without bytes."""
    return Resource(
        url=response.url,
        size=0,
        validator=Validator(
            response.headers.get("etag", ""), response.headers.get("last-modified", "")
        ),
        ranges=False,
        content_type=response.headers.get("content-type", ""),
        disposition=response.headers.get("content-disposition", ""),
    )


def host_of(url: str) -> str:
    """The host in a link, for messages."""
    return urlsplit(url).hostname or url
