"""Downloads that were taken off the list and can still come back to it."""

from collections.abc import Iterable

from core.engine.running import Intent
from core.engine.work import Work
from core.model.states import State


class Withdrawal:
    """Until they are forgotten, their rows stay in the journal and their part files on the disk.

    Each call takes the lock of `Work` for as long as it takes to change memory.
    """

    def __init__(self, work: Work) -> None:
        self._work = work

    def take(self, ids: Iterable[int]) -> None:
        """Take downloads off the list; those that run stop at once, and keep what they have."""
        work = self._work
        with work.lock:
            for one in work.roster.some(ids):
                if one.state.running:
                    work.settling.interrupt(one, Intent.WITHDRAW)
                else:
                    work.settling.withdraw(one)
            work.tell()

    def give_back(self, ids: Iterable[int]) -> None:
        """Put withdrawn downloads back where they were; they are queued if they were running."""
        work = self._work
        with work.lock:
            for number in ids:
                running = work.roster.running.get(number)
                if running is not None and running.intent is Intent.WITHDRAW:
                    running.intent = Intent.QUEUE
                one = work.roster.withdrawn.pop(number, None)
                if one is None:
                    continue
                work.roster.add(one)
                if one.state is State.QUEUED:
                    work.queue.put(one, admitted=True)
            work.tell()

    def forget(self, ids: Iterable[int]) -> None:
        """Withdrawn downloads are gone for good, and with them what was unfinished."""
        work = self._work
        with work.lock:
            for number in ids:
                running = work.roster.running.get(number)
                if running is not None and running.intent is Intent.WITHDRAW:
                    running.intent = Intent.REMOVE
                one = work.roster.withdrawn.pop(number, None)
                if one is not None:
                    work.settling.forget(one)

    def forget_all(self) -> None:
        with self._work.lock:
            self.forget(list(self._work.roster.withdrawn))
