"""Bodies: read to their end, not one byte further, and never taken for whole when cut."""

import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model.errors import BadReplyError, ConnectionLostError, HeadgateError, LengthError
from core.net.body import MAX_LINE_BYTES, MAX_TRAILER_BYTES, Body
from core.net.head import BodyFrame, Framing
from core.net.stream import Stream
from core.stop import StopSignal
from tests.net.way import Wire


class Reading:
    """A body on a wire, and the streams it has given back."""

    def __init__(
        self,
        wire: Wire,
        framing: Framing,
        length: int | None = None,
        *,
        ahead: bytes = b"",
        keep_alive: bool = True,
    ) -> None:
        self.released: list[Stream] = []
        limits = BodyFrame(framing, length, keep_alive)
        self.body = Body(wire.stream, ahead, limits, "host", self.released.append)

    def all(self, size: int = 64 * 1024) -> bytes:
        """The payload, read with views of `size` bytes."""
        data = bytearray()
        buffer = memoryview(bytearray(size))
        while count := self.body.receive_into(buffer, 5):
            assert not self.body.complete or self.body.length is not None
            data += buffer[:count]
        return bytes(data)


def chunked(wire: Wire, ahead: bytes = b"", length: int | None = None) -> Reading:
    return Reading(wire, Framing.CHUNKED, length, ahead=ahead)


# --- with a length -------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [b"", b"he", b"hello"])
@pytest.mark.parametrize("size", [1, 3, 5, 100])
def test_a_body_of_known_length_is_read(wire: Wire, ahead: bytes, size: int) -> None:
    wire.says(b"hello".removeprefix(ahead))
    reading = Reading(wire, Framing.LENGTH, 5, ahead=ahead)
    assert reading.all(size) == b"hello"
    assert (reading.body.complete, reading.body.confirmed, reading.body.received) == (True, True, 5)


def test_nothing_is_read_past_the_announced_length(wire: Wire) -> None:
    wire.says(b"helloHTTP/1.1 200 OK")
    reading = Reading(wire, Framing.LENGTH, 5)
    assert reading.all() == b"hello"
    assert wire.stream.sock.recv(100) == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize("ahead", [b"", b"he"])
def test_a_body_that_ends_early_is_a_lost_connection(wire: Wire, ahead: bytes) -> None:
    wire.says(b"hell".removeprefix(ahead), end=True)
    reading = Reading(wire, Framing.LENGTH, 5, ahead=ahead)
    with pytest.raises(ConnectionLostError):
        reading.all()
    assert (reading.body.complete, reading.body.received) == (False, 4)


def test_a_body_without_bytes_is_complete_at_once(wire: Wire) -> None:
    reading = Reading(wire, Framing.LENGTH, 0)
    assert reading.body.complete
    assert reading.all() == b""


def test_a_body_that_stalls_times_out_and_can_be_read_on(wire: Wire) -> None:
    wire.says(b"he")
    reading = Reading(wire, Framing.LENGTH, 5)
    view = memoryview(bytearray(10))
    assert reading.body.receive_into(view, 0.05) == 2
    with pytest.raises(TimeoutError):
        reading.body.receive_into(view, 0.05)
    wire.says(b"llo")
    assert reading.all() == b"llo"


def test_an_empty_view_reads_nothing(wire: Wire) -> None:
    reading = Reading(wire, Framing.LENGTH, 5)
    assert reading.body.receive_into(memoryview(b""), 5) == 0
    assert not reading.body.complete


# --- until the connection closes -----------------------------------------------------------


def test_a_body_that_ends_with_the_connection_is_unconfirmed(wire: Wire) -> None:
    wire.says(b"llo", end=True)
    reading = Reading(wire, Framing.CLOSE, ahead=b"he", keep_alive=False)
    assert reading.all() == b"hello"
    assert (reading.body.complete, reading.body.confirmed) == (True, False)


def test_a_reset_does_not_end_a_body_without_length(wire: Wire) -> None:
    reading = Reading(wire, Framing.CLOSE, keep_alive=False)
    wire.far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    wire.far.close()
    with pytest.raises(ConnectionResetError):
        reading.all()
    assert not reading.body.complete


