"""The words the tables are written in: each makes a bend."""

import gzip
from collections.abc import Callable
from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import At, Bend

PAGE = b"<!DOCTYPE html><html><body>Something went wrong.</body></html>"


def each(*bends: Bend) -> Bend:
    """One after the other."""

    def bend(answer: Answer, at: At) -> Answer:
        for one in bends:
            answer = one(answer, at)
        return answer

    return bend


def parted(*bends: Bend) -> Bend:
    """For replies to ranges alone: without one nobody could see that anything is wrong."""
    return lambda answer, at: each(*bends)(answer, at) if answer.code == 206 else answer


def line(text: str) -> Bend:
    """Another status line; `{code}` stands for the right status."""
    return lambda answer, _: replace(answer, line=text.format(code=answer.code))


def code(number: int) -> Bend:
    return lambda answer, _: replace(answer, code=number)


def before(data: bytes) -> Bend:
    return lambda answer, _: replace(answer, before=data)


def after(data: bytes) -> Bend:
    return lambda answer, _: replace(answer, after=data)


def add(*lines: str) -> Bend:
    """More header lines; `{length}` is that of the body, `{size}` that of the file."""
    return lambda answer, at: answer.with_lines(*(_fill(one, answer, at) for one in lines))


def ahead(*lines: str) -> Bend:
    """Header lines in front of the others."""

    def bend(answer: Answer, at: At) -> Answer:
        return replace(answer, fields=(*(_fill(one, answer, at) for one in lines), *answer.fields))

    return bend


def having(name: str, value: str) -> Bend:
    return lambda answer, at: answer.having(name, _fill(value, answer, at))


def without(*names: str) -> Bend:
    return lambda answer, _: answer.without(*names)


def length(value: str) -> Bend:
    """Content-Length with another value; `{length}` is the right one."""
    return having("Content-Length", value)


def _fill(text: str, answer: Answer, at: At) -> str:
    count = len(answer.body)
    first, last = at.start, at.start + count - 1
    return text.format(
        length=count, less=count - 1000, more=count + 1000, size=len(at.data),
        hex=f"{count:x}", first=first, last=last, next=first + 1, beyond=last + 1,
        short=last - 1000, bigger=len(at.data) + 1000, half=len(at.data) // 2,
    )  # fmt: skip


def shown(value: str) -> Bend:
    """Content-Range with another value: `{first}`, `{last}`, `{size}` are the right ones."""
    return parted(having("Content-Range", value))


def chunked(*sizes: int, last: bytes = b"0\r\n\r\n") -> Bend:
    return lambda answer, _: answer.chunked(*sizes, last=last)


def framed(frame: Callable[[bytes], bytes]) -> Bend:
    """Chunked, with chunks of our own making."""

    def bend(answer: Answer, _: At) -> Answer:
        body = frame(answer.body)
        coded = answer.without("Content-Length").with_lines("Transfer-Encoding: chunked")
        return replace(coded, body=body)

    return bend


def until_close(answer: Answer, _: At) -> Answer:
    """No length: the end of the connection ends the body."""
    return replace(answer.without("Content-Length"), end=End.FIN)


def body(act: Callable[[bytes], bytes]) -> Bend:
    """Other bytes under the same header."""
    return lambda answer, _: replace(answer, body=act(answer.body))


def broken(place: Callable[[int], int], end: End) -> Bend:
    """Broken off at a place of the body of so many bytes; before it when negative."""
    return lambda answer, _: answer.broken(place(len(answer.body)), end)


def ending(end: End) -> Bend:
    return lambda answer, _: replace(answer, end=end)


def dripping(seconds: float) -> Bend:
    return lambda answer, _: replace(answer, drip=seconds)


def whole_file(answer: Answer, at: At) -> Answer:
    """A 200 with everything, whatever was asked."""
    return replace(answer.without("Content-Range").with_body(at.data), code=200)


def refused(status: int, *fields: str, body: bytes = b"") -> Bend:
    """A status that brings no file."""

    def bend(answer: Answer, at: At) -> Answer:
        told = tuple(_fill(one, answer, at) for one in fields)
        return Answer(status, (f"Content-Length: {len(body)}", *told), body)

    return bend


def page(status: int = 200, *fields: str) -> Bend:
    """A web page in place of the file."""
    return refused(status, "Content-Type: text/html; charset=utf-8", *fields, body=PAGE)


def led(status: int, location: str | None, *fields: str, body: bytes = b"") -> Bend:
    """A redirect; `{plain}`, `{other}`, `{secure}` are this folder on three servers."""

    def bend(answer: Answer, at: At) -> Answer:
        to = () if location is None else (f"Location: {location.format(**at.links)}",)
        return Answer(status, (f"Content-Length: {len(body)}", *to, *fields), body)

    return bend


def the_page(_: bytes) -> list[bytes]:
    """A page that came in one reply is right as far as HTTP goes."""
    return [PAGE]


def nothing(_: bytes) -> list[bytes]:
    """So is a file without bytes."""
    return [b""]


def packed(data: bytes) -> bytes:
    """As gzip, the same bytes each time."""
    return gzip.compress(data, compresslevel=1, mtime=0)
