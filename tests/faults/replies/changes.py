"""Files that change between the halves, between two replies, and between two connections."""

from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import MODIFIED, At, Behaviour, File, unbent
from tests.faults.replies.bends import broken, whole_file
from tests.servers.scripted import content

_AFTER = "Mon, 01 Jan 2024 12:30:00 GMT"
_ANY = "changed whole"  # what came in one reply is whole


def other(data: bytes) -> bytes:
    return content(len(data), "two")


def patched(data: bytes) -> bytes:
    """A byte in the first eighth and one in the last are others: halves of both do not mix."""
    changed = bytearray(data)
    changed[len(data) // 10] ^= 1
    changed[-len(data) // 10] ^= 1
    return bytes(changed)


def shifted(data: bytes) -> bytes:
    """The same size, everything a few bytes further."""
    return content(7, "shift") + data[:-7]


def zeros(data: bytes) -> bytes:
    return bytes(len(data))


def half_zeros(data: bytes) -> bytes:
    return bytes(len(data) * 3 // 4) + data[len(data) * 3 // 4 :]


def _now_and_then(answer: Answer, at: At) -> Answer:
    """Every second reply says nothing of its ETag."""
    return answer.without("ETag") if at.number % 2 else answer


def _breaks_first(answer: Answer, at: At) -> Answer:
    """The first reply breaks off in the middle; what follows is another version."""
    return broken(lambda count: count // 2, End.RESET)(answer, at) if at.number == 1 else answer


_TWO = File(change=other, etag='"two"')
_BARE, _BARE_TWO = File(etag=""), File(change=other, etag="")
_DATED = File(etag="", modified=MODIFIED)
_FRESH = File(etag="", modified=MODIFIED, date="Mon, 01 Jan 2024 12:00:30 GMT")
_WEAK = File(etag='W/"one"')

REPLACED = (
    Behaviour("replaced, new ETag", unbent, _ANY, then=_TWO),
    Behaviour("replaced, new ETag, breaking off", _breaks_first, _ANY, then=_TWO),
    Behaviour(
        "replaced, same strong ETag", unbent, "changed misplaced whole", then=File(change=other)
    ),
    Behaviour(
        "replaced, same Last-Modified",
        unbent,
        "changed misplaced whole",
        file=_DATED,
        then=replace(_DATED, change=other),
    ),
    Behaviour(
        "two bytes patched, same strong ETag",
        unbent,
        "changed misplaced whole",
        then=File(change=patched),
        knowable=False,
    ),
    Behaviour(
        "replaced, new weak ETag", unbent, _ANY, file=_WEAK, then=File(change=other, etag='W/"two"')
    ),
    Behaviour(
        "replaced, same weak ETag",
        unbent,
        _ANY,
        file=_WEAK,
        then=File(change=other, etag='W/"one"'),
    ),
    Behaviour("replaced, no ETag any more", unbent, _ANY, then=_BARE_TWO),
    Behaviour("replaced, no ETag any more, 200", whole_file, _ANY, then=_BARE_TWO),
    Behaviour(
        "replaced, ETag weak from now on", unbent, _ANY, then=File(change=other, etag='W/"one"')
    ),
    Behaviour("replaced, no validator", unbent, _ANY, file=_BARE, then=_BARE_TWO),
    Behaviour(
        "replaced, no validator, breaking off", _breaks_first, _ANY, file=_BARE, then=_BARE_TWO
    ),
    Behaviour("replaced, no validator, 200", whole_file, _ANY, file=_BARE, then=_BARE_TWO),
    Behaviour(
        "replaced, new Last-Modified",
        unbent,
        _ANY,
        file=_DATED,
        then=replace(_BARE_TWO, modified=_AFTER),
    ),
    Behaviour(
        "replaced within the second", unbent, _ANY, file=_FRESH, then=replace(_FRESH, change=other)
    ),
    Behaviour(
        "replaced, dated within the second, then later",
        unbent,
        _ANY,
        file=_FRESH,
        then=replace(_DATED, change=other),
    ),
    Behaviour(
        "replaced, new ETag, same Last-Modified",
        unbent,
        _ANY,
        file=File(modified=MODIFIED),
        then=replace(_TWO, modified=MODIFIED),
    ),
    Behaviour(
        "replaced, ETag in two quotes",
        unbent,
        _ANY,
        file=File(etag='""'),
        then=File(change=other, etag='""'),
    ),
    Behaviour(
        "replaced, unquoted ETag as before",
        unbent,
        _ANY,
        file=File(etag="1"),
        then=File(change=other, etag="1"),
    ),
    Behaviour(
        "replaced, Last-Modified is 0 as before",
        unbent,
        _ANY,
        file=File(etag="", modified="0"),
        then=replace(_BARE_TWO, modified="0"),
    ),
    Behaviour(
        "replaced, other coding",
        unbent,
        _ANY,
        file=_BARE,
        then=replace(_BARE_TWO, fields=("Content-Encoding: br",)),
    ),
    Behaviour("replaced by zeros", unbent, _ANY, file=_BARE, then=File(change=zeros, etag="")),
    Behaviour("two bytes patched, new ETag", unbent, _ANY, then=File(change=patched, etag='"two"')),
    Behaviour(
        "two bytes patched, new ETag, same Last-Modified",
        unbent,
        _ANY,
        file=File(modified=MODIFIED),
        then=File(change=patched, etag='"two"', modified=MODIFIED),
    ),
    Behaviour(
        "two bytes patched, new ETag told now and then",
        _now_and_then,
        _ANY,
        then=File(change=patched, etag='"two"'),
    ),
    Behaviour(
        "two bytes patched, new Last-Modified",
        unbent,
        _ANY,
        file=_DATED,
        then=File(change=patched, etag="", modified=_AFTER),
    ),
    Behaviour(
        "two bytes patched, no validator, 200",
        whole_file,
        _ANY,
        file=_BARE,
        then=File(change=patched, etag=""),
    ),
    Behaviour(
        "two bytes patched, new ETag, 200",
        whole_file,
        _ANY,
        then=File(change=patched, etag='"two"'),
    ),
    Behaviour(
        "two bytes patched, no validator",
        unbent,
        _ANY,
        file=_BARE,
        then=File(change=patched, etag=""),
        knowable=False,
    ),
    Behaviour(
        "shifted by 7 bytes, no validator",
        unbent,
        _ANY,
        file=_BARE,
        then=File(change=shifted, etag=""),
    ),
    Behaviour(
        "zeros around the seam, replaced behind, new ETag",
        unbent,
        _ANY,
        file=File(change=zeros),
        then=File(change=half_zeros, etag='"two"'),
    ),
    Behaviour(
        "zeros around the seam, replaced behind",
        unbent,
        _ANY,
        file=File(change=zeros, etag=""),
        then=File(change=half_zeros, etag=""),
    ),
)

ALL = REPLACED
