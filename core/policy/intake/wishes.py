"""The options of curl and wget, as far as they say what to fetch and how to ask."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from core.model.download import Credentials, Options
from core.policy.headers import taken_over
from core.policy.intake.shell import options

_CURL_SHORT = "AbcCdDeEFhHKmoPQrtTuUwxXyYz"  # those that take a value
_CURL_LONG = """
    abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config
    connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data
    data-ascii data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr
    dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save
    expect100-timeout form form-string ftp-account ftp-method ftp-port happy-eyeballs-timeout-ms
    haproxy-clientip header help hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json
    keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options
    max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir
    parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert
    proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-header proxy-key proxy-pass
    proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve
    retry retry-delay retry-max-time service-name socks4 socks4a socks5 socks5-hostname speed-limit
    speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlspassword
    tlsuser trace trace-ascii trace-config unix-socket upload-file url url-query user user-agent
    variable vlan-priority write-out
"""
_WGET_SHORT = "OPoaeiBtTwQARDIXlU"
_WGET_LONG = """
    accept accept-regex append-output base bind-address body-data body-file ca-certificate
    ca-directory certificate config connect-timeout cut-dirs default-page directory-prefix
    dns-timeout domains exclude-directories exclude-domains execute header http-password http-user
    include-directories input-file level limit-rate load-cookies max-redirect method
    output-document output-file password post-data post-file prefer-family private-key
    progress quota read-timeout referer regex-type reject reject-regex restrict-file-names
    save-cookies secure-protocol timeout tries user user-agent wait waitretry
"""
_CURL = frozenset({f"-{one}" for one in _CURL_SHORT} | {f"--{one}" for one in _CURL_LONG.split()})
_WGET = frozenset({f"-{one}" for one in _WGET_SHORT} | {f"--{one}" for one in _WGET_LONG.split()})
_NOWHERE = ("", "-", "/dev/null", "NUL")


@dataclass(slots=True)
class Wish:
    """What one command asks for."""

    links: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # the n-th is for the n-th link
    headers: dict[str, str] = field(default_factory=dict)
    referer: str = ""
    user: str | None = None
    password: str = ""
    folder: str = ""
    query: list[str] = field(default_factory=list)  # data that goes into the address
    data: list[str] = field(default_factory=list)  # data that would be sent
    method: str = "GET"

    @property
    def sends(self) -> bool:
        """Whether it is no download but sends something."""
        return bool(self.data) or self.method.upper() not in ("GET", "HEAD", "")

    @property
    def options(self) -> Options:
        """How it asks."""
        known = None if self.user is None else Credentials(self.user, self.password)
        return Options(tuple(self.headers.items()), self.referer, known)

    def header(self, line: str) -> None:
        """Take over `Name: value`; what belongs to one request alone is left out."""
        name, _, value = line.partition(":")
        kept = taken_over(name, value)
        if kept is None:
            return
        if kept[0].lower() == "referer":
            self.referer = kept[1]
        else:
            self.headers[kept[0]] = kept[1]

    def place_of(self, number: int) -> tuple[str, str]:
        """Folder and name for a link; empty where the command leaves them open."""
        path = self.names[number] if number < len(self.names) else ""
        path = "" if path in _NOWHERE else path.replace("\\", "/")
        folder, _, name = path.rpartition("/")
        return "/".join(filter(None, (self.folder, folder))), "" if "#" in name else name


def curl_wishes(words: list[str]) -> list[Wish]:
    """What `curl` with these words asks for; `--next` begins another wish."""
    wishes = [Wish()]
    in_address = False
    for name, value in options(words, _CURL):
        wish = wishes[-1]
        act = _CURL_ACTS.get(name)
        if act is not None:
            act(wish, value)
        elif name in ("-:", "--next"):
            wishes.append(Wish())
        elif name in ("-G", "--get"):
            in_address = True
    if in_address:
        for wish in wishes:
            wish.query, wish.data = wish.query + wish.data, []
    return wishes


def wget_wishes(words: list[str]) -> list[Wish]:
    """What `wget` with these words asks for."""
    wish = Wish()
    for name, value in options(words, _WGET):
        act = _WGET_ACTS.get(name)
        if act is not None:
            act(wish, value)
    if len(wish.links) > 1:
        wish.names = []  # it would write all of them into one file
    return [wish]


def _cookie(wish: Wish, value: str) -> None:
    if "=" in value:  # else it is the name of a file
        wish.header(f"Cookie: {value}")


def _user(wish: Wish, value: str) -> None:
    wish.user, _, wish.password = value.partition(":")


def _encoded(wish: Wish, value: str) -> None:
    name, sign, content = value.rpartition("=")
    wish.data.append(f"{name}{sign if name else ''}{quote(content, safe='')}")


def _set(name: str) -> Callable[[Wish, str], None]:
    return lambda wish, value: setattr(wish, name, value)


def _append(name: str) -> Callable[[Wish, str], None]:
    return lambda wish, value: getattr(wish, name).append(value)


def _referer(wish: Wish, value: str) -> None:
    wish.referer = value.partition(";")[0]


_Acts = dict[str, Callable[[Wish, str], None]]


def _acts(table: dict[str, Callable[[Wish, str], None]]) -> _Acts:
    return {name: act for names, act in table.items() for name in names.split() or [""]}


_CURL_ACTS = _acts(
    {
        "": _append("links"),
        "--url": _append("links"),
        "-o --output": _append("names"),
        "-O --remote-name": lambda wish, _: wish.names.append(""),
        "--output-dir": _set("folder"),
        "-H --header": Wish.header,
        "-A --user-agent": lambda wish, value: wish.header(f"User-Agent: {value}"),
        "-e --referer": _referer,
        "-b --cookie": _cookie,
        "-u --user": _user,
        "--oauth2-bearer": lambda wish, value: wish.header(f"Authorization: Bearer {value}"),
        "-X --request": _set("method"),
        "-d --data --data-raw --data-ascii --data-binary --json": _append("data"),
        "-F --form --form-string -T --upload-file": _append("data"),
        "--data-urlencode": _encoded,
        "--url-query": _append("query"),
    }
)
_WGET_ACTS = _acts(
    {
        "": _append("links"),
        "-O --output-document": _append("names"),
        "-P --directory-prefix": _set("folder"),
        "--header": Wish.header,
        "-U --user-agent": lambda wish, value: wish.header(f"User-Agent: {value}"),
        "--referer": _set("referer"),
        "--user --http-user": _set("user"),
        "--password --http-password": _set("password"),
        "--method": _set("method"),
        "--post-data --post-file --body-data --body-file": _append("data"),
    }
)