# --- chunks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        (b"0\r\n\r\n", b""),
        (b"5\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", b"hello"),
        (b"005\r\nhello\r\n000\r\n\r\n", b"hello"),
        (b"A\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
        (b"a\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
        (b"5;name=value\r\nhello\r\n0;last\r\n\r\n", b"hello"),
        (b'5 \t; name="a;b"\r\nhello\r\n0\r\n\r\n', b"hello"),
        (b"5 \r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"5\r\nhello\r\n0\r\nDigest: abc\r\nA: b\r\n\r\n", b"hello"),
        (b"4\r\n\r\n\r\n\r\n0\r\n\r\n", b"\r\n\r\n"),
        (b"000000000000005\r\nhello\r\n0\r\n\r\n", b"hello"),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_chunks_are_read(wire: Wire, data: bytes, payload: bytes, size: int) -> None:
    wire.says(data)
    reading = chunked(wire)
    assert reading.all(size) == payload
    assert (reading.body.complete, reading.body.confirmed) == (True, True)
    assert reading.body.received == len(payload)


@pytest.mark.parametrize(
    "size",
    [
        b"0x5",
        b"+5",
        b"-1",
        b"-0",
        b"",
        b" 5",
        b"5_0",
        b"5,5",
        b"g",
        b"5h",
        b"\xb2",
        b"5 5",
        b"0000000000000005",  # 16 digits
        b"FFFFFFFFFFFFFFFFFFFF",
        b"xchunked",
        b";name=value",
        b"5\r;a",
        b"5;a\rb",
        b"5" + b"x" * MAX_LINE_BYTES * 2,
        b"5;" + b"x" * MAX_LINE_BYTES * 2,
    ],
)
def test_a_chunk_without_a_clear_size_is_refused(wire: Wire, size: bytes) -> None:
    wire.says(size + b"\r\nhello\r\n0\r\n\r\n")
    reading = chunked(wire)
    with pytest.raises(BadReplyError):
        reading.all()
    assert not reading.body.complete


@pytest.mark.parametrize("size", [b"0x0", b"+0", b"-0", b"", b"0 0", b"0000000000000000"])
def test_a_last_chunk_without_a_clear_size_is_refused(wire: Wire, size: bytes) -> None:
    wire.says(b"5\r\nhello\r\n" + size + b"\r\n\r\n")
    reading = chunked(wire)
    with pytest.raises(BadReplyError):
        reading.all()
    assert not reading.body.complete


@pytest.mark.parametrize(
    "data",
    [
        b"5\r\nhello0\r\n\r\n",
        b"5\r\nhello!\r\n0\r\n\r\n",
        b"5\r\nhello\n0\r\n\r\n",
        b"5\r\nhello\r0\r\n\r\n",
        b"5\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n0\n\r\n",
        b"5\r\nhello\r\n0\r\n\n",
        b"4\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n\r\n0\r\n\r\n",
        b"5\r\nhello\r\n0\r\nA: b\rC: d\r\n\r\n",
        b"5\r\nhello\r\n0\r\nA: b\n\r\n",
    ],
)
def test_a_chunk_that_ends_in_the_wrong_place_is_refused(wire: Wire, data: bytes) -> None:
    wire.says(data, end=True)
    reading = chunked(wire)
    with pytest.raises(BadReplyError):
        reading.all()
    assert not reading.body.complete


WHOLE = b"5;x=y\r\nhello\r\n2\r\n!!\r\n0\r\nA: b\r\n\r\n"


@pytest.mark.parametrize("cut", range(len(WHOLE)))
def test_an_end_anywhere_inside_the_chunks_is_a_lost_connection(wire: Wire, cut: int) -> None:
    wire.says(WHOLE[:cut], end=True)
    reading = chunked(wire)
    with pytest.raises(ConnectionLostError):
        reading.all()
    assert not reading.body.complete


@pytest.mark.parametrize("cut", range(len(WHOLE) + 1))
def test_chunks_may_be_torn_apart_anywhere(wire: Wire, cut: int) -> None:
    wire.says(WHOLE[cut:])
    reading = chunked(wire, WHOLE[:cut])
    assert reading.all() == b"hello!!"
    reading.body.finish()
    assert reading.released == [wire.stream]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payload=st.lists(st.binary(min_size=1, max_size=200), max_size=8),
    size=st.integers(1, 300),
    ahead=st.integers(0, 2000),
    extension=st.sampled_from([b"", b";a", b' ; a="b"']),
)
def test_any_chunking_yields_the_same_bytes(
    payload: list[bytes], size: int, ahead: int, extension: bytes
) -> None:
    data = b"".join(b"%x%b\r\n%b\r\n" % (len(one), extension, one) for one in payload)
    data += b"0\r\n\r\n"
    signal = StopSignal()
    wire = Wire(signal)
    try:
        if data[ahead:]:
            wire.says(data[ahead:])
        assert chunked(wire, data[:ahead]).all(size) == b"".join(payload)
    finally:
        wire.close()
        signal.close()


@settings(deadline=None)
@given(data=st.binary(max_size=60), begin=st.sampled_from([b"", b"3\r\nabc\r\n", b"0\r\n"]))
def test_whatever_comes_as_chunks_is_read_or_refused(data: bytes, begin: bytes) -> None:
    signal = StopSignal()
    wire = Wire(signal)
    try:
        wire.says(begin + data, end=True)
        reading = chunked(wire)
        try:
            reading.all()
        except HeadgateError:
            assert not reading.body.complete
        else:
            assert b"0" in begin + data
    finally:
        wire.close()
        signal.close()


def test_a_trailer_that_never_ends_is_refused(wire: Wire) -> None:
    wire.says(b"0\r\n")
    wire.keeps_saying(b"A: b\r\n" * 100)
    with pytest.raises(BadReplyError, match="trailer does not end"):
        chunked(wire).all()


def test_a_trailer_of_some_size_is_read(wire: Wire) -> None:
    wire.says(b"2\r\nhi\r\n0\r\n" + b"A: 123456\r\n" * (MAX_TRAILER_BYTES // 20) + b"\r\n")
    assert chunked(wire).all() == b"hi"


@pytest.mark.parametrize("data", [b"", b"5", b"5\r\n", b"5\r\nhel", b"5\r\nhello\r\n0\r\n"])
def test_chunks_that_stall_time_out(wire: Wire, data: bytes) -> None:
    wire.says(data)
    body = chunked(wire).body
    view = memoryview(bytearray(100))

    def read() -> None:
        while body.receive_into(view, 0.05):
            pass

    with pytest.raises(TimeoutError):
        read()


@pytest.mark.parametrize("length", [4, 6, 0])
def test_chunks_that_contradict_the_announced_length_are_an_error(wire: Wire, length: int) -> None:
    wire.says(b"5\r\nhello\r\n0\r\n\r\n")
    reading = Reading(wire, Framing.CHUNKED, length, keep_alive=False)
    with pytest.raises(LengthError) as caught:
        reading.all()
    assert caught.value.details == {"host": "host", "expected": str(length), "actual": "5"}


def test_chunks_that_agree_with_the_announced_length_are_read(wire: Wire) -> None:
    wire.says(b"5\r\nhello\r\n0\r\n\r\n")
    assert chunked(wire, length=5).all() == b"hello"


# --- giving the connection back ------------------------------------------------------------


def test_a_complete_body_gives_its_connection_back(wire: Wire) -> None:
    reading = Reading(wire, Framing.LENGTH, 5, ahead=b"hello")
    reading.all()
    reading.body.finish()
    assert reading.released == [wire.stream]
    assert wire.stream.usable()


@pytest.mark.parametrize(
    ("framing", "length", "ahead", "keep_alive"),
    [
        (Framing.LENGTH, 6, b"hello", True),  # incomplete
        (Framing.LENGTH, 4, b"hello", True),  # a byte too many came along
        (Framing.LENGTH, 5, b"hello", False),
        (Framing.LENGTH, 0, b"hello", True),
        (Framing.CHUNKED, None, b"5\r\nhello", True),
        (Framing.CHUNKED, None, b"5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200", True),
        (Framing.CHUNKED, None, b"5\r\nhello\r\n0\r\n\r\n", False),
    ],
)
def test_a_connection_that_cannot_be_used_again_is_closed(
    wire: Wire, framing: Framing, length: int | None, ahead: bytes, keep_alive: bool
) -> None:
    reading = Reading(wire, framing, length, ahead=ahead, keep_alive=keep_alive)
    view = memoryview(bytearray(100))
    if reading.body.receive_into(view, 5) and b"0\r\n" in ahead:
        reading.body.receive_into(view, 5)
    reading.body.finish()
    assert reading.released == []
    assert wire.closed()


def test_a_body_can_be_closed_at_any_time_and_twice(wire: Wire) -> None:
    reading = Reading(wire, Framing.LENGTH, 5)
    reading.body.close()
    reading.body.close()
    assert reading.released == []
    assert wire.closed()
