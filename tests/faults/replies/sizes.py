"""Files that grow and shrink while they are fetched, and pages in their place."""

from tests.faults.replies.behaviour import (
    Behaviour,
    File,
    Shape,
    always,
    later,
    parts,
    unbent,
)
from tests.faults.replies.bends import (
    chunked,
    each,
    nothing,
    page,
    the_page,
    until_close,
    whole_file,
)
from tests.servers.scripted import content

_ANY = "changed whole"  # what came in one reply is whole
_BARE = File(etag="")


def grown(data: bytes) -> bytes:
    return data + content(100_000, "more")


def shrunk(data: bytes) -> bytes:
    return data[: len(data) * 3 // 4]


def stub(data: bytes) -> bytes:
    """Shorter than what is held already."""
    return data[: len(data) // 4]


def resumed(shape: Shape) -> bool:
    return shape.resume


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
        "unconfirmed connection_lost",
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
    Behaviour("a page with status 200", page(), "web_page", always, extra=the_page),
    Behaviour("a page instead of the rest", page(), "web_page whole", parts, extra=the_page),
    Behaviour("a page from the second reply on", page(), "web_page whole", later, extra=the_page),
    Behaviour(
        "a chunked page instead of the rest",
        each(page(), chunked()),
        "web_page whole",
        parts,
        extra=the_page,
    ),
    Behaviour(
        "a page without a type instead of the rest",
        lambda answer, at: page()(answer, at).without("Content-Type"),
        "changed whole",
        parts,
        extra=the_page,
    ),
    Behaviour(
        "a page until close instead of the rest",
        each(page(), lambda answer, _: answer.without("Content-Type"), until_close),
        "changed whole unconfirmed",
        parts,
        extra=the_page,
        shapes=resumed,
    ),
    Behaviour(
        "an empty 200 instead of the rest",
        lambda answer, at: whole_file(answer, at).with_body(b""),
        "changed whole",
        parts,
        extra=nothing,
    ),
)

ALL = (*SIZES, *PAGES)
