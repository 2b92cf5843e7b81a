"""Beginning a download or going on with one: part file, name, and the first reply."""

from dataclasses import replace

from core.disk.checkpoint import Checkpoints
from core.disk.mark import has_mark
from core.disk.partfile import PartFile, part_path
from core.disk.paths import free_bytes
from core.disk.reserve import reserve
from core.engine.running import Piece, Segment
from core.engine.work import Work
from core.model import segment
from core.model.errors import ChangedError, DiskFullError, PartLostError, WebPageError
from core.model.resource import Resource
from core.model.segment import Span
from core.net.client import Client, host_of
from core.net.reply import Opened
from core.policy import filenames

OVERLAP_BYTES = 64 * 1024  # compared at a seam when no validator proves the version


class AlreadyThere(Exception):  # noqa: N818 - an ending, not an error
    """The final file exists: kept on request, or published just before a crash."""


class Opening:
    """Turns a piece into an open reply and a segment to write it to."""

    def __init__(self, work: Work, checkpoints: Checkpoints) -> None:
        self._work = work
        self._checkpoints = checkpoints

    def recover(self, piece: Piece) -> None:
        """Open the part file of an earlier batch and trust what both it and the journal hold.

        A part file that is gone means starting over. Raises `AlreadyThere`, a `DiskError`.
        """
        one, running = piece.download, piece.running
        path = one.path
        if path is None:
            return
        part = self._checkpoints.retake(one.id)
        if part is None:
            try:
                part = PartFile.reopen(part_path(path))
            except PartLostError:
                if has_mark(path, self._work.journal.token(one.id)):
                    raise AlreadyThere from None
                self._work.restart(piece)
                running.base = []
                return
            running.base = segment.clip(running.base, part.size())
        self._checkpoints.keep(one.id, part, running.held)
        running.part = part

    def fetch(self, piece: Piece, client: Client) -> tuple[Opened, Segment] | None:
        """Ask for the first bytes that are missing; None when none are.

        Raises `AlreadyThere`, `HeadgateError`, `Interrupted`.
        """
        one, running = piece.download, piece.running
        if running.part is None:
            return self._fresh(piece, client)
        gap = self.gap(piece)
        if gap is None:
            return None
        known = one.resource
        before = _held_before(running.held(), gap.start)
        overlap = 0 if known and known.validator.strong else min(OVERLAP_BYTES, before)
        last = None if gap.end == one.size or one.size is None else gap.end - 1
        first = gap.start - overlap
        reply = client.open(one.request.url, one.request.options, first, last)
        try:
            self._same_version(known, reply.resource, one.request.url)
            self._check_space(piece, reply.resource)
        except BaseException:
            reply.body.close()
            raise
        # A server that sends everything again is read to the end: what is held gets compared.
        end = gap.end if one.size is not None and reply.resource.ranges else reply.end
        running.begin(running.held(), Segment(gap.start, end, gap.start))
        self._work.opened(piece, _same_but_newer(known, reply.resource))
        return reply, running.segments[0]

    def _fresh(self, piece: Piece, client: Client) -> tuple[Opened, Segment]:
        one, running = piece.download, piece.running
        request = one.request
        reply = client.open(request.url, request.options)
        try:
            resource = reply.resource
            if filenames.page_instead_of_file(
                url=request.url,
                wanted=request.name,
                disposition=resource.disposition,
                content_type=resource.content_type,
            ):
                name = request.name or filenames.from_url(request.url)
                raise WebPageError(host=host_of(resource.url), name=name)
            self._check_space(piece, resource)
            name = filenames.choose(
                wanted=request.name,
                disposition=resource.disposition,
                final_url=resource.url,
                first_url=request.url,
                content_type=resource.content_type,
            )
            token = self._work.journal.token(one.id)
            reserved = reserve(request.folder, name, request.options.conflict, token)
            if reserved.part is None:
                self._work.keep_old(piece, reserved.name)
                raise AlreadyThere
        except BaseException:
            reply.body.close()
            raise
        running.part = reserved.part
        self._work.named(piece, reserved.name, replaces=reserved.replaces)
        running.begin([], Segment(0, resource.size, 0))
        self._checkpoints.keep(one.id, reserved.part, running.held)
        self._work.opened(piece, resource)
        return reply, running.segments[0]

    def gap(self, piece: Piece) -> Span | None:
        """The first range that is missing; with an unknown size, all after what is held."""
        held, size = piece.running.held(), piece.download.size
        if size is None:
            start = held[0].end if held and held[0].start == 0 else 0
            return Span(start, start + 1)
        missing = segment.gaps(held, size)
        return missing[0] if missing else None

    def _same_version(self, known: Resource | None, now: Resource, url: str) -> None:
        """Raise `ChangedError` if the server's file cannot be the one we have a part of."""
        if known is None:
            return
        sizes_differ = None not in (known.size, now.size) and known.size != now.size
        if sizes_differ or known.validator.contradicts(now.validator):
            raise ChangedError(host=host_of(url))

    def _check_space(self, piece: Piece, resource: Resource) -> None:
        folder = piece.download.request.folder
        free = free_bytes(folder)
        if resource.size is None or free is None:
            return
        if free < resource.size - piece.running.received():
            raise DiskFullError(folder=str(folder))


def _held_before(held: list[Span], position: int) -> int:
    """How many bytes directly before `position` are held."""
    for span in held:
        if span.end == position:
            return span.length
    return 0


def _same_but_newer(known: Resource | None, now: Resource) -> Resource:
    """What we know of a version we have a part of: the first word counts, gaps are filled."""
    if known is None:
        return now
    size = now.size if known.size is None else known.size
    return replace(known, url=now.url, size=size, ranges=now.ranges)
