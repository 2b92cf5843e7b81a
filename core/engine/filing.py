"""Giving a finished file another name or another folder."""

from dataclasses import replace
from pathlib import Path

from core.disk.relocate import refile
from core.engine.carrying import Carrying
from core.engine.work import Work
from core.model.states import State
from core.policy.safe_names import safe
from core.stop import StopSignal


class Filing:
    """The row goes where its file went; what stands there already stays."""

    def __init__(self, work: Work, carrying: Carrying) -> None:
        self._work = work
        self._carrying = carrying

    def move(self, download_id: int, folder: Path, name: str | None = None) -> None:
        """Move a finished download's file; one that is gone, or not finished, stays as it is.

        Slow (another disk is copied to), so never on the window's thread. Raises a `DiskError`
        or `Interrupted`, and everything is as it was then.
        """
        with self._carrying.move() as stop:
            self._move(download_id, folder, name, stop)

    def _move(self, download_id: int, folder: Path, name: str | None, stop: StopSignal) -> None:
        work = self._work
        with work.lock:
            one = work.roster.get(download_id)
            if one is None or one.state is not State.COMPLETED or one.path is None:
                return
            old, chosen = one.path, one.path.name if name is None else safe(name)
        new, token = folder / chosen, work.journal.token(download_id)
        if old == new or not refile(old, new, work.journal.copies, token, stop):
            return
        with work.lock:
            one.request = replace(one.request, folder=folder, name=name or one.request.name)
            one.name = chosen
            if work.roster.get(download_id) is one:
                work.roster.touch(one)
                work.journal.record_request(one)
