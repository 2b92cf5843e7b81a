"""Right headers over wrong bytes, and connections that are not what they say."""

from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import At, Behaviour, File, Shape, first, parts
from tests.faults.replies.bends import after, body, each, ending, refused
from tests.servers.scripted import content

_BARE = File(etag="")
_WRONG = b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nETag: "x"\r\n\r\n' + b"wrong" * 1000


def _from_the_start(answer: Answer, at: At) -> Answer:
    """The header of the part that was asked for, the bytes of the start."""
    return replace(answer, body=at.data[: len(answer.body)])


def _one_off(answer: Answer, at: At) -> Answer:
    """Everything is one byte further than it says."""
    moved = at.data[at.start + 1 :] + b"x"
    return replace(answer, body=moved[: len(answer.body)])


def _damaged_behind(answer: Answer, _: At) -> Answer:
    """Right at first, wrong from 200 KB on."""
    good = answer.body[:200_000]
    return replace(answer, body=good + content(len(answer.body) - len(good), "damage"))


def _sound(data: bytes) -> list[bytes]:
    return [content(len(data), "damage")]


def fresh(shape: Shape) -> bool:
    return not shape.resume and shape.connections == 1


BYTES = (
    Behaviour("parts come from the start", _from_the_start, "changed misplaced whole", parts),
    Behaviour(
        "parts come from the start, no validator",
        _from_the_start,
        "changed whole",
        parts,
        file=_BARE,
    ),
    Behaviour("parts are one byte off", _one_off, "changed misplaced whole", parts),
    Behaviour(
        "parts are zeros", body(lambda data: bytes(len(data))), "changed misplaced whole", parts
    ),
    Behaviour(
        "parts are wrong behind the seam",
        _damaged_behind,
        "changed misplaced whole",
        parts,
        knowable=False,
    ),
    Behaviour(
        "everything is wrong",
        body(lambda data: content(len(data), "damage")),
        "changed misplaced whole",
        extra=_sound,
        knowable=False,
    ),
)

KEEPING = (
    Behaviour(
        "garbage behind the body",
        after(b"garbage" * 100),
        "whole unconfirmed",
        follower=True,
        shapes=fresh,
    ),
    Behaviour("a line end behind the body", after(b"\r\n"), "whole", follower=True, shapes=fresh),
    Behaviour(
        "an answer nobody asked for",
        after(_WRONG),
        "whole unconfirmed",
        follower=True,
        shapes=fresh,
    ),
    Behaviour(
        "the answer twice",
        lambda answer, _: replace(answer, after=answer.wire),
        "whole unconfirmed",
        follower=True,
        shapes=fresh,
    ),
    Behaviour(
        "closes in spite of keep-alive", ending(End.FIN), "whole", follower=True, shapes=fresh
    ),
    Behaviour(
        "resets in spite of keep-alive", ending(End.RESET), "whole", follower=True, shapes=fresh
    ),
    Behaviour(
        "an error with a longer body than it says",
        each(refused(404, body=b"x"), after(_WRONG)),
        "not_found",
        follower=True,
        shapes=fresh,
    ),
    Behaviour(
        "a 204 with a body",
        each(refused(204), after(_WRONG)),
        "bad_reply",
        follower=True,
        shapes=fresh,
    ),
    Behaviour(
        "a 304 with a body",
        each(refused(304), after(_WRONG)),
        "bad_reply",
        follower=True,
        shapes=fresh,
    ),
    Behaviour(
        "a 503 with a second answer",
        each(refused(503), after(_WRONG)),
        "whole",
        first,
        follower=True,
        shapes=fresh,
    ),
    Behaviour(
        "keeps the connection and never answers again",
        lambda answer, _: replace(answer, after=b"", end=End.STALL),
        "whole",
        first,
        follower=True,
        shapes=fresh,
    ),
)

ALL = (*BYTES, *KEEPING)
