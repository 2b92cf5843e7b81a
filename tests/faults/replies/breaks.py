"""Ends, resets and stalls at each interesting place, once and for ever."""

from collections.abc import Callable

from tests.faults.replies.answer import End
from tests.faults.replies.behaviour import Behaviour, File, always, first, later, parts
from tests.faults.replies.bends import add, broken, each

Place = Callable[[int], int]

_PLACES: tuple[tuple[str, Place], ...] = (
    ("before the first byte", lambda _: -(10**6)),
    ("inside the header", lambda _: -20),
    ("between header and body", lambda _: 0),
    ("after the first byte", lambda _: 1),
    ("in the middle", lambda count: count // 2),
    ("before the last byte", lambda count: count - 1),
)
_ENDS = {End.FIN: "end", End.RESET: "reset", End.STALL: "stall"}
_CODES = {
    End.FIN: "connection_lost bad_reply",
    End.RESET: "connection_lost bad_reply",
    End.STALL: "stalled",
}
_BARE = File(etag="")

ONCE = tuple(
    Behaviour(f"{word} {name}, once", broken(place, end), "whole bad_reply", first)
    for name, place in _PLACES
    for end, word in _ENDS.items()
)
EVER = tuple(
    Behaviour(f"{word} {name}, each time", broken(place, end), _CODES[end] + " whole", always)
    for name, place in _PLACES
    for end, word in _ENDS.items()
    if end is not End.STALL or name in ("inside the header", "after the first byte")
)
MORE = (
    Behaviour("reset behind the last byte", broken(lambda count: count, End.RESET), "whole"),
    Behaviour(
        "every part breaks off after 100 KB",
        broken(lambda count: min(count, 100_000), End.RESET),
        "whole",
    ),
    Behaviour(
        "every part ends after 100 KB, no validator",
        broken(lambda count: min(count, 100_000), End.FIN),
        "whole connection_lost",
        file=_BARE,
    ),
    Behaviour(
        "later replies end at once",
        broken(lambda _: -(10**6), End.FIN),
        "whole connection_lost",
        later,
    ),
    Behaviour("later parts stall", broken(lambda _: 0, End.STALL), "whole stalled", parts),
    Behaviour(
        "ends early over TLS",
        each(add("Connection: close"), broken(lambda count: count // 2, End.FIN)),
        "whole connection_lost",
        secure=True,
    ),
    Behaviour(
        "reset in the middle over TLS",
        broken(lambda count: count // 2, End.RESET),
        "whole connection_lost",
        first,
        secure=True,
    ),
    Behaviour(
        "cut without a goodbye over TLS, no length",
        each(
            lambda answer, _: answer.without("Content-Length"),
            broken(lambda count: count // 2, End.RESET),
        ),
        "connection_lost whole",
        secure=True,
        file=File(ranges=False),
    ),
)

ALL = (*ONCE, *EVER, *MORE)
