"""The servers a running download gets its bytes from, and what each has brought."""

import threading
from collections import Counter
from collections.abc import Iterable

from core.model.segment import Span, without

HERE = ""  # where the download was opened; others are named by their address


class Sources:
    """May be called by any worker at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._usable = [HERE]
        self._spare: list[str] = []  # to be relied on alone, if nothing else helps
        self._brought: list[tuple[Span, str]] = []

    def join(self, addresses: Iterable[str]) -> None:
        """These may be asked as well."""
        with self._lock:
            self._usable += addresses

    def reserve(self, addresses: Iterable[str]) -> None:
        """These are asked if what the others bring is wrong, and then for all of it."""
        with self._lock:
            self._spare += addresses

    def pick(self, busy: Iterable[str]) -> str:
        """The one with the fewest connections, given the source of each; else the first."""
        connections = Counter(busy)
        with self._lock:
            return min(self._usable, key=lambda one: connections[one])

    def note(self, span: Span, source: str) -> None:
        """A source has brought these bytes."""
        with self._lock:
            self._brought.append((span, source))

    def do_without(self, mirror: str) -> bool:
        """Ask a mirror no more; False if it is none, or there is nobody else."""
        with self._lock:
            return mirror != HERE and self._drop(mirror)

    def blame(self, spans: Iterable[Span]) -> None:
        """Ask no more whoever brought most of these bytes, as long as somebody is left.

        Others will bring them now.
        """
        brought, spans = Counter[str](), list(spans)
        with self._lock:
            for wrong in spans:
                for span, source in self._brought:
                    shared = min(span.end, wrong.end) - max(span.start, wrong.start)
                    brought[source] += max(0, shared)
            for source, count in brought.most_common(1):
                if count:
                    self._drop(source)
            self._brought = [
                (rest, source) for span, source in self._brought for rest in without([span], spans)
            ]

    def rely_on_another(self) -> bool:
        """The whole file was wrong: ask one alone from now on, who has not brought all of it.

        False if nobody is left.
        """
        with self._lock:
            left = [*self._usable, *self._spare]
            brought = {source for _, source in self._brought}
            if len(brought) == 1:
                left = [one for one in left if one not in brought]
            if not left:
                return False
            self._usable, self._spare, self._brought = left[:1], left[1:], []
            return True

    def _drop(self, source: str) -> bool:
        if source not in self._usable:
            return True
        if len(self._usable) == 1:
            if not self._spare:
                return False
            self._usable.append(self._spare.pop(0))
        self._usable.remove(source)
        return True
