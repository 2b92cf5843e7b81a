"""Asking for a file: what answers must be the version of which a part is there."""

from dataclasses import replace

from core.engine.naming import refuse_page, refuse_size
from core.engine.running import Piece
from core.engine.seam import compare_held
from core.engine.segments import UNPROVEN_BYTES, Segment
from core.engine.sources import HERE
from core.model.download import Download
from core.model.errors import ChangedError, ServerError, UnprovenError
from core.net import faults
from core.net.client import Client
from core.net.reply import Opened
from core.policy import mirrors, redirects, versions
from core.policy.samples import samples
from core.policy.versions import Sameness

TRIES = 3  # to see a server that cannot make up its mind about validators


def ask_at(
    one: Download,
    client: Client,
    place: str,
    first: int | None = 0,
    last: int | None = None,
    *,
    or_whole: bool = False,
) -> Opened:
    """Ask the link or one of its mirrors; no mirror sees what the user gave for the link.

    Raises `HeadgateError`, `Interrupted`.
    """
    request = one.request
    options = redirects.options_for(place, request.url, request.options)
    reply = client.open(place, options, first, last, or_whole=or_whole)
    if place == request.url:
        return reply
    return reply._replace(resource=replace(reply.resource, mirror=place))


def ask_first(piece: Piece, client: Client, place: str) -> Opened:
    """The whole file, of which nothing is known yet.

    Raises `WebPageError` if a page came where the link promised a file, `WrongSizeError`,
    `HeadgateError`, `Interrupted`; so do those below.
    """
    return _no_other(piece, ask_at(piece.download, client, place))


def ask_for_rest(piece: Piece, client: Client, segment: Segment, place: str) -> Opened:
    """A segment for the only worker of a download, and what is held at its ends as proof.

    A server may send the whole file instead. Raises `ChangedError` if it is not the version a
    part is there of. What the bytes must tell is left to whoever reads them: `segment.seam`
    says how many of them count. Only those of another server than before are compared here.
    """
    one, held = piece.download, piece.running.held()
    known = one.resource
    if known is None or not held:
        return _ask(piece, client, segment, place)
    elsewhere, mixable = place != mirrors.opened_at(one), mirrors.mixable(one)
    proven = known.validator.strong and not elsewhere
    segment.seam = 0 if mixable else piece.running.seam if proven else UNPROVEN_BYTES
    if elsewhere and not mixable:
        _compare_samples(piece, client, place)
    reply = _ask(piece, client, segment, place)
    try:
        sameness = versions.compare(known, reply.resource)
        if elsewhere and not mirrors.may_join(one, reply.resource):
            sameness = Sameness.RULED_OUT
        ranges = reply.resource.ranges
        flapping = sameness is Sameness.DOUBTFUL and ranges and _flaps(piece, client, reply, place)
        if flapping:
            sameness = Sameness.POSSIBLE
        if sameness is Sameness.POSSIBLE and ranges and 0 < segment.seam < UNPROVEN_BYTES:
            reply.body.close()
            segment.seam = UNPROVEN_BYTES
            reply = _ask(piece, client, segment, place)
            again = versions.compare(known, reply.resource)
            if again is Sameness.RULED_OUT or not flapping:
                sameness = again
        if not _taken(reply, sameness, all_compared=held == [(0, segment.start)]):
            raise ChangedError(host=reply.body.host)
        if elsewhere and not mixable:
            reply = _compared(piece, client, reply, segment.start)
    except BaseException:
        reply.body.close()
        raise
    # A whole file that does not tell its length ends where we know it does.
    return reply if reply.end is not None else reply._replace(end=known.size)


def _taken(reply: Opened, sameness: Sameness, *, all_compared: bool) -> bool:
    """Whether a reply may be read; `all_compared`: a whole file shows every difference then."""
    if sameness is Sameness.PROVEN:
        return True
    if reply.resource.ranges:
        return sameness is Sameness.POSSIBLE
    return all_compared and sameness is not Sameness.RULED_OUT


