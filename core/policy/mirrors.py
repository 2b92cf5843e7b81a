"""Where a file lies beside its link, and when its sources may be mixed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from core.model.download import Download
from core.model.errors import ChangedError, HeadgateError, NetworkError, ServerError
from core.model.resource import UNKNOWN_MIRROR, Resource
from core.policy import versions
from core.policy.versions import Sameness

_T = TypeVar("_T")


def provable(one: Download) -> bool:
    """Whether the whole file will prove that parts from several servers fit together."""
    return one.pieces is not None or (one.checksum is not None and one.checksum.strong)


def opened_at(one: Download) -> str:
    """The address a download was opened at; the link itself if it was not."""
    return (one.resource.mirror if one.resource else "") or one.request.url


def addresses(one: Download) -> list[str]:
    """Where to ask, in this order: where it was open before, the link itself, its mirrors.

    Mirrors that a server announced are believed only as far as a checksum proves them right.
    """
    found = [opened_at(one), one.request.url, *one.request.mirrors]
    if one.resource is not None and provable(one):
        found += one.resource.announced.mirrors
    return [place for place in dict.fromkeys(found) if place != UNKNOWN_MIRROR]


def mixable(one: Download) -> bool:
    """Whether several servers may bring parts of it, and the checksum alone tells if they fit."""
    return provable(one) and len(addresses(one)) > 1


def places_for_rest(one: Download, *, in_order: bool) -> list[str]:
    """Where the rest of a file may come from of which a part is there.

    Nothing but a checksum proves that a mirror's file is the same; without one samples and the
    seam are compared, and that only if there is but one: all that is held came `in_order`. The
    user's own link is asked in any case.
    """
    if in_order or provable(one):
        return addresses(one)
    return [one.request.url if opened_at(one) == UNKNOWN_MIRROR else opened_at(one)]


def may_join(one: Download, now: Resource) -> bool:
    """Whether what another server offers can be the file, as far as it says."""
    known, checksum = one.resource, one.checksum
    if known is None or now.size is None or known.size != now.size:
        return False
    if checksum is not None and checksum.contradicts(now.announced.digest):
        return False
    return versions.compare(known, now) is not Sameness.RULED_OUT


def ask_in_turn(places: Sequence[str], ask: Callable[[str], _T]) -> _T:
    """The first answer; places that fail as servers and networks do are passed over.

    Raises the first error that may pass, else the first, and at once what says that the file
    at the first place has changed.
    """
    errors: list[HeadgateError] = []
    for place in places:
        try:
            return ask(place)
        except (NetworkError, ServerError, ChangedError) as error:
            if not errors and isinstance(error, ChangedError):
                raise
            errors.append(error)
    raise max(errors, key=lambda error: error.retryable)
