"""Heads of replies: what is read, what is refused, and that no server can hold us with one."""

import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.errors import BadReplyError, ConnectionLostError, StalledError
from core.net.head import (
    MAX_HEAD_BYTES,
    MAX_INTERIM,
    BodyFrame,
    Framing,
    frame,
    parse_head,
    read_head,
)
from tests.net.way import PROMPT, Way, Wire
from tests.servers.scripted import Asked, Peer, Scripted

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("line", "minor", "status", "reason"),
    [
        (b"HTTP/1.1 200 OK", 1, 200, "OK"),
        (b"HTTP/1.0 200 OK", 0, 200, "OK"),
        (b"HTTP/1.1 206 Partial Content", 1, 206, "Partial Content"),
        (b"HTTP/1.1 404 ", 1, 404, ""),
        (b"HTTP/1.1 404", 1, 404, ""),
        (b"HTTP/1.1 999 Request denied", 1, 999, "Request denied"),
        (b"HTTP/1.1 200 \xe9t\xe9", 1, 200, "été"),
    ],
)
def test_a_status_line_is_read(line: bytes, minor: int, status: int, reason: str) -> None:
    head = parse_head(line, "host")
    assert (head.minor, head.status, head.reason, head.fields) == (minor, status, reason, {})


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"ICY 200 OK",
        b"HTTP/2 200 OK",
        b"HTTP/2.0 200 OK",
        b"HTTP/1.12 200 OK",
        b"HTTP/1.10 200 OK",
        b"HTTP/0.9 200 OK",
        b"http/1.1 200 OK",
        b"HTTP/1.1  200 OK",
        b"HTTP/1.1\t200 OK",
        b" HTTP/1.1 200 OK",
        b"HTTP/1.1 20 OK",
        b"HTTP/1.1 2000 OK",
        b"HTTP/1.1 099 OK",
        b"HTTP/1.1 +20 OK",
        b"HTTP/1.1 \xb2\xb2\xb2 OK",
        b"HTTP/1.1 200OK",
        b"HTTP/1.1 200 O\rK",
        b"HTTP/1.1 OK",
        b"<!DOCTYPE html>",
        b"SSH-2.0-OpenSSH_9.2",
    ],
)
def test_a_wrong_status_line_is_refused(line: bytes) -> None:
    with pytest.raises(BadReplyError):
        parse_head(line + b"\r\nContent-Length: 5", "host")


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (b"Content-Length: 5", {"content-length": ["5"]}),
        (b"CONTENT-LENGTH:5", {"content-length": ["5"]}),
        (b"A: \t b c \t", {"a": ["b c"]}),
        (b"A:", {"a": [""]}),
        (b"A: b:c", {"a": ["b:c"]}),
        (b"A: 1\r\nB: 2\r\na: 3", {"a": ["1", "3"], "b": ["2"]}),
        (b"A: 1\nB: 2", {"a": ["1"], "b": ["2"]}),  # bare LF (RFC 9112, section 2.2)
        (b"A: 1\n two\r\n\tthree\r\nB: 2", {"a": ["1 two three"], "b": ["2"]}),
        (b"A: \xe9", {"a": ["é"]}),
        (b"A: \xff\x80", {"a": ["\xff\x80"]}),
        (b"!#$%&'*+.^_`|~: odd", {"!#$%&'*+.^_`|~": ["odd"]}),
    ],
)
def test_fields_are_read(lines: bytes, fields: dict[str, list[str]]) -> None:
    assert parse_head(OK + lines, "host").fields == fields


@pytest.mark.parametrize(
    "junk",
    [
        b"no colon here",
        b"X Powered By: somebody",
        b"X-Junk : value",
        b": no name",
        b"X-\xe9: accent",
        b"Set-Cookie : a=b",
    ],
)
def test_a_broken_line_that_says_nothing_of_weight_costs_only_itself(junk: bytes) -> None:
    head = parse_head(OK + b"A: 1\r\n" + junk + b"\r\nContent-Length: 5", "host")
    assert head.fields == {"a": ["1"], "content-length": ["5"]}


