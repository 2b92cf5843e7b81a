"""What a server does wrong, as data: the file, how its replies are bent, what may come of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.replies.answer import Answer
from tests.servers.scripted import Asked, content

LARGE = 2_000_000
SMALL = 3_000
MODIFIED = "Mon, 01 Jan 2024 12:00:00 GMT"
LATER = "Mon, 01 Jan 2024 13:00:00 GMT"


def same(data: bytes) -> bytes:
    return data


@dataclass(frozen=True, slots=True)
class File:
    """One version of a file, and what its server says of it. Without `ranges` it is sent whole."""

    change: Callable[[bytes], bytes] = same
    etag: str = '"one"'
    modified: str = ""
    date: str = LATER
    ranges: bool = True
    fields: tuple[str, ...] = ()

    def data(self, size: int) -> bytes:
        return self.change(content(size, "one"))

    def says(self) -> tuple[str, ...]:
        """Its header lines but for length and range."""
        told = (("ETag", self.etag), ("Last-Modified", self.modified), ("Date", self.date))
        return (*(f"{name}: {value}" for name, value in told if value), *self.fields)

    def answer(self, asked: Asked, data: bytes) -> Answer:
        """The right reply to a request."""
        wanted = asked.range if self.ranges else None
        if wanted is None:
            return Answer(200, (f"Content-Length: {len(data)}", *self.says()), data)
        first, last = wanted
        if first >= len(data):
            none = f"Content-Range: bytes */{len(data)}"
            return Answer(416, ("Content-Length: 0", none, *self.says()))
        part = data[first : len(data) if last is None else last + 1]
        shown = f"Content-Range: bytes {first}-{first + len(part) - 1}/{len(data)}"
        return Answer(206, (f"Content-Length: {len(part)}", shown, *self.says()), part)


@dataclass(frozen=True, slots=True)
class At:
    """Where a reply stands: what was asked, how often before, and what else there is."""

    asked: Asked
    number: int  # of the replies that may be bent, from 1
    data: bytes  # all of the file as it is now
    links: dict[str, str]  # plain, other and secure: the folder of this run on three servers

    @property
    def start(self) -> int:
        """The first byte that was asked for."""
        return self.asked.range[0] if self.asked.range else 0


Bend = Callable[[Answer, At], Answer]
When = Callable[[At], bool]


def always(_: At) -> bool:
    return True


def first(at: At) -> bool:
    """The first reply alone: the next one is right."""
    return at.number == 1


def later(at: At) -> bool:
    """All but the first."""
    return at.number > 1


def parts(at: At) -> bool:
    """Replies to ranges that begin behind the first byte."""
    return at.start > 0


def asked_range(at: At) -> bool:
    return at.asked.range is not None


def unbent(answer: Answer, _: At) -> Answer:
    return answer


@dataclass(frozen=True, slots=True)
class Shape:
    """How it is tried: connections, a first half that is there already, the size of the file."""

    name: str
    connections: int
    resume: bool
    size: int = LARGE


SHAPES = (
    Shape("fresh", 1, resume=False),
    Shape("resumed", 1, resume=True),
    Shape("fresh, 8 connections", 8, resume=False),
    Shape("resumed, 8 connections", 8, resume=True),
    Shape("small", 1, resume=False, size=SMALL),
)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A row of the table.

    `accept` are the ends it may have, separated by blanks: `whole` (one version of the file),
    `unconfirmed` (whole as far as anybody can know, and said so), or codes of errors.
    Completing with anything else than one version is wrong, whatever stands there.
    """

    name: str
    bend: Bend
    accept: str
    when: When = always
    file: File = File()
    then: File | None = None  # what is there after the first half, or from the second reply on
    extra: Callable[[bytes], list[bytes]] = field(default=lambda _: [])  # right contents besides
    knowable: bool = True  # whether a program could see that something is wrong
    follower: bool = False  # a second download over the same connection follows
    secure: bool = False  # over TLS
    shapes: Callable[[Shape], bool] = field(default=lambda _: True)

    def versions(self, size: int) -> list[bytes]:
        """The contents that are right."""
        data = self.file.data(size)
        both = [data] if self.then is None else [data, self.then.data(size)]
        return [*both, *self.extra(data)]
