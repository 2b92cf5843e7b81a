"""The queue's order: who is next, without ever walking through those who wait."""

import heapq


class Line:
    """Ids by rank, lowest first. Every operation costs O(log n), whatever the length.

    Moved and removed entries stay in the heap and are passed over when they surface.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, int]] = []
        self._rank: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._rank)

    def __contains__(self, download_id: int) -> bool:
        return download_id in self._rank

    def put(self, download_id: int, rank: float) -> None:
        """Add an id, or move it to another rank."""
        self._rank[download_id] = rank
        heapq.heappush(self._heap, (rank, download_id))

    def drop(self, download_id: int) -> None:
        """Remove an id if it is there."""
        self._rank.pop(download_id, None)

    def first(self) -> int | None:
        """The id with the lowest rank, left where it is."""
        while self._heap:
            rank, download_id = self._heap[0]
            if self._rank.get(download_id) == rank:
                return download_id
            heapq.heappop(self._heap)
        return None

    def pop(self) -> int | None:
        """Take the first id out."""
        download_id = self.first()
        if download_id is not None:
            heapq.heappop(self._heap)
            del self._rank[download_id]
        return download_id

    def clear(self) -> None:
        self._heap.clear()
        self._rank.clear()
