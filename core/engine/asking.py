"""Asking for a file: what answers must be the version of which a part is there."""

from core.engine.naming import refuse_page
from core.engine.running import UNPROVEN_BYTES, Piece, Segment
from core.model.errors import ChangedError, ServerError, UnprovenError
from core.net.client import Client
from core.net.reply import Opened
from core.policy import versions
from core.policy.versions import Sameness

TRIES = 3  # to see a server that cannot make up its mind about validators


def ask_first(piece: Piece, client: Client) -> Opened:
    """The whole file, of which nothing is known yet.

    Raises `WebPageError` if a page came where the link promised a file, `HeadgateError`,
    `Interrupted`; so do those below.
    """
    request = piece.download.request
    return _no_page(piece, client.open(request.url, request.options))


def ask_for_rest(piece: Piece, client: Client, segment: Segment) -> Opened:
    """A segment for the only worker of a download, and what is held at its ends as proof.

    A server may send the whole file instead. Raises `ChangedError` if it is not the version a
    part is there of. What the bytes must tell is left to whoever reads them: `segment.seam`
    says how many of them count.
    """
    held = piece.running.held()
    known = piece.download.resource
    if known is None or not held:
        return _ask(piece, client, segment)
    segment.seam = piece.running.seam if known.validator.strong else UNPROVEN_BYTES
    reply = _ask(piece, client, segment)
    try:
        sameness = versions.compare(known, reply.resource)
        ranges = reply.resource.ranges
        flapping = sameness is Sameness.DOUBTFUL and ranges and _flaps(piece, client, reply)
        if flapping:
            sameness = Sameness.POSSIBLE
        if sameness is Sameness.POSSIBLE and ranges and segment.seam < UNPROVEN_BYTES:
            reply.body.close()
            segment.seam = UNPROVEN_BYTES
            reply = _ask(piece, client, segment)
            again = versions.compare(known, reply.resource)
            if again is Sameness.RULED_OUT or not flapping:
                sameness = again
        if not _taken(reply, sameness, all_compared=held == [(0, segment.start)]):
            raise ChangedError(host=reply.body.host)
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

    Raises `UnprovenError` if none does, or if more than the segment may come.
    """
    one, known = piece.download, piece.download.resource
    assert known is not None, "the download is open"
    segment.seam = piece.running.seam
    first, last = _range(piece, segment)
    try:
        reply = client.open(known.url, one.request.options, first, last)
    except ServerError:
        if known.url == one.request.url:
            raise
        # Where a redirect led may have expired: ask the way again.
        reply = client.open(one.request.url, one.request.options, first, last)
    try:
        proven = versions.compare(known, reply.resource) is Sameness.PROVEN
        if not (proven and reply.resource.ranges and reply.body.length is not None):
            raise UnprovenError(host=reply.body.host)
    except BaseException:
        reply.body.close()
        raise
    return reply


def _ask(piece: Piece, client: Client, segment: Segment) -> Opened:
    one = piece.download
    url, options = one.request.url, one.request.options
    first, last = _range(piece, segment)
    reply = _no_page(piece, client.open(url, options, first, last, or_whole=True))
    if reply.resource.ranges and one.size is None and reply.resource.size is None:
        reply.body.close()  # it would never be known where the file ends
        reply = _no_page(piece, client.open(url, options, first=None))
    return reply


def _range(piece: Piece, segment: Segment) -> tuple[int, int | None]:
    """The first and last byte to ask for: a segment and the seams at both of its ends."""
    size = piece.download.size
    first = segment.start - min(segment.seam, piece.running.held_up_to(segment.start))
    end = None if segment.end is None or size is None else segment.end + segment.seam
    return first, None if end is None or size is None or end >= size else end - 1


def _flaps(piece: Piece, client: Client, reply: Opened) -> bool:
    """Whether a server contradicts itself about the validator of what it has now."""
    request, said = piece.download.request, reply.resource.validator
    for _ in range(TRIES):
        again = client.open(request.url, request.options, reply.start, reply.start)
        again.body.close()
        if said.contradicts(again.resource.validator):
            return True
    return False


def _no_page(piece: Piece, reply: Opened) -> Opened:
    """The reply, unless it is a page where the link promised a file."""
    try:
        refuse_page(piece, reply.resource)
    except BaseException:
        reply.body.close()
        raise
    return reply
