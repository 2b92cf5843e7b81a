"""The queue's order: who is next, without ever walking through those who wait."""

import heapq
from collections.abc import Callable, Iterator

Front = tuple[float, int, str]


class Line:
    """Ids by rank, lowest first, in groups that may be passed over as a whole.

    Every operation costs O(log n), whatever the length. Moved and removed entries stay in
    their heap and are swept away when they surface.
    """

    def __init__(self) -> None:
        self._rank: dict[int, float] = {}
        self._groups: dict[str, list[tuple[float, int]]] = {}
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
        heap = self._groups.setdefault(group, [])
        heapq.heappush(heap, (rank, download_id))
        if heap[0] == (rank, download_id):
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
            heap = self._groups.get(group)
            if heap is None or heap[0] != (rank, download_id):
                heapq.heappop(self._fronts)  # another leads its group by now
            elif self._rank.get(download_id) != rank:
                self._advance(group)  # it has gone, or moved
            else:
                return self._fronts[0]
        return None

    def _advance(self, group: str) -> None:
        """The first of a group goes; the next one leads it."""
        heap = self._groups[group]
        heapq.heappop(heap)
        if heap:
            heapq.heappush(self._fronts, (*heap[0], group))
        else:
            del self._groups[group]
