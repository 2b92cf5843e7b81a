"""Giving a finished file another name or another folder."""

from dataclasses import replace
from pathlib import Path

from core.disk.relocate import refile
from core.engine.work import Work
from core.model.states import State
from core.policy.safe_names import safe


class Filing:
    """The row goes where its file went; what stands there already stays."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def move(self, download_id: int, folder: Path, name: str | None = None) -> None:
        """Move a finished download's file; one that is gone, or not finished, stays as it is.

        Slow (another disk is copied to), so never on the window's thread. Raises a `DiskError`,
        and everything is as it was then.
        """
        work = self._work
        with work.lock:
            one = work.roster.get(download_id)
            if one is None or one.state is not State.COMPLETED or one.path is None:
                return
            old, chosen = one.path, one.path.name if name is None else safe(name)
        if old == folder / chosen or not refile(old, folder / chosen):
            return
        with work.lock:
            one.request = replace(one.request, folder=folder, name=name or one.request.name)
            one.name = chosen
            if work.roster.get(download_id) is one:
                work.roster.touch(one)
                work.journal.record_request(one)
