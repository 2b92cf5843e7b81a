"""The one primitive that stops everything: an Event, and a wake-up for whoever is blocked."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

Descriptors = set[int]


class Interrupted(Exception):  # noqa: N818 - not an error: somebody asked us to stop
    """A wait ended because its stop signal was set."""


class StopSignal:
    """A `threading.Event` whose setting also wakes sockets and conditions.

    The Event is always set first and the wake-ups follow, so a worker that wakes for any
    reason and looks at the Event never misses a stop. The wake-up descriptor stays readable
    while the signal is set: any number of threads may poll it, and none consumes it.

    A signal with a parent is set while the parent is, and can be set alone. Who waits on it
    watches both descriptors: to stop sixty workers one byte is sent, not sixty.
    """

    def __init__(self, parent: "StopSignal | None" = None) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._wakes: list[Callable[[], object]] = []
        self._parent = parent
        self._watched = [(self._reader.fileno(), False)]
        if parent is not None:
            self._watched += parent._watched

    def is_set(self) -> bool:
        return self._event.is_set() or (self._parent is not None and self._parent.is_set())

    def set(self) -> None:
        """Set the Event, then wake everyone. A second call changes nothing."""
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            self._writer.send(b"!")
            wakes = list(self._wakes)
        for wake in wakes:
            wake()

    def clear(self) -> None:
        """Make ready for the next batch; stays set while the parent is."""
        with self._lock:
            if self._event.is_set():
                self._event.clear()
                self._reader.recv(16)

    def on_set(self, wake: Callable[[], object]) -> None:
        """Call `wake` whenever this very signal is set, and now if it is set already."""
        with self._lock:
            self._wakes.append(wake)
            already = self._event.is_set()
        if already:
            wake()

    @contextmanager
    def waking(self, wake: Callable[[], object]) -> Iterator[None]:
        """Call `wake` when the signal or its parent is set, while the context lasts.

        For those who wait on a condition: they look at the signal whenever they are notified.
        """
        with nullcontext() if self._parent is None else self._parent.waking(wake):
            with self._lock:
                self._wakes.append(wake)
            try:
                yield
            finally:
                with self._lock:
                    self._wakes.remove(wake)

    def wait(self, seconds: float) -> bool:
        """Sleep up to `seconds`; True as soon as the signal is set."""
        return self.is_set() or bool(_poll(self._watched, seconds))

    def check(self) -> None:
        """Raise `Interrupted` if the signal is set."""
        if self.is_set():
            raise Interrupted

    def ready(self, descriptor: int, *, write: bool = False, seconds: float) -> bool:
        """Wait until `descriptor` can be read (or written); False after `seconds`.

        Raises `Interrupted` as soon as the signal is set, whatever the descriptor does.
        """
        self.check()
        ready = _poll([(descriptor, write), *self._watched], seconds)
        self.check()
        return descriptor in ready

    def any_ready(self, descriptors: list[int], *, seconds: float) -> Descriptors:
        """Wait until one of several descriptors can be written (connects under way)."""
        self.check()
        watched = [(descriptor, True) for descriptor in descriptors]
        ready = _poll([*watched, *self._watched], seconds)
        self.check()
        return ready & set(descriptors)

    def close(self) -> None:
        """Give the wake-up descriptors back; the signal must not be used afterwards."""
        self._reader.close()
        self._writer.close()


def readable(descriptor: int) -> bool:
    """Whether a descriptor has something to read, or has ended, right now."""
    return bool(_poll([(descriptor, False)], 0))


if hasattr(select, "poll"):

    def _poll(watched: list[tuple[int, bool]], seconds: float) -> set[int]:
        poll = select.poll()
        for descriptor, write in watched:
            poll.register(descriptor, select.POLLOUT if write else select.POLLIN)
        return {descriptor for descriptor, _ in poll.poll(max(0.0, seconds) * 1000)}

else:  # Windows: no poll, and select takes sockets alone, which is all we wait for

    def _poll(watched: list[tuple[int, bool]], seconds: float) -> set[int]:
        reads = [descriptor for descriptor, write in watched if not write]
        writes = [descriptor for descriptor, write in watched if write]
        found = select.select(reads, writes, writes, max(0.0, seconds))
        return {descriptor for group in found for descriptor in group}