@pytest.mark.parametrize(
    "line",
    [
        b"Content-Length : 5",
        b"Content-Length\t: 5",
        b"Content-Length 5",
        b"Content Length: 5",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding",
        b"Content-Range : bytes 0-4/5",
        b"Content-Encoding : gzip",
        b"Location : /elsewhere",
        b'ETag : "1"',
        b"Last-Modified : Sun, 06 Nov 1994 08:49:37 GMT",
        b"\rContent-Length: 5",
        b"X\rContent-Length: 5",
    ],
)
def test_a_broken_line_that_could_frame_the_body_is_refused(line: bytes) -> None:
    with pytest.raises(BadReplyError, match="broken line"):
        parse_head(OK + b"A: 1\r\n" + line, "host")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (OK + b"A: x\0y", "zero byte"),
        (b"HTTP/1.1 200 O\0K", "zero byte"),
        (OK + b"A: x\ry", "stray line end"),
        (OK + b"A: x\r\r\nB: y", "stray line end"),
        (OK + b"A: x\r\n more\rContent-Length: 5", "stray line end"),
        (OK + b" folded: first", "white space"),
        (OK + b"\tfolded: first", "white space"),
    ],
)
def test_a_head_that_two_readers_could_read_differently_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(BadReplyError, match=why):
        parse_head(data, "host")


LINES = [
    b"HTTP/1.1 200 OK",
    b"Content-Length: 5",
    b"Content-Length: 6",
    b"Content-Length : 5",
    b"Transfer-Encoding: chunked",
    b"Connection: close",
    b" folded",
    b"no colon",
    b"",
    b"\r",
    b"\0",
    b"A: \xff",
]


@given(
    st.one_of(
        st.binary(),
        st.binary().map(OK.__add__),
        st.lists(st.sampled_from(LINES)).map(b"\r\n".join),
        st.lists(st.sampled_from(LINES)).map(b"\n".join),
        st.lists(st.sampled_from(LINES)).map(lambda lines: OK + b"\r\n".join(lines)),
    )
)
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    try:
        head = parse_head(data, "host")
        limits = frame(head, "host")
    except BadReplyError:
        return
    assert 100 <= head.status <= 999
    assert limits.length is None or limits.length >= 0
    for values in head.fields.values():
        assert not any(set(value) & set("\r\n\0") for value in values)


