"""What a reply means for what was asked: bytes of the file, or one of our errors."""

import hashlib
import time
from base64 import b64encode
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.checksum import Checksum
from core.model.errors import (
    BadReplyError,
    ForbiddenError,
    GoneError,
    HeadgateError,
    LengthError,
    LoginRequiredError,
    NotFoundError,
    RangeRefusedError,
    RateLimitedError,
    RefusedError,
    UnavailableError,
)
from core.model.resource import Validator
from core.net.reply import MAX_RETRY_AFTER, retry_after
from tests.net.way import Way, reply
from tests.servers.scripted import Scripted

Ask = tuple[int | None, int | None]
PLAIN: Ask = (None, None)
ALL: Ask = (0, None)
REST: Ask = (10, None)
PART: Ask = (10, 19)
TEN = "Content-Length: 10\r\n\r\n0123456789"


@pytest.mark.parametrize("asked", [PLAIN, ALL, REST, PART])
def test_a_200_is_the_whole_file_whatever_was_asked(server: Scripted, way: Way, asked: Ask) -> None:
    url = server.add("/", reply(f"HTTP/1.1 200 OK\r\n{TEN}"))
    opened = way.open(url, None, *asked)
    assert (opened.start, opened.end) == (0, 10)
    assert (opened.resource.size, opened.resource.ranges) == (10, False)
    assert way.read(opened) == b"0123456789"


@pytest.mark.parametrize("asked", [PLAIN, ALL])
def test_a_203_is_the_file_when_it_is_asked_for_from_the_start(
    server: Scripted, way: Way, asked: Ask
) -> None:
    url = server.add("/", reply(f"HTTP/1.1 203 By a proxy\r\n{TEN}"))
    assert way.fetch(url, None, *asked) == b"0123456789"


@pytest.mark.parametrize(
    ("asked", "content_range", "size"),
    [
        (ALL, "bytes 0-9/10", 10),
        (ALL, "bytes 0-9/1000", 1000),  # a server may send less than was asked
        (REST, "bytes 10-19/20", 20),
        (PART, "bytes 10-19/20", 20),
        (PART, "bytes 10-19/*", None),
        ((10, 99), "bytes 10-19/20", 20),
    ],
)
def test_a_206_is_the_part_that_was_asked_for(
    server: Scripted, way: Way, asked: Ask, content_range: str, size: int | None
) -> None:
    url = server.add("/", reply(f"HTTP/1.1 206 P\r\nContent-Range: {content_range}\r\n{TEN}"))
    opened = way.open(url, None, *asked)
    assert (opened.start, opened.end) == (asked[0], (asked[0] or 0) + 10)
    assert (opened.resource.size, opened.resource.ranges) == (size, True)
    assert way.read(opened) == b"0123456789"


@pytest.mark.parametrize(
    ("asked", "content_range"),
    [
        (PART, "bytes 11-20/100"),
        (PART, "bytes 9-18/100"),
        (PART, "bytes 0-9/100"),
        (PART, "bytes 10-20/100"),
        (PART, "bytes 10-99/100"),
        (PART, "bytes 10-19/19"),
        (PART, "bytes 19-10/100"),
        (PART, "bytes 10-18/100"),  # contradicts the length
        (PART, "bytes 10-19"),
        (PART, "bytes 10-/100"),
        (PART, "bytes -19/100"),
        (PART, "bytes */100"),
        (PART, "bytes 10-19/abc"),
        (PART, "bytes 10-19/"),
        (PART, "bytes +10-19/100"),
        (PART, "bytes 0x0A-19/100"),
        (PART, "bytes \u0661\u0660-\u0661\u0669/100"),
        (PART, "bytes=10-19/100"),
        (PART, "items 10-19/100"),
        (PART, "10-19/100"),
        (PART, ""),
        (PART, "bytes 10-19/100\r\nContent-Range: bytes 20-29/100"),
        (PART, "bytes 10-19/" + "9" * 20),
        (REST, "bytes 0-9/20"),
        (REST, "bytes 11-20/21"),
        (ALL, "bytes 1-10/11"),
        (ALL, "bytes 0-9/9"),
    ],
)
def test_a_206_that_is_another_part_is_refused(
    server: Scripted, way: Way, asked: Ask, content_range: str
) -> None:
    text = f"HTTP/1.1 206 P\r\nContent-Range: {content_range}\r\n{TEN}"
    url = server.add("/", reply(text.encode()))
    with pytest.raises(BadReplyError):
        way.open(url, None, *asked)


