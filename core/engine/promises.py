"""Downloads that workers will take next, told to them ahead so that they can ask ahead."""

from core.engine.queue import Queue
from core.engine.roster import Roster
from core.model.download import Download
from core.model.states import State
from core.stop import StopSignal


class Promises:
    """Called inside the lock of `Work`. What is promised is out of the queue, and still queued."""

    def __init__(self, roster: Roster, queue: Queue) -> None:
        self._roster = roster
        self._queue = queue
        self._made = roster.promised

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, stop: StopSignal) -> bool:
        """Whether its owner was promised one already."""
        return stop in self._made

    def make(self, stop: StopSignal, one: Download) -> None:
        """The worker that owns `stop` will take this one next."""
        self._made[stop] = one

    def redeem(self, stop: StopSignal) -> Download | None:
        """What its owner was promised, unless it was paused or removed meanwhile."""
        one = self._made.pop(stop, None)
        if one is None or not self._holds(one):
            return None
        self._queue.drop(one.id)  # it may have been paused and resumed meanwhile
        return one

    def give_back(self) -> None:
        """The batch is over: what nobody came for waits in the queue again."""
        for one in self._made.values():
            if self._holds(one):
                self._queue.put(one)
        self._made.clear()

    def _holds(self, one: Download) -> bool:
        return one.state is State.QUEUED and self._roster.get(one.id) is one
