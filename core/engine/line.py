"""The queue's order: who is next, without ever walking through those who wait."""

import heapq
from collections.abc import Callable, Iterator

Entry = tuple[float, int]  # rank and id
Front = tuple[float, int, str]  # with the group


class Group:
    """Entries, lowest first: those that came in their order, and a heap of the few others.

    A heap of a million is slow: its paths lie all over the memory.
    """

    __slots__ = ("_begin", "_heap", "_run")

    def __init__(self) -> None:
        self._run: list[Entry] = []
        self._begin = 0  # what stands before it has been taken
        self._heap: list[Entry] = []

    def put(self, entry: Entry) -> None:
        if not self._run or entry >= self._run[-1]:
            self._run.append(entry)
        else:
            heapq.heappush(self._heap, entry)

    def first(self) -> Entry | None:
        if self._begin == len(self._run):
            return self._heap[0] if self._heap else None
        first = self._run[self._begin]
        return min(first, self._heap[0]) if self._heap else first

    def advance(self) -> None:
        """Take the first away."""
        if self._heap and self.first() is self._heap[0]:
            heapq.heappop(self._heap)
            return
        self._begin += 1
        if self._begin * 2 >= len(self._run):
            del self._run[: self._begin]
            self._begin = 0


class Line:
    """Ids by rank, lowest first, in groups that may be passed over as a whole.

    Every operation costs O(log n) at most, whatever the length. Moved and removed entries stay
    in their group and are swept away when they surface.
    """

    def __init__(self) -> None:
        self._rank: dict[int, float] = {}
        self._groups: dict[str, Group] = {}
        self._fronts: list[Front] = []  # the first of each group, and some that are it no more

    def __len__(self) -> int:
        return len(self._rank)

    def __contains__(self, download_id: int) -> bool:
        return download_id in self._rank

    def __iter__(self) -> Iterator[int]:
        return iter(self._rank)

    def rank(self, download_id: int) -> float | None:
        """Where an id stands; None if it is not there."""
        return self._rank.get(download_id)

    def put(self, download_id: int, rank: float, group: str = "") -> None:
        """Add an id, or move it to another rank."""
        self._rank[download_id] = rank
        entries = self._groups.get(group)
        if entries is None:
            entries = self._groups[group] = Group()
        entry = (rank, download_id)
        entries.put(entry)
        if entries.first() is entry:
            heapq.heappush(self._fronts, (rank, download_id, group))

    def drop(self, download_id: int) -> None:
        """Remove an id if it is there."""
        self._rank.pop(download_id, None)

    def first(self) -> int | None:
        """The id with the lowest rank, left where it is."""
        front = self._front()
        return None if front is None else front[1]

    def lowest(self) -> float | None:
        """The lowest rank."""
        front = self._front()
        return None if front is None else front[0]

    def pop(self, closed: Callable[[int, str], bool] = lambda _number, _group: False) -> int | None:
        """Take out the first; `closed` may pass over it, and over all of its group."""
        passed: list[Front] = []
        while (front := self._front()) is not None and closed(front[1], front[2]):
            passed.append(heapq.heappop(self._fronts))
        if front is not None:
            del self._rank[front[1]]
        for one in passed:
            heapq.heappush(self._fronts, one)
        return None if front is None else front[1]

    def _front(self) -> Front | None:
        """The first of all, once what is outdated was swept away."""
        while self._fronts:
            rank, download_id, group = self._fronts[0]
            entries = self._groups.get(group)
            if entries is None or entries.first() != (rank, download_id):
                heapq.heappop(self._fronts)  # another leads its group by now
            elif self._rank.get(download_id) != rank:
                self._advance(group)  # it has gone, or moved
            else:
                return self._fronts[0]
        return None

    def _advance(self, group: str) -> None:
        """The first of a group goes; the next one leads it."""
        entries = self._groups[group]
        entries.advance()
        first = entries.first()
        if first is None:
            del self._groups[group]
        else:
            heapq.heappush(self._fronts, (*first, group))