def ask_beside(piece: Piece, client: Client, segment: Segment) -> Opened:
    """A segment for one of several workers: a strong validator must prove the version.

    A mirror's is proven by the checksum of the whole file. Raises `UnprovenError` if nothing
    does, or if more than the segment may come.
    """
    one, known = piece.download, piece.download.resource
    assert known is not None, "the download is open"
    segment.seam = piece.running.seam
    first, last = _range(piece, segment)
    elsewhere, home = segment.source != HERE, mirrors.opened_at(one)
    place = segment.source if elsewhere else known.url
    try:
        reply = ask_at(one, client, place, first, last)
    except ServerError:
        if elsewhere or place == home:
            raise
        # Where a redirect led may have expired: ask the way again.
        reply = ask_at(one, client, home, first, last)
    try:
        if elsewhere:
            proven = mirrors.provable(one) and mirrors.may_join(one, reply.resource)
        else:
            now = replace(reply.resource, mirror=known.mirror)
            proven = versions.compare(known, now) is Sameness.PROVEN
        if not (proven and reply.resource.ranges and reply.body.length is not None):
            raise UnprovenError(host=reply.body.host)
    except BaseException:
        reply.body.close()
        raise
    return reply


def _ask(piece: Piece, client: Client, segment: Segment, place: str) -> Opened:
    one = piece.download
    first, last = _range(piece, segment)
    reply = _no_other(piece, ask_at(one, client, place, first, last, or_whole=True))
    if reply.resource.ranges and one.size is None and reply.resource.size is None:
        reply.body.close()  # it would never be known where the file ends
        reply = _no_other(piece, ask_at(one, client, place, first=None))
    return reply


def _range(piece: Piece, segment: Segment) -> tuple[int, int | None]:
    """The first and last byte to ask for: a segment and the seams at both of its ends."""
    size = piece.download.size
    first = segment.start - min(segment.seam, piece.running.held_up_to(segment.start))
    end = None if segment.end is None or size is None else segment.end + segment.seam
    return first, None if end is None or size is None or end >= size else end - 1


def _flaps(piece: Piece, client: Client, reply: Opened, place: str) -> bool:
    """Whether a server contradicts itself about the validator of what it has now."""
    said = reply.resource.validator
    for _ in range(TRIES):
        again = ask_at(piece.download, client, place, reply.start, reply.start)
        again.body.close()
        if said.contradicts(again.resource.validator):
            return True
    return False


def _compare_samples(piece: Piece, client: Client, place: str) -> None:
    """See here and there that another server's file has what is held; raises `ChangedError`."""
    one = piece.download
    for span in samples(piece.running.held()):
        reply = ask_at(one, client, place, span.start, span.end - 1)
        if not reply.resource.ranges:
            reply.body.close()
            return  # all of it comes, and all of it is compared
        try:
            if not mirrors.may_join(one, reply.resource):
                raise ChangedError(host=reply.body.host)
            _compare(piece, client, reply, span.end)
        except BaseException:
            reply.body.close()
            raise
        reply.body.finish()


def _compared(piece: Piece, client: Client, reply: Opened, end: int) -> Opened:
    """The reply from `end` on, where what is held ends: a mirror that differs is passed over."""
    if reply.end is not None and reply.end <= end:
        raise ChangedError(host=reply.body.host)
    _compare(piece, client, reply, end)
    return reply._replace(start=end)


def _compare(piece: Piece, client: Client, reply: Opened, end: int) -> None:
    timeout = client.network.timeout
    try:
        compare_held(piece, reply, end, timeout)
    except OSError as error:
        raise faults.while_reading(error, reply.body.host, timeout) from error


def _no_other(piece: Piece, reply: Opened) -> Opened:
    """The reply, unless it is a page where the link promised a file, or of another size."""
    try:
        refuse_page(piece, reply.resource)
        refuse_size(piece, reply.resource)
    except BaseException:
        reply.body.close()
        raise
    return reply