@pytest.mark.parametrize(
    ("asked", "content_range", "length"),
    [(PART, "bytes 10-20/100", 11), (PART, "bytes 10-9/100", 0), ((0, 0), "bytes 0-1/2", 2)],
)
def test_a_206_is_not_believed_because_its_length_agrees(
    server: Scripted, way: Way, asked: Ask, content_range: str, length: int
) -> None:
    fields = f"Content-Range: {content_range}\r\nContent-Length: {length}\r\n\r\n"
    url = server.add("/", reply(f"HTTP/1.1 206 P\r\n{fields}", b"x" * length))
    with pytest.raises(BadReplyError):
        way.open(url, None, *asked)


def test_a_206_without_content_range_is_refused(server: Scripted, way: Way) -> None:
    with pytest.raises(BadReplyError, match="which part"):
        way.open(server.add("/", reply(f"HTTP/1.1 206 P\r\n{TEN}")), None, *PART)


@pytest.mark.parametrize("shown", ["", "Content-Range: bytes 10-19/20\r\n"])
def test_several_parts_in_one_are_refused(server: Scripted, way: Way, shown: str) -> None:
    kind = "Content-Type: Multipart/ByteRanges; boundary=x\r\n"
    text = f"HTTP/1.1 206 P\r\n{kind}{shown}{TEN}"
    with pytest.raises(BadReplyError, match="several parts"):
        way.open(server.add("/", reply(text)), None, *PART)


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        ("bytes 0-9/10", True),
        ("bytes 0-9/*", True),
        ("none", True),
        ("bytes 0-9/20", False),
        ("bytes 10-19/20", False),
        ("bytes 0-8/9", False),
        ("bytes 1-10/*", False),
    ],
)
def test_a_200_that_shows_a_part_of_the_file_is_refused(
    server: Scripted, way: Way, shown: str, *, fits: bool
) -> None:
    url = server.add("/", reply(f"HTTP/1.1 200 OK\r\nContent-Range: {shown}\r\n{TEN}"))
    if fits:
        assert way.fetch(url, None, *ALL) == b"0123456789"
    else:
        with pytest.raises(BadReplyError):
            way.open(url, None, *ALL)


def test_of_a_chunked_file_the_chunks_tell_the_size_and_not_the_length(
    server: Scripted, way: Way
) -> None:
    head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"
    opened = way.open(server.add("/", reply(head, "a\r\n0123456789\r\n0\r\n\r\n")))
    assert (opened.end, opened.resource.size, opened.confirmed) == (None, None, True)
    with pytest.raises(LengthError):
        way.read(opened)


@pytest.mark.parametrize(
    ("reply_head", "whole"),
    [
        (f"200 OK\r\n{TEN}", True),
        (f"206 P\r\nContent-Range: bytes 0-9/10\r\n{TEN}", True),
        (f"206 P\r\nContent-Range: bytes 0-9/11\r\n{TEN}", False),
        ("200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", False),
    ],
)
def test_what_is_all_of_a_file_and_known_to_be(
    server: Scripted, way: Way, reply_head: str, *, whole: bool
) -> None:
    assert way.open(server.add("/", reply(f"HTTP/1.1 {reply_head}"))).all_of_it is whole


@pytest.mark.parametrize(
    ("fields", "coding"),
    [
        ("", ""),
        ("Content-Encoding: identity", ""),
        ("Content-Encoding:", ""),
        ("Content-Encoding: GZip", "gzip"),
        ("Content-Encoding: br, identity ,gzip", "br, gzip"),
        ("Content-Encoding: br\r\nContent-Encoding: gzip", "br, gzip"),
    ],
)
def test_a_content_coding_nobody_asked_for_is_noticed(
    server: Scripted, way: Way, fields: str, coding: str
) -> None:
    own = f"{fields}\r\n" if fields else ""
    url = server.add("/", reply(f"HTTP/1.1 200 OK\r\n{own}{TEN}"))
    assert way.open(url).resource.coding == coding