LENGTH, CHUNKED, CLOSE = Framing.LENGTH, Framing.CHUNKED, Framing.CLOSE


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        ("HTTP/1.1 200", "Content-Length: 5", BodyFrame(LENGTH, 5, True)),
        ("HTTP/1.1 200", "Content-Length: 0", BodyFrame(LENGTH, 0, True)),
        ("HTTP/1.1 200", "Content-Length: 5\r\nContent-Length: 5", BodyFrame(LENGTH, 5, True)),
        ("HTTP/1.1 200", "Content-Length: 5, 5", BodyFrame(LENGTH, 5, True)),
        (
            "HTTP/1.1 200",
            "Content-Length: 9223372036854775807",
            BodyFrame(LENGTH, 2**63 - 1, True),
        ),
        ("HTTP/1.1 200", "Content-Length: 5\r\nConnection: close", BodyFrame(LENGTH, 5, False)),
        ("HTTP/1.1 200", "Content-Length: 5\r\nConnection: a, CLOSE", BodyFrame(LENGTH, 5, False)),
        ("HTTP/1.0 200", "Content-Length: 5", BodyFrame(LENGTH, 5, False)),
        (
            "HTTP/1.0 200",
            "Content-Length: 5\r\nConnection: Keep-Alive",
            BodyFrame(LENGTH, 5, True),
        ),
        (
            "HTTP/1.0 200",
            "Content-Length: 5\r\nConnection: keep-alive, close",
            BodyFrame(LENGTH, 5, False),
        ),
        ("HTTP/1.1 200", "", BodyFrame(CLOSE, None, False)),
        ("HTTP/1.1 200", "Connection: keep-alive", BodyFrame(CLOSE, None, False)),
        ("HTTP/1.0 200", "", BodyFrame(CLOSE, None, False)),
        ("HTTP/1.1 200", "Transfer-Encoding: chunked", BodyFrame(CHUNKED, None, True)),
        ("HTTP/1.1 200", "Transfer-Encoding:  Chunked ", BodyFrame(CHUNKED, None, True)),
        (
            "HTTP/1.1 200",
            "Transfer-Encoding: chunked\r\nConnection: close",
            BodyFrame(CHUNKED, None, False),
        ),
        (
            "HTTP/1.1 200",  # RFC 9112, section 6.3: chunked wins, and the connection is over
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            BodyFrame(CHUNKED, 5, False),
        ),
        ("HTTP/1.1 204", "", BodyFrame(LENGTH, 0, True)),
        ("HTTP/1.1 204", "Content-Length: 5", BodyFrame(LENGTH, 0, True)),
        ("HTTP/1.1 304", "Content-Length: 5", BodyFrame(LENGTH, 0, True)),
        ("HTTP/1.1 304", "Transfer-Encoding: chunked", BodyFrame(LENGTH, 0, True)),
    ],
)
def test_the_end_of_the_body_is_found(status: str, fields: str, expected: BodyFrame) -> None:
    assert frame(parse_head(f"{status} OK\r\n{fields}".encode(), "host"), "host") == expected


@pytest.mark.parametrize(
    "value",
    [
        b"10abc",
        b"-6",
        b"",
        b"0x0A",
        b"1_0",
        b"+10",
        b"1 0",
        b"1.0",
        b"5, 6",
        b"5,",
        b", 5",
        b"5;5",
        b'"5"',
        b"\xb2",  # a superscript two, a digit to Python
        "٣".encode(),
        "\uff15".encode(),
        b"1" * 20,
        b"5\x0b",
        b"5\x85",
    ],
)
def test_a_length_that_is_not_plain_digits_is_refused(value: bytes) -> None:
    with pytest.raises(BadReplyError, match="no clear length"):
        frame(parse_head(OK + b"Content-Length: " + value, "host"), "host")


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: 5\r\nContent-Length: ",
        b"Content-Length: 1\r\n 0",
    ],
)
def test_two_different_lengths_are_refused(fields: bytes) -> None:
    with pytest.raises(BadReplyError, match="no clear length"):
        frame(parse_head(OK + fields, "host"), "host")


@pytest.mark.parametrize(
    "data",
    [
        OK + b"Transfer-Encoding: gzip",
        OK + b"Transfer-Encoding: gzip, chunked",
        OK + b"Transfer-Encoding: chunked, gzip",
        OK + b"Transfer-Encoding: chunked, chunked",
        OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        OK + b"Transfer-Encoding: identity",
        OK + b"Transfer-Encoding: xchunked",
        OK + b"Transfer-Encoding: chunked;q=1",
        OK + b"Transfer-Encoding: \x0bchunked",
        OK + b"Transfer-Encoding:",
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked",
    ],
)
def test_a_transfer_coding_other_than_chunked_is_refused(data: bytes) -> None:
    with pytest.raises(BadReplyError, match="transfer coding"):
        frame(parse_head(data, "host"), "host")


def test_bytes_after_the_head_belong_to_the_body(wire: Wire) -> None:
    wire.says(OK + b"Content-Length: 9\r\n\r\nbody\r\n\r\nx")
    head, left_over = read_head(wire.stream, "host", 5)
    assert (head.status, head.get("content-length"), left_over) == (200, "9", b"body\r\n\r\nx")


