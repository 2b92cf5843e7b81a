"""Reading the head of a reply strictly (RFC 9112), and where its body ends."""

import re
import time
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from core.model.errors import BadReplyError, ConnectionLostError
from core.net.stream import Stream

MAX_HEAD_BYTES = 256 * 1024
MAX_INTERIM = 32
_STATUS_LINE = re.compile(r"HTTP/1\.([0-9]) ([1-9][0-9][0-9])(?: ([^\r\n\x00]*))?")
_END = re.compile(rb"\r?\n\r?\n")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PLAIN_FIELDS = re.compile(r"(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\r\n]*\r?\n)*")
_FIELD = re.compile(r"([^:\r\n]+):([^\r\n]*)")
# A broken line is survivable unless it could have told where the body ends or what it is.
_WEIGHTY = re.compile(r"length|encoding|range|location|etag|modified", re.IGNORECASE)


class Head(NamedTuple):
    """Status line and fields; names in lower case, values as latin-1 text."""

    minor: int  # of HTTP/1.x
    status: int
    reason: str
    fields: dict[str, list[str]]

    def get(self, name: str) -> str:
        """All values of a field as one list (RFC 9110, section 5.3); empty when absent."""
        values = self.fields.get(name)
        if values is None:
            return ""
        return values[0] if len(values) == 1 else ", ".join(values)


def parse_head(data: bytes, host: str) -> Head:
    """Status line and fields without the empty line at their end.

    Raises `BadReplyError` where two readers could disagree about the message.
    """
    text = data.decode("latin-1")
    if "\0" in text:
        raise BadReplyError(host=host, reason="its header holds a zero byte")
    first, _, rest = text.partition("\n")
    found = _STATUS_LINE.fullmatch(first.removesuffix("\r"))
    if not found:
        raise BadReplyError(host=host, reason="it is not HTTP/1.1")
    rest += "\r\n"
    fields: dict[str, list[str]] = {}
    plain = _PLAIN_FIELDS.fullmatch(rest)  # nearly always: then there is nothing to think about
    for name, value in _FIELD.findall(rest) if plain else _careful_fields(rest, host):
        key = name.lower()
        if key in fields:
            fields[key].append(value.strip(" \t"))
        else:
            fields[key] = [value.strip(" \t")]
    return Head(int(found[1]), int(found[2]), found[3] or "", fields)


def _careful_fields(text: str, host: str) -> Iterator[tuple[str, str]]:
    """Names and values where some line is folded or broken."""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    for line in _unfold(lines, host):
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name):
            if _WEIGHTY.search(line):
                raise BadReplyError(host=host, reason="its header has a broken line")
            continue
        if "\r" in value:
            raise BadReplyError(host=host, reason="its header holds a stray line end")
        yield name, value


def _unfold(lines: list[str], host: str) -> list[str]:
    """Join folded lines with a space (RFC 9112, section 5.2)."""
    joined: list[str] = []
    for line in lines:
        if line[:1] not in (" ", "\t"):
            joined.append(line)
        elif joined:
            joined[-1] += " " + line.strip(" \t")
        else:
            raise BadReplyError(host=host, reason="its header starts with white space")
    return joined


def read_head(stream: Stream, host: str, seconds: float) -> tuple[Head, bytes]:
    """The final reply's head and the bytes of the body that came with it.

    Interim replies (1xx) are passed over. `seconds` bounds the wait for the first byte and
    the whole time a head may take from then on, so a server that drips cannot hold us.
    Raises `TimeoutError`, `ConnectionLostError`, `BadReplyError`, `Interrupted`.
    """
    buffer = bytearray()
    chunk = memoryview(bytearray(16 * 1024))
    deadline: float | None = None
    interim = 0
    while True:
        if end := _END.search(buffer):
            head = parse_head(bytes(buffer[: end.start()]), host)
            del buffer[: end.end()]
            if head.status >= 200:
                return head, bytes(buffer)
            interim += 1
            if head.status == 101 or interim > MAX_INTERIM:
                raise BadReplyError(host=host, reason=f"an unexpected {head.status}")
            continue
        if len(buffer) > MAX_HEAD_BYTES:
            raise BadReplyError(host=host, reason="its header does not end")
        patience = seconds if deadline is None else deadline - time.monotonic()
        if patience <= 0:
            raise TimeoutError
        count = stream.receive_into(chunk, patience)
        if not count:
            if buffer:
                raise BadReplyError(host=host, reason="it breaks off inside the header")
            raise ConnectionLostError(host=host)
        if deadline is None:
            deadline = time.monotonic() + seconds
        buffer += chunk[:count]


class Framing(Enum):
    """How the end of a body is known (RFC 9112, section 6.3)."""

    LENGTH = "length"
    CHUNKED = "chunked"
    CLOSE = "close"


class BodyFrame(NamedTuple):
    """Framing, the announced length in bytes if any, and whether the connection lives on."""

    framing: Framing
    length: int | None
    keep_alive: bool


def frame(head: Head, host: str) -> BodyFrame:
    """Where the body ends; raises `BadReplyError` when the header contradicts itself."""
    connection = head.get("connection").lower()
    if connection == "keep-alive":
        keep_alive = True
    else:
        options = {option.strip() for option in connection.split(",")}
        keep_alive = "close" not in options and (head.minor >= 1 or "keep-alive" in options)
    length = content_length(head, host)
    if head.status in (204, 304):
        return BodyFrame(Framing.LENGTH, 0, keep_alive)
    if "transfer-encoding" in head.fields:
        coding = head.get("transfer-encoding").lower()
        if coding != "chunked" or head.minor == 0:
            raise BadReplyError(host=host, reason=f"transfer coding “{coding}”")
        return BodyFrame(Framing.CHUNKED, length, keep_alive and length is None)
    if length is not None:
        return BodyFrame(Framing.LENGTH, length, keep_alive)
    return BodyFrame(Framing.CLOSE, None, keep_alive=False)


def content_length(head: Head, host: str) -> int | None:
    """The one announced length; raises `BadReplyError` for several or for none that is one."""
    values = head.fields.get("content-length")
    if values is None:
        return None
    if len(values) == 1 and values[0].isdigit():
        numbers = {values[0]}
    else:
        numbers = {part.strip(" \t") for value in values for part in value.split(",")}
    text = numbers.pop()
    if numbers or not (text.isascii() and text.isdigit()) or len(text) > 19:
        raise BadReplyError(host=host, reason="it announces no clear length")
    return int(text)
