"""Whether two replies bring the same version of a file, and what is known of it then."""

from dataclasses import replace
from enum import Enum

from core.model.resource import Resource


class Sameness(Enum):
    """What the headers of two replies say about their bytes."""

    PROVEN = "proven"  # a strong validator says that they are the same
    POSSIBLE = "possible"  # nothing speaks against it: the bytes must tell
    DOUBTFUL = "doubtful"  # validators differ: it changed, or several servers disagree
    RULED_OUT = "ruled out"


def compare(known: Resource, now: Resource) -> Sameness:
    """What a reply brings, compared with the version a part is there of."""
    sizes_differ = None not in (known.size, now.size) and known.size != now.size
    if sizes_differ or known.coding != now.coding:
        return Sameness.RULED_OUT
    digest = known.announced.digest
    if digest is not None and digest.contradicts(now.announced.digest):
        return Sameness.RULED_OUT
    if known.mirror != now.mirror:  # validators say nothing about the files of other servers
        return Sameness.POSSIBLE
    if known.validator.contradicts(now.validator):
        return Sameness.DOUBTFUL
    return Sameness.PROVEN if known.validator.proves(now.validator) else Sameness.POSSIBLE


def same_but_newer(known: Resource | None, now: Resource) -> Resource:
    """What we know of a version we have a part of: the first word counts, gaps are filled.

    Validators are those of the place that was asked last.
    """
    if known is None:
        return now
    size = now.size if known.size is None else known.size
    announced = replace(now.announced, digest=known.announced.digest or now.announced.digest)
    base = known if known.mirror == now.mirror else now
    return replace(base, url=now.url, size=size, ranges=now.ranges, announced=announced)
