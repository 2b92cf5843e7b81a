"""How many downloads may run at a time: what the user says, or fewer in a flood of small files."""

from core.engine.clocks import Clocks
from core.policy.crowd import Crowd


class Room:
    """Called inside the lock of `Work`."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._crowd = Crowd()
        self._begun = 0  # downloads taken so far

    def open(self) -> None:
        """A batch begins."""
        now, processor = self._clocks.monotonic(), self._clocks.processor()
        self._crowd = Crowd(at=now, processor=processor, begun=self._begun)

    def took(self) -> None:
        """One more download was begun."""
        self._begun += 1

    def count(self, most: int) -> int:
        """So many of `most` may run now, for the workers' own sake."""
        if self._crowd.level < most:
            now, processor = self._clocks.monotonic(), self._clocks.processor()
            self._crowd = self._crowd.look(now, processor, self._begun)
        return min(most, self._crowd.level)
