"""Cookies from a browser's export: read with all their kinds, shown to their own hosts alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.model.download import Options
from core.model.errors import UnreadableListError
from core.net.cookies import load_cookies
from tests.net.conftest import Names
from tests.net.way import Way
from tests.servers.scripted import Scripted, serve_file

HEADER = "# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n\n"
LATER = "4102444800"  # the year 2100


def line(
    domain: str = "files.test",
    subdomains: str = "FALSE",
    path: str = "/",
    secure: str = "FALSE",
    expiry: str = LATER,
    name: str = "a",
    value: str = "1",
) -> str:
    return f"{domain}\t{subdomains}\t{path}\t{secure}\t{expiry}\t{name}\t{value}"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """`write(*lines)` makes a cookie file of them."""

    def make(*lines: str) -> Path:
        path = tmp_path / "cookies.txt"
        path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
        return path

    return make


Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "name", "value", "expires", "http_only"),
    [
        (line(), "a", "1", int(LATER), False),
        (line(expiry="0"), "a", "1", None, False),
        (line(expiry=""), "a", "1", None, False),
        (line(expiry=" "), "a", "1", None, False),
        ("#HttpOnly_" + line(), "a", "1", int(LATER), True),
        ("#HttpOnly_" + line(".files.test", "TRUE", expiry="0"), "a", "1", None, True),
        (line(value=""), "a", "", int(LATER), False),
        (line().rpartition("\t")[0], "a", "", int(LATER), False),
        (line(value="x=y; z"), "a", "x=y; z", int(LATER), False),
        (line(value="größe"), "a", "größe", int(LATER), False),
    ],
)
def test_a_line_is_a_cookie(
    write: Write, text: str, name: str, value: str, expires: int | None, http_only: bool
) -> None:
    (cookie,) = load_cookies(write(text))
    assert (cookie.name, cookie.value, cookie.expires) == (name, value, expires)
    assert cookie.discard is (expires is None)
    assert cookie.has_nonstandard_attr("HttpOnly") is http_only


@pytest.mark.parametrize("text", ["", "# a comment", "#", "   ", "\t", "#files.test\tFALSE"])
def test_comments_and_blank_lines_are_passed_over(write: Write, text: str) -> None:
    assert [cookie.name for cookie in load_cookies(write(text, line()))] == ["a"]


@pytest.mark.parametrize("start", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_every_system_are_read(tmp_path: Path, start: str, end: str) -> None:
    path = tmp_path / "cookies.txt"
    text = start + HEADER + line() + "\n" + line(name="b")
    path.write_bytes(text.replace("\n", end).encode())
    assert {(one.name, one.value) for one in load_cookies(path)} == {("a", "1"), ("b", "1")}


@pytest.mark.parametrize(
    "text",
    [
        "files.test",
        "files.test\tFALSE\t/\tFALSE\t0",
        line() + "\tmore",
        line().replace("\t", " "),
        line(expiry="soon"),
        line(expiry="1.5"),
        line(expiry="-1"),
        line(expiry="²"),
        '{"cookies": []}',
        "<html>",
    ],
)
def test_a_line_that_is_no_cookie_is_named(write: Write, text: str) -> None:
    path = write(line(), text, line())
    with pytest.raises(UnreadableListError, match="line 5 is not a cookie") as caught:
        load_cookies(path)
    assert caught.value.details["path"] == str(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableListError, match="No such file"):
        load_cookies(tmp_path / "missing.txt")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cookies.sqlite"
    path.write_bytes(b"SQLite format 3\0\xff\xfe\x80")
    with pytest.raises(UnreadableListError, match="not text"):
        load_cookies(path)


# --- sent ----------------------------------------------------------------------------------


class Sent:
    """What of a cookie file a client shows to which address."""

    def __init__(self, make_way: Callable[..., Way], server: Scripted, names: Names) -> None:
        self._make_way = make_way
        self._server = server
        for name in ("files.test", "sub.files.test", "otherfiles.test", "test", "localhost"):
            names[name] = ["127.0.0.1"]

    def __call__(self, path: Path, host: str, target: str = "/f") -> str | None:
        self._server.add(target, serve_file(b"hi"))
        scheme, port = self._server.scheme, self._server.address[1]
        way = self._make_way(cookies=load_cookies(path), insecure=True)
        assert way.fetch(f"{scheme}://{host}:{port}{target}") == b"hi"
        return self._server.asked[-1].headers.get("cookie")


@pytest.fixture
def sent(make_way: Callable[..., Way], server: Scripted, names: Names) -> Sent:
    return Sent(make_way, server, names)


@pytest.fixture
def sent_securely(make_way: Callable[..., Way], tls_server: Scripted, names: Names) -> Sent:
    return Sent(make_way, tls_server, names)


@pytest.mark.parametrize(
    ("domain", "subdomains", "shown_to"),
    [
        ("files.test", "FALSE", {"files.test"}),
        ("files.test", "TRUE", {"files.test", "sub.files.test"}),
        (".files.test", "TRUE", {"files.test", "sub.files.test"}),
        ("sub.files.test", "FALSE", {"sub.files.test"}),
        ("127.0.0.1", "FALSE", {"127.0.0.1"}),
        ("localhost", "FALSE", {"localhost"}),
        ("elsewhere.test", "TRUE", set()),
    ],
)
def test_a_cookie_is_shown_to_its_own_hosts_alone(
    write: Write, sent: Sent, domain: str, subdomains: str, shown_to: set[str]
) -> None:
    path = write(line(domain, subdomains))
    hosts = ("files.test", "sub.files.test", "otherfiles.test", "127.0.0.1", "localhost")
    assert {host for host in hosts if sent(path, host)} == shown_to


@pytest.mark.parametrize(
    ("cookie_path", "target", "shown"),
    [
        ("/", "/f", True),
        ("/dir", "/dir/f", True),
        ("/dir/", "/dir/f", True),
        ("/dir", "/dir", True),
        ("/dir", "/directory", False),
        ("/dir", "/f", False),
    ],
)
def test_a_cookie_is_shown_below_its_path_alone(
    write: Write, sent: Sent, cookie_path: str, target: str, shown: bool
) -> None:
    value = sent(write(line(path=cookie_path)), "files.test", target)
    assert value == ("a=1" if shown else None)


def test_a_secure_cookie_is_shown_over_tls_alone(
    write: Write, sent: Sent, sent_securely: Sent
) -> None:
    path = write(line(secure="TRUE"))
    assert sent(path, "files.test") is None
    assert sent_securely(path, "files.test") == "a=1"


@pytest.mark.parametrize(
    ("expiry", "shown"),
    [("0", True), ("", True), (LATER, True), ("1", False), ("1000000000", False)],
)
def test_a_cookie_whose_time_is_over_is_not_shown(
    write: Write, sent: Sent, expiry: str, shown: bool
) -> None:
    assert sent(write(line(expiry=expiry)), "files.test") == ("a=1" if shown else None)


def test_a_cookie_header_of_ones_own_wins(
    write: Write, make_way: Callable[..., Way], server: Scripted
) -> None:
    way = make_way(cookies=load_cookies(write(line("127.0.0.1"))))
    url = server.add("/f", serve_file(b"hi"))
    way.fetch(url, Options(headers=(("cookie", "own=1"),)))
    way.fetch(url)
    assert [one.headers["cookie"] for one in server.asked] == ["own=1", "a=1"]


def test_several_cookies_go_in_one_header(write: Write, sent: Sent) -> None:
    path = write(line(), "#HttpOnly_" + line(name="b", value="2"), line("elsewhere.test", name="c"))
    assert set((sent(path, "files.test") or "").split("; ")) == {"a=1", "b=2"}
