"""Content-Length in every form but the right one, and bodies that do not keep to it."""

from tests.faults.replies.answer import End
from tests.faults.replies.behaviour import Behaviour, File, first
from tests.faults.replies.bends import (
    add,
    after,
    body,
    broken,
    each,
    ending,
    having,
    length,
    nothing,
    parted,
    until_close,
    without,
)

_ONE_STREAM = File(ranges=False)


def _start(data: bytes) -> list[bytes]:
    """What a length that is too small announces is the file, as far as HTTP goes."""
    return [data[:-1000]]


FORMS = (
    Behaviour("length with a plus", length("+{length}"), "bad_reply"),
    Behaviour("length with a minus", length("-{length}"), "bad_reply"),
    Behaviour("length with an underscore", length("1_000"), "bad_reply"),
    Behaviour("length in hex", length("0x{hex}"), "bad_reply"),
    Behaviour("length with a point", length("{length}.0"), "bad_reply"),
    Behaviour("length with a unit", length("{length} bytes"), "bad_reply"),
    Behaviour("length in quotes", length('"{length}"'), "bad_reply"),
    Behaviour("length in Arabic digits", length("\xd9\xa1\xd9\xa2"), "bad_reply"),
    Behaviour("empty length", length(""), "bad_reply"),
    Behaviour("length with zeros ahead", length("00{length}"), "whole"),
    Behaviour("length in blanks", length("  {length}\t "), "whole"),
    Behaviour("length of 19 digits", length("9" * 19), "disk_full changed bad_reply"),
    Behaviour("length of 40 digits", length("9" * 40), "bad_reply"),
    Behaviour("the same length twice", add("Content-Length: {length}"), "whole"),
    Behaviour("the same length as a list", length("{length}, {length}"), "whole"),
    Behaviour("two lengths", add("Content-Length: {less}"), "bad_reply"),
    Behaviour("two lengths as a list", length("{length}, {less}"), "bad_reply"),
    Behaviour("two lengths, the wrong one first", length("{less}, {length}"), "bad_reply"),
    Behaviour("a length and an empty one", add("Content-Length:"), "bad_reply"),
    Behaviour("blank before the colon", having("Content-Length ", "{length}"), "bad_reply whole"),
    Behaviour("length folded over two lines", length("1\r\n {length}"), "bad_reply"),
    Behaviour(
        "length without a colon",
        each(without("Content-Length"), add("Content-Length {length}")),
        "bad_reply",
    ),
)

BODIES = (
    Behaviour("no length, close", until_close, "unconfirmed whole", file=_ONE_STREAM),
    Behaviour("no length in a 206, close", parted(until_close), "whole unconfirmed"),
    Behaviour(
        "no length, cut in the middle",
        each(until_close, broken(lambda count: count // 2, End.FIN)),
        "unconfirmed changed connection_lost whole",
        file=_ONE_STREAM,
        knowable=False,
    ),
    Behaviour(
        "no length in a 206, cut in the middle",
        parted(until_close, broken(lambda count: count // 2, End.FIN)),
        "whole connection_lost",
    ),
    Behaviour(
        "no length, reset in the middle",
        each(until_close, broken(lambda count: count // 2, End.RESET)),
        "connection_lost",
        file=_ONE_STREAM,
    ),
    Behaviour(
        "shorter than announced, close",
        each(length("{more}"), ending(End.FIN)),
        "connection_lost changed",
        file=_ONE_STREAM,
    ),
    Behaviour(
        "shorter than announced once",
        each(length("{more}"), ending(End.FIN)),
        "connection_lost changed bad_reply whole",
        first,
        file=_ONE_STREAM,
    ),
    Behaviour(
        "shorter than announced, keep-alive",
        length("{more}"),
        "stalled changed",
        file=_ONE_STREAM,
    ),
    Behaviour(
        "206 shorter than announced",
        each(body(lambda data: data[:-1000]), ending(End.FIN)),
        "connection_lost whole",
    ),
    Behaviour(
        "longer than announced, close",
        each(length("{less}"), ending(End.FIN)),
        "whole unconfirmed changed",
        file=_ONE_STREAM,
        extra=_start,
    ),
    Behaviour(
        "longer than announced, keep-alive",
        length("{less}"),
        "whole unconfirmed changed",
        file=_ONE_STREAM,
        extra=_start,
    ),
    Behaviour("206 longer than announced", parted(length("{less}"), ending(End.FIN)), "bad_reply"),
    Behaviour("206 with more than its range", after(b"more" * 500), "whole unconfirmed"),
    Behaviour(
        "206 without a length, more than its range",
        parted(until_close, after(b"x" * 500)),
        "bad_reply length whole",
    ),
    Behaviour("length 0 before a body", length("0"), "bad_reply changed", extra=nothing),
    Behaviour(
        "length 0 in a 200 before a body",
        length("0"),
        "whole unconfirmed changed",
        file=_ONE_STREAM,
        extra=nothing,
    ),
    Behaviour("a blank line behind the body", after(b"\r\n"), "whole"),
)

ALL = (*FORMS, *BODIES)
