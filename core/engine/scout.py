"""Waiting for work: one of the idle workers looks, the others sleep until it has found some."""

import threading
from collections.abc import Callable


class Scout:
    """Called inside the lock of `Work`.

    News wakes one thread and not all of them: waking sixteen for each of thousands of small
    files would cost more than fetching them.
    """

    def __init__(self, lock: threading.RLock) -> None:
        self._rest = threading.Condition(lock)
        self._look = threading.Condition(lock)
        self._away = False
        self.over = False  # nothing was left to do: all are to leave, whatever comes now
        self.news = False  # since then: it is for those who come next

    def open(self) -> None:
        """The workers come."""
        self.over = self.news = False

    def tell(self) -> None:
        """There may be something to do."""
        self.news = True
        self._look.notify()

    def leave(self) -> None:
        """Nothing is left to do."""
        self.over, self.news = True, False
        self.wake()

    def wake(self) -> None:
        """Everybody is to look."""
        self._rest.notify_all()
        self._look.notify_all()

    def found(self) -> None:
        """There may be something for one more."""
        if not self._away:
            self._rest.notify()

    def wait(self, seconds: Callable[[], float | None]) -> None:
        """Sleep until there is reason to look: at the latest, as the scout, after `seconds()`.

        Whoever goes to rest sends the scout to look: one that is idle now may be of use where
        all were busy when the scout reckoned how long to sleep.
        """
        if self._away:
            self._look.notify()
            self._rest.wait()
            return
        self._away = True
        try:
            self._look.wait(seconds())
        finally:
            self._away = False