def test_a_head_may_come_byte_by_byte(wire: Wire) -> None:
    data = OK + b"A: 1\r\nB: 2\r\n\r\n"

    def send() -> None:
        for index in range(len(data)):
            wire.says(data[index : index + 1])

    sending = threading.Thread(target=send)
    sending.start()
    head, left_over = read_head(wire.stream, "host", 5)
    sending.join()
    assert (head.fields, left_over) == ({"a": ["1"], "b": ["2"]}, b"")


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\n\n", b"\r\n\n", b"\n\r\n"])
def test_an_empty_line_ends_the_head_however_it_is_written(wire: Wire, end: bytes) -> None:
    wire.says(b"HTTP/1.1 200 OK\r\nA: 1" + end + b"body")
    head, left_over = read_head(wire.stream, "host", 5)
    assert (head.fields, left_over) == ({"a": ["1"]}, b"body")


@pytest.mark.parametrize(
    "interim",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nContent-Length: 7\r\n\r\n",
        b"HTTP/1.1 199 Odd\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * MAX_INTERIM,
    ],
)
def test_interim_replies_are_passed_over(wire: Wire, interim: bytes) -> None:
    wire.says(interim + OK + b"Content-Length: 2\r\n\r\nhi")
    head, left_over = read_head(wire.stream, "host", 5)
    assert (head.status, head.fields, left_over) == (200, {"content-length": ["2"]}, b"hi")


@pytest.mark.parametrize(
    "interim",
    [
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * (MAX_INTERIM + 1),
    ],
)
def test_an_interim_reply_nobody_asked_for_is_refused(wire: Wire, interim: bytes) -> None:
    wire.says(interim + OK + b"\r\n")
    with pytest.raises(BadReplyError, match="unexpected 10"):
        read_head(wire.stream, "host", 5)


@pytest.mark.parametrize("line", [b"A: 1\r\n", b"x", b"HTTP/1.1 200 OK\r\n"])
def test_a_head_that_never_ends_is_refused(wire: Wire, line: bytes) -> None:
    wire.keeps_saying(line * 1000)
    with pytest.raises(BadReplyError, match="does not end"):
        read_head(wire.stream, "host", 5)


def test_a_large_head_is_read(wire: Wire) -> None:
    value = b"x" * (MAX_HEAD_BYTES - 1000)
    sending = threading.Thread(target=wire.says, args=(OK + b"A: " + value + b"\r\n\r\n",))
    sending.start()
    head, _ = read_head(wire.stream, "host", 5)
    sending.join()
    assert head.get("a") == value.decode()


@pytest.mark.parametrize("data", [b"H", OK, OK + b"A: 1\r\n", OK + b"A: 1\r\n\r"])
def test_an_end_inside_the_head_is_a_bad_reply(wire: Wire, data: bytes) -> None:
    wire.says(data, end=True)
    with pytest.raises(BadReplyError, match="breaks off inside the header"):
        read_head(wire.stream, "host", 5)


def test_an_end_before_the_head_is_a_lost_connection(wire: Wire) -> None:
    wire.says(b"", end=True)
    with pytest.raises(ConnectionLostError):
        read_head(wire.stream, "host", 5)


@pytest.mark.parametrize("data", [b"", OK, b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_a_head_that_does_not_come_times_out(wire: Wire, data: bytes) -> None:
    wire.says(data)
    with pytest.raises(TimeoutError):
        read_head(wire.stream, "host", 0.1)


def test_a_head_that_drips_is_bounded_as_a_whole(
    server: Scripted, make_way: Callable[..., Way]
) -> None:
    def drip(peer: Peer, _: Asked) -> None:
        peer.drip(OK + b"A: 1\r\n" * 1000, 0.02)

    way = make_way(timeout=0.3)
    began = time.monotonic()
    with pytest.raises(StalledError):
        way.open(server.add("/drip", drip))
    assert 0.3 <= time.monotonic() - began < PROMPT
