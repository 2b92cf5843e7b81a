"""Files that change between the halves, between two replies, and between two connections."""

from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import (
    MODIFIED,
    At,
    Behaviour,
    File,
    Shape,
    always,
    later,
    parts,
    unbent,
)
from tests.faults.replies.bends import (
    PAGE,
    broken,
    chunked,
    each,
    page,
    until_close,
    whole_file,
)
from tests.servers.scripted import content

_AFTER = "Mon, 01 Jan 2024 12:30:00 GMT"
_STAYS = "changed"
_ANY = "changed whole"  # what came in one reply is whole


def other(data: bytes) -> bytes:
    return content(len(data), "two")


def patched(data: bytes) -> bytes:
    """One byte in the first quarter is another one."""
    place = len(data) // 8
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def grown(data: bytes) -> bytes:
    return data + content(100_000, "more")


def shrunk(data: bytes) -> bytes:
    return data[: len(data) * 3 // 4]


def stub(data: bytes) -> bytes:
    """Shorter than what is held already."""
    return data[: len(data) // 4]


def shifted(data: bytes) -> bytes:
    """The same size, everything a few bytes further."""
    return content(7, "shift") + data[:-7]


def zeros(data: bytes) -> bytes:
    return bytes(len(data))


def half_zeros(data: bytes) -> bytes:
    return bytes(len(data) * 3 // 4) + data[len(data) * 3 // 4 :]


def resumed(shape: Shape) -> bool:
    return shape.resume


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
    Behaviour("one byte patched, new ETag", unbent, _ANY, then=File(change=patched, etag='"two"')),
    Behaviour(
        "one byte patched, new ETag, same Last-Modified",
        unbent,
        _ANY,
        file=File(modified=MODIFIED),
        then=File(change=patched, etag='"two"', modified=MODIFIED),
    ),
    Behaviour(
        "one byte patched, new Last-Modified",
        unbent,
        _ANY,
        file=_DATED,
        then=File(change=patched, etag="", modified=_AFTER),
    ),
    Behaviour(
        "one byte patched, no validator, 200",
        whole_file,
        _ANY,
        file=_BARE,
        then=File(change=patched, etag=""),
    ),
    Behaviour(
        "one byte patched, new ETag, 200", whole_file, _ANY, then=File(change=patched, etag='"two"')
    ),
    Behaviour(
        "one byte patched, no validator",
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

SIZES = (
    Behaviour("grown, new ETag", unbent, _ANY, then=File(change=grown, etag='"two"')),
    Behaviour("grown, same ETag", unbent, _ANY, then=File(change=grown)),
    Behaviour("grown, no validator", unbent, _ANY, file=_BARE, then=File(change=grown, etag="")),
    Behaviour(
        "grown, no validator, 200", whole_file, _ANY, file=_BARE, then=File(change=grown, etag="")
    ),
    Behaviour(
        "grown, same ETag, chunked 200",
        each(whole_file, chunked(50_000)),
        _ANY,
        then=File(change=grown),
    ),
    Behaviour("shrunk, same ETag", unbent, _ANY, then=File(change=shrunk)),
    Behaviour("shrunk, no validator", unbent, _ANY, file=_BARE, then=File(change=shrunk, etag="")),
    Behaviour("shrunk below the half, same ETag", unbent, _ANY, then=File(change=stub)),
    Behaviour(
        "shrunk below the half, no validator",
        unbent,
        _ANY,
        file=_BARE,
        then=File(change=stub, etag=""),
    ),
    Behaviour(
        "shrunk below the half, 200", whole_file, _ANY, file=_BARE, then=File(change=stub, etag="")
    ),
    Behaviour(
        "shrunk below the half, chunked 200",
        each(whole_file, chunked(50_000)),
        _ANY,
        file=_BARE,
        then=File(change=stub, etag=""),
    ),
    Behaviour(
        "chunked, shrunk below the half",
        chunked(50_000),
        _ANY,
        file=File(etag="", ranges=False),
        then=File(change=stub, etag="", ranges=False),
    ),
    Behaviour(
        "until close, shrunk below the half",
        until_close,
        "changed unconfirmed",
        file=File(etag="", ranges=False),
        then=File(change=stub, etag="", ranges=False),
    ),
    Behaviour(
        "emptied",
        unbent,
        _ANY + " range_refused",
        file=_BARE,
        then=File(change=lambda _: b"", etag=""),
    ),
    Behaviour(
        "emptied, 200", whole_file, _ANY, file=_BARE, then=File(change=lambda _: b"", etag="")
    ),
)

PAGES = (
    Behaviour("a page with status 200", page(), "web_page", always),
    Behaviour("a page instead of the rest", page(), "web_page whole", parts),
    Behaviour("a page from the second reply on", page(), "web_page whole", later),
    Behaviour(
        "a chunked page instead of the rest", each(page(), chunked()), "web_page whole", parts
    ),
    Behaviour(
        "a page without a type instead of the rest",
        lambda answer, at: page()(answer, at).without("Content-Type"),
        "changed whole",
        parts,
        extra=lambda _: [PAGE],
    ),
    Behaviour(
        "a page until close instead of the rest",
        each(page(), lambda answer, _: answer.without("Content-Type"), until_close),
        "changed whole unconfirmed",
        parts,
        shapes=resumed,
    ),
    Behaviour(
        "an empty 200 instead of the rest",
        lambda answer, at: whole_file(answer, at).with_body(b""),
        "changed whole",
        parts,
    ),
)

ALL = (*REPLACED, *SIZES, *PAGES)
