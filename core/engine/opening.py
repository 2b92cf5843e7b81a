"""Beginning a download or going on with one: part file, name, and the first reply."""

import time
from dataclasses import replace

from core.disk.checkpoint import Checkpoints
from core.disk.hashing import Follower
from core.disk.mark import has_mark
from core.disk.partfile import part_path
from core.disk.paths import free_bytes, is_bare_place, is_unplugged
from core.disk.proving import recover
from core.disk.reserve import Reserved, reserve
from core.engine.asking import ask_beside, ask_first, ask_for_rest
from core.engine.at_once import deliver
from core.engine.naming import name_for
from core.engine.running import Piece
from core.engine.segments import Segment
from core.engine.standing import is_had, may_be_had, rest_of
from core.engine.work import Work
from core.model import segment
from core.model.download import Conflict, NameSource
from core.model.errors import (
    ChangedError,
    DiskFullError,
    FolderGoneError,
    OtherFileError,
    PartLostError,
)
from core.model.resource import UNKNOWN_MIRROR, Resource
from core.model.segment import Span
from core.net.client import Client
from core.net.reply import Opened
from core.policy import mirrors, versions
from core.policy.safe_names import safe

WORTH_A_LOOK = 1024 * 1024  # smaller files find out by themselves whether there is space


class AlreadyThere(Exception):  # noqa: N818 - an ending, not an error
    """The final file exists: kept on request, or published just before a crash."""


