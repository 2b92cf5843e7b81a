"""The user's order: downloads moved before others, by ranks that lie between their neighbours'."""

from collections.abc import Iterable

from core.engine.work import Work
from core.model.download import Download


class Ordering:
    """Each call takes the lock of `Work` for one pass over the list."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def place(self, ids: Iterable[int], before: int | None) -> None:
        """Put downloads, in their order, directly before another one or (None) behind all."""
        work = self._work
        with work.lock:
            moved = sorted(work.roster.some(ids), key=_rank)
            names = {one.id for one in moved}
            target = None if before is None else work.roster.get(before)
            if not moved or before in names:
                return
            others = [one for one in work.roster if one.id not in names]
            ranks = _between(others, target, len(moved))
            if ranks is None:
                self._renumber(others)
                ranks = _between(others, target, len(moved))
                assert ranks is not None, "whole numbers leave room"
            for one, rank in zip(moved, ranks, strict=True):
                self._give(one, rank)

    def _renumber(self, downloads: list[Download]) -> None:
        for number, one in enumerate(sorted(downloads, key=_rank), 1):
            self._give(one, float(number))

    def _give(self, one: Download, rank: float) -> None:
        work = self._work
        one.rank = rank
        work.roster.last_rank = max(work.roster.last_rank, rank)
        work.queue.moved(one)
        work.roster.touch(one)
        work.journal.record(one)


def _rank(one: Download) -> tuple[float, int]:
    return (one.rank, one.id)


def _between(others: list[Download], target: Download | None, count: int) -> list[float] | None:
    """So many ranks before `target`'s and after its neighbour's; None if there is no room."""
    if target is None:
        last = max((one.rank for one in others), default=0.0)
        return [last + number for number in range(1, count + 1)]
    below = [one.rank for one in others if _rank(one) < _rank(target)]
    low = max(below, default=target.rank - count - 1)
    step = (target.rank - low) / (count + 1)
    ranks = [low + step * number for number in range(1, count + 1)]
    distinct = {low, *ranks, target.rank}
    return ranks if len(distinct) == count + 2 and ranks == sorted(ranks) else None
