"""What can be seen of the downloads from outside: snapshots, counts, one of them closely."""

from collections.abc import Iterator, Sequence
from copy import copy

from core.engine.details import look_at
from core.engine.work import Work
from core.model.detail import Detail
from core.model.download import Download
from core.model.snapshot import Changes, Row
from core.model.states import State

SOME = 200


class Looking:
    """The engine's side that changes nothing; each call takes the lock of `Work` for a moment."""

    _work: Work

    def changes(self, limit: int = 300) -> Changes:
        """The rows that changed since the last call, at most about `limit` of them."""
        with self._work.lock:
            return self._changes(limit)

    def changes_within(self, seconds: float, limit: int = 300) -> Changes | None:
        """The same for the window, which must not wait longer than that: None if it would.

        Who holds the lock may itself wait for a processor.
        """
        if not self._work.lock.acquire(timeout=seconds):
            return None
        try:
            return self._changes(limit)
        finally:
            self._work.lock.release()

    def running_rows(self) -> list[Row]:
        """The downloads that workers are at."""
        with self._work.lock:
            now = self._work.clocks.monotonic()
            return self._work.roster.running_rows(now, self._work.queue.hold)

    def look_at(self, download_id: int) -> Detail | None:
        """All there is to know of one download; None if it is gone."""
        return look_at(self._work, download_id)

    def downloads(self, ids: Sequence[int]) -> Iterator[Download]:
        """Copies of these downloads, in their order; those that are gone are left out.

        A few at a time, so that the lock is never held for long.
        """
        for start in range(0, len(ids), SOME):
            with self._work.lock:
                some = [copy(one) for one in self._work.roster.some(ids[start : start + SOME])]
            yield from some

    def received(self) -> int:
        """Bytes that arrived since the program started."""
        with self._work.lock:
            return self._work.roster.total_received()

    def unfinished(self) -> int:
        """How many downloads of the list wait to be gone on with."""
        roster = self._work.roster
        with self._work.lock:
            return roster.count(State.QUEUED) + roster.count(State.PAUSED)

    def _changes(self, limit: int) -> Changes:
        now = self._work.clocks.monotonic()
        return self._work.roster.changes(limit, now, self._work.queue.hold)

    @property
    def partial(self) -> bool:
        """Whether the batch runs for some downloads alone."""
        return self._work.queue.partial