class Opening:
    """Turns a piece into an open reply and the segment to write it to (`piece.segment`)."""

    def __init__(self, work: Work, checkpoints: Checkpoints) -> None:
        self._work = work
        self._checkpoints = checkpoints

    def recover(self, piece: Piece) -> None:
        """Open the part file of an earlier batch and trust what it is proven to hold.

        A part file that is gone or replaced means starting over, unless its drive is gone: then
        no server is asked. Raises `AlreadyThere`, a `DiskError`, `Interrupted`.
        """
        one, running = piece.download, piece.running
        path = one.path
        if path is None:
            if is_unplugged(one.request.folder):
                raise FolderGoneError(folder=str(one.request.folder))
            return
        part = self._checkpoints.retake(one.id, piece.stop)
        if part is None:
            token = self._work.journal.token(one.id)
            try:
                part, held = recover(part_path(path), token, one.evidence, piece.stop.check)
            except PartLostError:
                if has_mark(path, token):
                    raise AlreadyThere from None
                if is_bare_place(one.request.folder):
                    raise FolderGoneError(folder=str(one.request.folder)) from None
                self._work.restart(piece)
                running.trust([])
                return
            running.trust(held)
        self._checkpoints.keep(self._work.journal.row(one), part, running.held)
        running.part = part

    def first(self, piece: Piece, client: Client) -> Opened | None:
        """Ask for the first bytes that are missing; None when none are.

        Raises `AlreadyThere`, `HeadgateError`, `Interrupted`.
        """
        if piece.running.part is None:
            return self._fresh(piece, client)
        gap = self._gap(piece)
        return None if gap is None else self._go_on(piece, client, gap)

    def further(self, piece: Piece, client: Client) -> Opened:
        """Ask for the segment of a worker that joins; it must be the same version.

        Raises `HeadgateError`, `Interrupted`.
        """
        wanted = piece.segment
        assert wanted is not None, "whoever joins has a segment"
        began = time.monotonic()
        if len(piece.running.workers) > 1:
            reply = ask_beside(piece, client, wanted)
        else:
            place = wanted.source or mirrors.opened_at(piece.download)
            reply = ask_for_rest(piece, client, wanted, place)
            if not reply.resource.ranges:
                wanted.end = reply.end
        self._work.answered(piece, wanted, time.monotonic() - began)
        return reply

    def _fresh(self, piece: Piece, client: Client) -> Opened:
        running, request = piece.running, piece.download.request
        if request.name is not None:
            running.source = NameSource.USER
            self._end_if_had(piece, safe(request.name), None)
        reply = self._ask(piece, client)
        name, running.source = name_for(piece, reply.resource)
        if request.name is None and may_be_had(piece, name, reply.resource.size):
            reply.body.close()  # looking may take longer than a server waits
            self._end_if_had(piece, name, reply.resource.size)
            reply = self._ask(piece, client)
        try:
            self._check_space(piece, reply.resource)
            self._work.journal.await_row(piece.download.id, piece.stop)
            self._checkpoints.await_discarded(request.folder, name, piece.stop)
            if deliver(piece, reply, name, self._work, client):
                raise AlreadyThere
            reserved = self._reserve(piece, reply, name, request.options.conflict)
            if reserved.replaces and request.options.conflict is Conflict.RESUME:
                reply, reserved = self._resume_old(piece, client, reply, name, reserved)
        except AlreadyThere:
            raise
        except BaseException:
            reply.body.close()
            raise
        running.part, running.is_new = reserved.part, True
        if reply.start:
            running.trust([Span(0, reply.start)])
        first = Segment(reply.start, reply.resource.size, reply.start)
        checksum = request.checksum or reply.resource.announced.digest
        if checksum is not None and not reply.start:
            running.follower = first.follower = Follower(piece.part, checksum)
        self._begin(piece, reply, None, first, reserved)
        self._take_space(piece, reply)
        return reply

    def _ask(self, piece: Piece, client: Client) -> Opened:
        def ask(place: str) -> Opened:
            began = time.monotonic()
            reply = ask_first(piece, client, place)
            piece.running.latency = time.monotonic() - began
            return reply

        return mirrors.ask_in_turn(mirrors.addresses(piece.download), ask)

    def _reserve(self, piece: Piece, reply: Opened, name: str, conflict: Conflict) -> Reserved:
        one = piece.download
        token = self._work.journal.token(one.id)
        folder = one.request.folder
        reserved = reserve(folder, name, conflict, token, one.added_at)
        if reserved.part is None:
            reply.body.close()
            if reserved.published:
                self._work.recognised(piece, reply.resource, reserved.name)
            else:
                self._work.keep_old(piece, reserved.name)
            raise AlreadyThere
        return reserved

    def _end_if_had(self, piece: Piece, name: str, size: int | None) -> None:
        if may_be_had(piece, name, size) and is_had(piece, name):
            self._work.keep_old(piece, name)
            raise AlreadyThere

    def _resume_old(
        self, piece: Piece, client: Client, reply: Opened, name: str, reserved: Reserved
    ) -> tuple[Opened, Reserved]:
        """Go on with a file that another program began; if it is another, leave it alone."""
        old, part = piece.download.request.folder / reserved.name, reserved.part
        assert part is not None, "an old file is to be replaced"
        reply.body.close()
        try:
            rest = rest_of(old, piece, client, reply.resource, part)
        except BaseException:
            part.discard()
            raise
        if rest is None:
            part.discard()
            fresh = self._ask(piece, client)
            try:
                return fresh, self._reserve(piece, fresh, name, Conflict.RENAME)
            except BaseException:
                fresh.body.close()
                raise
        if rest.start == rest.resource.size:
            part.discard()
            rest.body.finish()
            self._work.keep_old(piece, name)
            raise AlreadyThere
        return rest, reserved

    def _go_on(self, piece: Piece, client: Client, gap: Span) -> Opened:
        one, running = piece.download, piece.running
        held = running.held()
        known = one.resource if held else None
        first = Segment(gap.start, gap.end, gap.start)

        def ask(place: str) -> Opened:
            began = time.monotonic()
            reply = ask_for_rest(piece, client, first, place)
            running.latency = time.monotonic() - began
            return reply

        in_order = not held or held == [(0, gap.start)]
        places = mirrors.places_for_rest(one, in_order=in_order)
        try:
            reply = mirrors.ask_in_turn(places, ask)
        except ChangedError as error:
            if mirrors.opened_at(one) != UNKNOWN_MIRROR:
                raise
            raise OtherFileError(host=error.details["host"]) from error
        try:
            self._check_space(piece, reply.resource)
        except BaseException:
            reply.body.close()
            raise
        if known is None:
            first.end = reply.resource.size
        elif one.size is None or not reply.resource.ranges:
            first.end = reply.end  # what is sent again from the start gets compared
        self._begin(piece, reply, known, first)
        self._take_space(piece, reply)
        return reply

    def _begin(
        self,
        piece: Piece,
        reply: Opened,
        known: Resource | None,
        first: Segment,
        reserved: Reserved | None = None,
    ) -> None:
        resource = versions.same_but_newer(known, reply.resource)
        if reply.body.length is None and resource.ranges:
            # What does not tell its length may bring more than it says: that is nothing to share.
            resource = replace(resource, ranges=False)
        first.worker = piece.stop
        piece.segment = first
        piece.running.add(first)
        piece.running.answered(first, time.monotonic())
        self._work.opened(piece, resource, reserved)
        others = mirrors.addresses(piece.download)[1:]
        if resource.ranges and mirrors.mixable(piece.download):
            first.seam = piece.running.seam = 0  # the checksum will tell what fits
            piece.running.sources.join(others)
        else:
            piece.running.sources.reserve(others)

    def _gap(self, piece: Piece) -> Span | None:
        """The first range that is missing; with an unknown size, all after what is held."""
        held, size = piece.running.held(), piece.download.size
        if size is None:
            start = held[0].end if held and held[0].start == 0 else 0
            return Span(start, start + 1)
        missing = segment.gaps(held, size)
        return missing[0] if missing else None

    def _check_space(self, piece: Piece, resource: Resource) -> None:
        if resource.size is None or resource.size < WORTH_A_LOOK:
            return
        folder = piece.download.request.folder
        free = free_bytes(folder)
        part = piece.running.part
        there = piece.running.received() if part is None else part.taken()
        if free is not None and free < resource.size - there:
            raise DiskFullError(folder=str(folder))

    def _take_space(self, piece: Piece, reply: Opened) -> None:
        size = reply.resource.size
        if size is None or size < WORTH_A_LOOK:
            return
        try:
            piece.part.take_space(size, piece.stop)
        except BaseException:
            reply.body.close()
            raise
