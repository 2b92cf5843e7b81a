"""One reply as bytes on the wire, right until something bends it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Self

REASONS = {200: "OK", 206: "Partial Content", 416: "Range Not Satisfiable"}


class End(Enum):
    """What the server does when it has sent its bytes."""

    KEEP = "keep"  # listens for the next request
    FIN = "fin"
    RESET = "reset"
    STALL = "stall"  # says nothing more and keeps the connection


@dataclass(frozen=True, slots=True)
class Answer:
    """A status line, header lines and a body; every change makes another one."""

    code: int
    fields: tuple[str, ...] = ()
    body: bytes = b""
    version: str = "HTTP/1.1"
    line: str = ""  # the whole status line, if it is not the usual one
    before: bytes = b""  # sent ahead of the status line
    after: bytes = b""  # sent behind the body
    newline: str = "\r\n"
    cut: int | None = None  # so many bytes are sent, then comes the end
    end: End = End.KEEP
    drip: float = 0.0  # seconds between the bytes of the header

    def get(self, name: str) -> str:
        """The value of a field; empty when it is absent."""
        start = name.lower() + ":"
        found = [one for one in self.fields if one.lower().startswith(start)]
        return found[0].partition(":")[2].strip() if found else ""

    def without(self, *names: str) -> Self:
        starts = tuple(name.lower() + ":" for name in names)
        kept = tuple(one for one in self.fields if not one.lower().startswith(starts))
        return replace(self, fields=kept)

    def with_lines(self, *lines: str) -> Self:
        return replace(self, fields=(*self.fields, *lines))

    def having(self, name: str, value: str) -> Self:
        """The same with one field of that name, and no other of it."""
        return self.without(name).with_lines(f"{name}: {value}")

    def with_body(self, body: bytes) -> Self:
        """Another body, announced properly."""
        return replace(self, body=body).having("Content-Length", str(len(body)))

    def chunked(self, *sizes: int, last: bytes = b"0\r\n\r\n") -> Self:
        """The body in chunks of these sizes, the last one over and over."""
        framed = b"".join(
            b"%x\r\n%b\r\n" % (len(one), one) for one in pieces(self.body, sizes or (65536,))
        )
        coded = self.without("Content-Length").with_lines("Transfer-Encoding: chunked")
        return replace(coded, body=framed + last)

    @property
    def head(self) -> bytes:
        first = self.line or f"{self.version} {self.code} {REASONS.get(self.code, 'So')}"
        return (self.newline.join([first, *self.fields]) + 2 * self.newline).encode("latin-1")

    @property
    def wire(self) -> bytes:
        """Everything that is sent."""
        return (self.before + self.head + self.body + self.after)[: self.cut]

    def broken(self, place: int, end: End) -> Self:
        """Cut `place` bytes into the body, or that many before it when negative."""
        start = len(self.before) + len(self.head)
        return replace(self, cut=start + place, end=end)


def pieces(data: bytes, sizes: tuple[int, ...]) -> Iterator[bytes]:
    """The data in pieces of these sizes, the last size over and over."""
    position, number = 0, 0
    while position < len(data):
        size = sizes[min(number, len(sizes) - 1)]
        yield data[position : position + size]
        position, number = position + size, number + 1
