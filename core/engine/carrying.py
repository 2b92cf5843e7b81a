"""Files on their way to another disk: Stop all ends that, and so does leaving."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from core.stop import Interrupted, StopSignal


class Carrying:
    """Each move has a signal of its own, because Stop all stays set when no batch runs."""

    def __init__(self) -> None:
        self._under_way: set[StopSignal] = set()
        self._closed = False
        self._ended = threading.Condition()  # guards both

    @contextmanager
    def move(self) -> Iterator[StopSignal]:
        """What stops one move; raises `Interrupted` for one that comes too late."""
        with closing(StopSignal()) as stop:
            with self._ended:
                if self._closed:
                    raise Interrupted
                self._under_way.add(stop)
            try:
                yield stop
            finally:
                with self._ended:
                    self._under_way.remove(stop)
                    self._ended.notify_all()

    def stop(self) -> None:
        """Every file stays where it was, unless it is there already."""
        with self._ended:
            for one in self._under_way:
                one.set()

    def close(self, seconds: float) -> bool:
        """Begin no more, and end those that are under way; False after `seconds`."""
        with self._ended:
            self._closed = True
            for one in self._under_way:
                one.set()
            return self._ended.wait_for(lambda: not self._under_way, seconds)
