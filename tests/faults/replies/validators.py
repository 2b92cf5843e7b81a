"""Validators that are weak, missing, malformed or flapping while the file stays the same."""

from dataclasses import replace

from tests.faults.replies.answer import Answer
from tests.faults.replies.behaviour import (
    LATER,
    MODIFIED,
    At,
    Behaviour,
    Bend,
    File,
    always,
    first,
    later,
    parts,
    unbent,
)
from tests.faults.replies.bends import add, each, having, whole_file, without

_NOON_59 = "Mon, 01 Jan 2024 12:00:59 GMT"
_NOON_60 = "Mon, 01 Jan 2024 12:01:00 GMT"
_DATED = File(etag="", modified=MODIFIED)
_BARE = File(etag="")
_BOTH = File(modified=MODIFIED)


def _numbered(answer: Answer, at: At) -> Answer:
    """Another ETag for each reply."""
    return answer.having("ETag", f'"{at.number}-{at.asked.number}"')


def _turns(*tags: str) -> Bend:
    """Several servers behind one name, each with an ETag of its own."""
    return lambda answer, at: answer.having("ETag", tags[at.number % len(tags)])


def _just_now(answer: Answer, at: At) -> Answer:
    """Modified at each request, or so it says."""
    return answer.having("Last-Modified", f"Mon, 01 Jan 2024 12:00:{at.number % 60:02} GMT")


SAME_FILE = (
    Behaviour("weak ETag", unbent, "whole", file=File(etag='W/"one"')),
    Behaviour("weak ETag in lower case", unbent, "whole", file=File(etag='w/"one"')),
    Behaviour("ETag without quotes", unbent, "whole", file=File(etag="one")),
    Behaviour("ETag of two quotes", unbent, "whole", file=File(etag='""')),
    Behaviour("ETag with odd bytes", unbent, "whole", file=File(etag='"\xe9\xff!#~"')),
    Behaviour("ETag of 4000 letters", unbent, "whole", file=File(etag=f'"{"x" * 4000}"')),
    Behaviour("two ETags", add('ETag: "two"'), "whole changed"),
    Behaviour("no validator", unbent, "whole", file=_BARE),
    Behaviour("no validator and no ranges", unbent, "whole", file=replace(_BARE, ranges=False)),
    Behaviour("no validator, 200 to later ranges", whole_file, "whole", parts, file=_BARE),
    Behaviour("Last-Modified an hour old", unbent, "whole", file=_DATED),
    Behaviour("Last-Modified 60 s old", unbent, "whole", file=replace(_DATED, date=_NOON_60)),
    Behaviour("Last-Modified 59 s old", unbent, "whole", file=replace(_DATED, date=_NOON_59)),
    Behaviour(
        "Last-Modified from the future",
        unbent,
        "whole",
        file=File(etag="", modified=LATER, date=MODIFIED),
    ),
    Behaviour("Last-Modified is no date", unbent, "whole", file=replace(_DATED, modified="soon")),
    Behaviour("Last-Modified is 0", unbent, "whole", file=replace(_DATED, modified="0")),
    Behaviour("Last-Modified twice", add(f"Last-Modified: {LATER}"), "whole changed", file=_DATED),
    Behaviour(
        "Last-Modified in the oldest form",
        unbent,
        "whole",
        file=replace(_DATED, modified="Mon Jan  1 12:00:00 2024"),
    ),
    Behaviour("no Date", unbent, "whole", file=replace(_DATED, date="")),
    Behaviour("a Date that is none", unbent, "whole", file=replace(_DATED, date="now")),
    Behaviour("Date only at first", without("Date"), "whole", later, file=_DATED),
    Behaviour("ETag only at first", without("ETag"), "whole", later),
    Behaviour(
        "ETag only at first, Last-Modified always", without("ETag"), "whole", later, file=_BOTH
    ),
    Behaviour("ETag only later", without("ETag"), "whole", first),
    Behaviour("ETag missing in parts", without("ETag"), "whole", parts),
    Behaviour("ETag weak in parts", having("ETag", 'W/"one"'), "whole", parts),
    Behaviour("ETag weak at first", having("ETag", 'W/"one"'), "whole", first),
)

FLAPPING = (
    Behaviour("another ETag each time", _numbered, "whole"),
    Behaviour("another ETag each time, with Last-Modified", _numbered, "whole", file=_BOTH),
    Behaviour(
        "another weak ETag each time",
        each(_numbered, lambda answer, _: answer.having("ETag", "W/" + answer.get("ETag"))),
        "whole",
    ),
    Behaviour("two ETags in turn", _turns('"one"', '"two"'), "whole"),
    Behaviour("three ETags in turn", _turns('"a"', '"b"', '"one"'), "whole"),
    Behaviour(
        "ETag and none in turn",
        lambda answer, at: answer.without("ETag") if at.number % 2 else answer,
        "whole",
    ),
    Behaviour("strong and weak in turn", _turns('"one"', 'W/"one"'), "whole"),
    Behaviour("another Last-Modified each time", _just_now, "whole changed", file=_DATED),
    Behaviour("another ETag in parts for good", having("ETag", '"parts"'), "whole changed", parts),
    Behaviour(
        "another ETag each time, 200 to parts", each(_numbered, whole_file), "whole changed", always
    ),
)

ALL = (*SAME_FILE, *FLAPPING)
