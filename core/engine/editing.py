"""Changing downloads that are in the list: how they are asked for, and where they go."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from core.disk.checkpoint import Checkpoints
from core.disk.partfile import part_path
from core.disk.relocate import relocate
from core.engine.carrying import Carrying
from core.engine.running import Intent
from core.engine.work import Work
from core.model.download import Download
from core.model.edit import Edit
from core.model.states import State
from core.policy.safe_names import safe
from core.stop import StopSignal

PATIENCE_SECONDS = 10.0  # how long workers may take to let go of a download


class Editing:
    """What runs goes on: a change counts from the next request on."""

    def __init__(
        self,
        work: Work,
        checkpoints: Checkpoints,
        carrying: Carrying,
        start: Callable[[list[int]], None],
    ) -> None:
        self._work = work
        self._checkpoints = checkpoints
        self._carrying = carrying
        self._start = start

    def change(self, ids: Iterable[int], edit: Edit) -> None:
        """Have downloads fetched in another way."""
        work = self._work
        with work.lock:
            for one in work.roster.some(ids):
                options, request = one.request.options, one.request
                if edit.connections is not None:
                    options = replace(options, connections=edit.connections)
                if edit.headers is not None:
                    options = replace(options, headers=edit.headers)
                if edit.checksum is not None:
                    request = replace(request, checksum=edit.checksum or None)
                one.request = replace(request, options=options)
                running = work.roster.running.get(one.id)
                if running is not None:
                    running.ramp = running.ramp.topped(work.connections_for(one))
                work.roster.touch(one)
                work.journal.record_request(one)
            work.tell()

    def move(self, download_id: int, folder: Path, name: str | None = None) -> None:
        """Let an unfinished download go to another folder or have another name, with its part.

        Slow (another disk is copied to), so never on the window's thread. What runs stops for
        it, and goes on. Raises a `DiskError` or `Interrupted`, and everything is as it was then.
        """
        with self._carrying.move() as stop:
            self._move(download_id, folder, name, stop)

    def _move(self, download_id: int, folder: Path, name: str | None, stop: StopSignal) -> None:
        found = self._taken_out(download_id)
        if found is None:
            return
        one, goes_on = found
        old, request = one.path, one.request
        chosen = one.name if name is None else safe(name)
        try:
            if old is not None and chosen is not None and old != folder / chosen:
                copies, token = self._work.journal.copies, self._work.journal.token(one.id)
                relocate(part_path(old), part_path(folder / chosen), copies, token, stop)
            wanted = request.name if name is None else name
            with self._work.lock:
                one.request = replace(one.request, folder=folder, name=wanted)
                one.name = None if old is None else chosen
                self._work.journal.record_request(one)
        finally:
            self._put_back(one, goes_on=goes_on)

    def _taken_out(self, download_id: int) -> tuple[Download, bool] | None:
        """The download, which no worker can take now, and whether it goes on after.

        None if it is over, or its workers do not let it go.
        """
        work, goes_on = self._work, False
        with work.lock:
            running = work.roster.running.get(download_id)
            if running is not None and running.intent is Intent.QUEUE:
                goes_on = True
                work.settling.interrupt(running.download, Intent.PAUSE)
        if running is not None and not running.over.wait(PATIENCE_SECONDS):
            return None
        self._checkpoints.settle(PATIENCE_SECONDS)
        with work.lock:
            one = work.roster.get(download_id)
            if one is None or one.state.running or one.state is State.COMPLETED:
                return None
            work.roster.retry_at.drop(one.id)
            if one.state is State.RETRY_WAIT:
                work.roster.move(one, State.QUEUED)
            work.queue.drop(one.id)
            work.roster.break_promise(one)
            return one, goes_on

    def _put_back(self, one: Download, *, goes_on: bool) -> None:
        work = self._work
        with work.lock:
            if work.roster.get(one.id) is not one:
                return
            if goes_on and one.state is State.PAUSED:
                work.roster.move(one, State.QUEUED)
            if one.state is State.QUEUED:
                work.queue.put(one, admitted=True)
            work.roster.touch(one)
            work.tell()
        if goes_on and not work.stop.is_set():  # the batch may have ended for want of it
            self._start([one.id])