def test_a_206_may_be_chunked(server: Scripted, way: Way) -> None:
    head = "HTTP/1.1 206 P\r\nContent-Range: bytes 10-19/20\r\nTransfer-Encoding: chunked\r\n\r\n"
    url = server.add("/", reply(head, "a\r\n0123456789\r\n0\r\n\r\n"))
    opened = way.open(url, None, *PART)
    assert (opened.start, opened.end, opened.body.length) == (10, 20, None)
    assert way.read(opened) == b"0123456789"


def test_a_range_nobody_asked_for_is_refused(server: Scripted, way: Way) -> None:
    url = server.add("/", reply(f"HTTP/1.1 206 P\r\nContent-Range: bytes 0-9/10\r\n{TEN}"))
    with pytest.raises(BadReplyError, match="status 206 brings no file"):
        way.open(url, None, *PLAIN)


ERRORS: list[tuple[int, type[HeadgateError]]] = [
    *((status, BadReplyError) for status in (201, 202, 204, 205, 207, 226)),
    *((status, BadReplyError) for status in (300, 301, 302, 303, 304, 305, 306, 307, 308, 399)),
    (400, RefusedError),
    (401, LoginRequiredError),
    (402, RefusedError),
    (403, ForbiddenError),
    (404, NotFoundError),
    (405, RefusedError),
    (406, RefusedError),
    (408, UnavailableError),
    (410, GoneError),
    (412, RefusedError),
    (418, RefusedError),
    (425, UnavailableError),
    (429, RateLimitedError),
    (451, RefusedError),
    *((status, UnavailableError) for status in (500, 502, 503, 504, 507, 509)),
    *((status, UnavailableError) for status in (520, 521, 522, 523, 524)),
    (501, RefusedError),
    (505, RefusedError),
    (600, RefusedError),
    (999, RefusedError),
]


@pytest.mark.parametrize(("status", "error"), ERRORS)
@pytest.mark.parametrize("asked", [PLAIN, ALL, REST, PART])
def test_a_status_without_a_file_is_an_error(
    server: Scripted, way: Way, status: int, error: type[HeadgateError], asked: Ask
) -> None:
    url = server.add("/", reply(f"HTTP/1.1 {status} So\r\nContent-Length: 0\r\n\r\n"))
    with pytest.raises(HeadgateError) as caught:
        way.open(url, None, *asked)
    assert type(caught.value) is error
    assert caught.value.details["host"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("status", "asked", "error"),
    [
        (203, REST, BadReplyError),
        (203, PART, BadReplyError),
        (416, PLAIN, RefusedError),
        (416, REST, RangeRefusedError),
        (416, PART, RangeRefusedError),
        (416, (0, 19), RangeRefusedError),
    ],
)
def test_some_statuses_mean_something_else_for_a_range(
    server: Scripted, way: Way, status: int, asked: Ask, error: type[HeadgateError]
) -> None:
    url = server.add("/", reply(f"HTTP/1.1 {status} So\r\n{TEN}"))
    with pytest.raises(HeadgateError) as caught:
        way.open(url, None, *asked)
    assert type(caught.value) is error


def test_an_error_closes_the_connection_with_its_page(server: Scripted, way: Way) -> None:
    url = server.add("/", reply("HTTP/1.1 404 No\r\nContent-Length: 99999\r\n\r\n<html>"))
    for _ in range(2):
        with pytest.raises(NotFoundError):
            way.open(url)
    assert server.connections == 2


def test_what_the_server_says_of_the_file_is_kept(server: Scripted, way: Way) -> None:
    url = server.add(
        "/",
        reply(
            'HTTP/1.1 200 OK\r\nETag: W/"a"\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n'
            "Date: Mon, 07 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Disposition: attachment; filename=a.txt\r\n{TEN}"
        ),
    )
    resource = way.open(url).resource
    assert resource.url == url
    assert resource.validator == Validator(
        'W/"a"', "Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 1994 08:49:37 GMT"
    )
    assert resource.content_type == "text/plain; charset=utf-8"
    assert resource.disposition == "attachment; filename=a.txt"


# --- Retry-After ---------------------------------------------------------------------------

