"""Headgate's engine in this process, one for each half of a run."""

import threading
from pathlib import Path

from core.assembly import build_engine
from core.engine.clocks import Clocks
from core.engine.engine import Engine
from core.model import events
from core.model.download import Request
from core.model.settings import Settings
from core.model.states import State
from tests.faults.replies.outcome import HUNG, Outcome

STALL_SECONDS = 1
PATIENCE = 90.0  # seconds until a run counts as hung
_IMPATIENT = Clocks(uniform=lambda low, _: low)  # the next attempt follows at once


class Headgate:
    """Each half has an engine of its own, as if the program had been closed in between."""

    name = "headgate"
    most_connections = 8

    def __init__(self, ca_file: Path) -> None:
        self._ca_file = str(ca_file)

    def first_half(self, url: str, folder: Path, connections: int) -> None:
        engine = self._engine(folder, connections, retries=0)
        try:
            engine.add([Request(url, folder / "files")])
            _run(engine)
        finally:
            engine.close()

    def fetch(self, urls: list[str], folder: Path, connections: int) -> Outcome:
        engine = self._engine(folder, connections, retries=2)
        try:
            engine.restore()
            waiting = [row.id for row in engine.changes().rows]
            if waiting:
                engine.retry(waiting)
            else:
                engine.add([Request(url, folder / "files") for url in urls])
            if not _run(engine):
                return HUNG
            row = min(engine.changes().rows, key=lambda row: row.rank)
        finally:
            engine.close()
        if row.state is not State.COMPLETED:
            return Outcome(done=False, word=row.error.code if row.error else str(row.state))
        return Outcome(done=True, word="unconfirmed" if row.unconfirmed else "whole")

    def _engine(self, folder: Path, connections: int, *, retries: int) -> Engine:
        settings = Settings(
            ca_file=self._ca_file,
            concurrent=1,
            connections=connections,
            retries=retries,
            timeout=STALL_SECONDS,
        )
        return build_engine(
            settings, folder / "state", owner="replies", pool_size=connections, clocks=_IMPATIENT
        )


def _run(engine: Engine) -> bool:
    """One batch; False if it does not end."""
    ended = threading.Event()
    engine.listen(lambda event: ended.set() if isinstance(event, events.BatchEnded) else None)
    engine.start()
    return ended.wait(PATIENCE)
