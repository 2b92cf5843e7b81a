"""All downloads of the list: their states, who changed since the last look, and the counts."""

import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator

from core.engine.line import Line
from core.engine.running import Running
from core.model.download import Download
from core.model.segment import total
from core.model.snapshot import Changes, Counts, Row
from core.model.states import RUNNING, Hold, State, check_move
from core.policy.filenames import from_url
from core.policy.safe_names import cleaned
from core.stop import StopSignal

_log = logging.getLogger(__name__)


class Roster:
    """Not locked: everything here happens inside the lock of `Work`."""

    def __init__(self) -> None:
        self.running: dict[int, Running] = {}
        self.promised: dict[StopSignal, Download] = {}  # to the workers that will take them next
        self.retry_at = Line()  # by monotonic seconds
        self.withdrawn: dict[int, Download] = {}  # off the list, and not forgotten yet
        self.last_rank = 0.0  # who is added comes after it
        self.received = 0  # bytes of downloads that ran and are settled
        self._downloads: dict[int, Download] = {}
        # Not a dict: those look through everything deleted before their first entry.
        self._changed: OrderedDict[int, None] = OrderedDict()
        self._removed: list[int] = []
        self._counts: Counter[State] = Counter()

    def __len__(self) -> int:
        return len(self._downloads)

    def __iter__(self) -> Iterator[Download]:
        return iter(self._downloads.values())

    def get(self, download_id: int) -> Download | None:
        return self._downloads.get(download_id)

    def some(self, ids: Iterable[int]) -> list[Download]:
        """Those of the ids that are still in the list."""
        return [one for number in ids if (one := self._downloads.get(number)) is not None]

    def add(self, download: Download) -> None:
        self._downloads[download.id] = download
        self._counts[download.state] += 1
        self._changed[download.id] = None
        self.last_rank = max(self.last_rank, download.rank)

    def take_ranks(self, count: int) -> float:
        """The first of so many ranks behind all others, which go to nobody else."""
        first = self.last_rank + 1.0
        self.last_rank += count
        return first

    def remove(self, download: Download) -> None:
        del self._downloads[download.id]
        self._counts[download.state] -= 1
        self._changed.pop(download.id, None)
        self._removed.append(download.id)

    def move(self, download: Download, state: State) -> None:
        """The one place where a state changes; raises `IllegalMoveError` for a bug."""
        old = download.state
        download.state = check_move(old, state)
        self._counts[old] -= 1
        self._counts[state] += 1
        self._changed[download.id] = None
        _log.debug("%d: %s → %s", download.id, old, state)

    def touch(self, download: Download) -> None:
        """Something that is shown has changed."""
        self._changed[download.id] = None

    def break_promise(self, download: Download) -> None:
        """No worker will take it next."""
        for worker in [one for one, promised in self.promised.items() if promised is download]:
            del self.promised[worker]

    def connections_to(self, host: str) -> int:
        """How many workers are busy with a host."""
        return sum(len(one.workers) for one in self.running.values() if one.host == host)

    def downloads_from(self, host: str) -> int:
        """How many downloads from a host run, or surely will."""
        running = sum(one.host == host for one in self.running.values())
        return running + sum(one.host == host for one in self.promised.values())

    def count(self, state: State) -> int:
        return self._counts[state]

    def anything_runs(self) -> bool:
        return any(self._counts[state] for state in RUNNING)

    def changes(self, limit: int, now: float, hold: Callable[[Download], Hold | None]) -> Changes:
        """Up to `limit` rows that changed, after those that run, which always do."""
        for number in self.running:
            self._changed.pop(number, None)
        rows = self.running_rows(now, hold)
        while self._changed and len(rows) < limit:
            number, _ = self._changed.popitem(last=False)
            rows.append(self.row(self._downloads[number], now, hold))
        if not self._changed:
            self._changed.clear()  # gives back the room that a long list took
        removed, self._removed = self._removed, []
        return Changes(
            rows=rows,
            removed=removed,
            counts=Counts({state: count for state, count in self._counts.items() if count}),
            received=self.total_received(),
            more=bool(self._changed),
        )

    def running_rows(self, now: float, hold: Callable[[Download], Hold | None]) -> list[Row]:
        """The rows that change all the time."""
        return [self.row(one.download, now, hold) for one in self.running.values()]

    def total_received(self) -> int:
        """Bytes that arrived since the program started."""
        return self.received + sum(one.fresh() for one in self.running.values())

    def row(self, one: Download, now: float, hold: Callable[[Download], Hold | None]) -> Row:
        running = self.running.get(one.id)
        retry_at = self.retry_at.rank(one.id)
        held = one.held if running is None else tuple(running.held())
        return Row(
            id=one.id,
            rank=one.rank,
            url=one.request.url,
            folder=one.request.folder,
            name=one.name or guess(one),
            named=one.name is not None,
            source=one.source if running is None else running.source or one.source,
            state=one.state,
            size=one.size,
            received=received(one) if running is None else total(held),
            connections=len(running.workers) if running else 0,
            error=one.error,
            retry_in=None if retry_at is None else max(0.0, retry_at - now),
            hold=hold(one),
            unconfirmed=one.unconfirmed,
            coding=one.coding,
            added_at=one.added_at,
            finished_at=one.finished_at,
            verified=running.verified if running else 0,
            held=held,
        )


def received(one: Download) -> int:
    """Bytes held of a download nobody works on."""
    if one.state is State.COMPLETED and one.size is not None:
        return one.size
    return sum(span.end - span.start for span in one.held)


def guess(one: Download) -> str:
    """What to call a download before the server has spoken."""
    return cleaned(one.request.name or from_url(one.request.url)) or one.request.url