NOW = 784111770.0  # Sun, 06 Nov 1994 08:49:30 GMT


SUM = Checksum("sha-256", hashlib.sha256(b"0123456789").hexdigest())


@pytest.mark.parametrize(
    ("field", "asked", "head", "wanted"),
    [
        ("Repr-Digest", ALL, "200 OK", SUM),
        ("Repr-Digest", PART, "206 P\r\nContent-Range: bytes 10-19/20", SUM),
        ("Content-Digest", ALL, "200 OK", SUM),
        ("Content-Digest", ALL, "206 P\r\nContent-Range: bytes 0-9/10", SUM),
        ("Content-Digest", ALL, "206 P\r\nContent-Range: bytes 0-9/20", None),
        ("Content-Digest", PART, "206 P\r\nContent-Range: bytes 10-19/20", None),
        ("Content-MD5", ALL, "200 OK", None),
    ],
)
def test_a_checksum_of_the_whole_file_is_kept(
    server: Scripted, way: Way, field: str, asked: Ask, head: str, wanted: Checksum | None
) -> None:
    value = b64encode(bytes.fromhex(SUM.value)).decode()
    url = server.add("/", reply(f"HTTP/1.1 {head}\r\n{field}: sha-256=:{value}:\r\n{TEN}"))
    opened = way.open(url, None, *asked)
    assert opened.resource.announced.digest == wanted
    opened.body.close()


def test_mirrors_and_a_metalink_are_kept(server: Scripted, way: Way) -> None:
    links = (
        "Link: <http://b.example/f>; rel=duplicate\r\n"
        'Link: <f.meta4>; rel=describedby; type="application/metalink4+xml"'
    )
    url = server.add("/d/f", reply(f"HTTP/1.1 200 OK\r\n{links}\r\n{TEN}"))
    opened = way.open(url, None)
    assert opened.resource.announced.mirrors == ("http://b.example/f",)
    assert opened.resource.announced.metalink == server.url("/d/f.meta4")
    opened.body.close()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("5", 5.0),
        ("007", 7.0),
        ("3600", MAX_RETRY_AFTER),
        ("3601", MAX_RETRY_AFTER),
        ("9" * 400, MAX_RETRY_AFTER),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 7.0),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 7.0),
        ("Sun, 06 Nov 1994 08:49:00 GMT", 0.0),
        ("Sun, 06 Nov 1994 10:49:37 +0200", 7.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER),
        ("", None),
        ("abc", None),
        ("1.5", None),
        ("-5", None),
        ("+5", None),
        ("1e3", None),
        ("5 s", None),
        ("²", None),
        ("٣", None),
        ("Sun, 99 Nov 1994 08:49:37 GMT", None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(text, NOW) == seconds


@pytest.fixture
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "EST5EDT")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("new_york")
@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",  # the oldest of the three forms (RFC 9110, section 5.6.7)
    ],
)
def test_every_form_of_a_date_is_utc_wherever_we_are(text: str) -> None:
    assert retry_after(text, NOW) == 7.0


@given(st.one_of(st.text(), st.from_regex(r"\w{3}, \d+ \w{3} \d+ \d+:\d+:\d+ [\w+-]+")))
def test_retry_after_never_raises_and_never_asks_for_more_than_an_hour(text: str) -> None:
    seconds = retry_after(text, NOW)
    assert seconds is None or 0.0 <= seconds <= MAX_RETRY_AFTER


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [(429, "7", 7.0), (503, "7", 7.0), (503, "soon", None), (429, "9" * 30, MAX_RETRY_AFTER)],
)
def test_an_error_carries_the_wait_the_server_asked_for(
    server: Scripted, way: Way, status: int, value: str, seconds: float | None
) -> None:
    head = f"HTTP/1.1 {status} So\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(HeadgateError) as caught:
        way.open(server.add("/", reply(head)))
    assert caught.value.retry_after == seconds
    assert caught.value.retryable


def test_a_date_is_counted_from_now(server: Scripted, way: Way) -> None:
    soon = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 60))
    head = f"HTTP/1.1 503 So\r\nRetry-After: {soon}\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(UnavailableError) as caught:
        way.open(server.add("/", reply(head)))
    assert 50 <= (caught.value.retry_after or 0) <= 61
