"""New downloads: a hundred thousand at once hold nobody up, and a crash leaves all or none."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from core.engine.work import Work
from core.model import events
from core.model.download import Download, Request
from core.model.errors import ListClosedError
from core.model.states import State

SLICE = 200  # downloads that are put in the list at a time: nobody waits for the lock for long
TOLD = 2000  # downloads that one event tells of


class Adding:
    """Posts new downloads to the journal all together, and only then lets anybody see them."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._posting = threading.Lock()  # who has lower ids posts them earlier
        self._under_way = 0
        self._closed = False
        self._ended = threading.Condition()  # guards both

    def add(self, requests: Iterable[Request]) -> list[int]:
        """Queue requests behind what is there; they start at once if a batch runs.

        Raises `ListClosedError`, and adds none, once `close` was called.
        """
        work = self._work
        with self._counted():
            added = self._post(list(requests))
        for start in range(0, len(added), TOLD):
            told = added[start : start + TOLD]
            for first in range(0, len(told), SLICE):
                with work.lock:
                    for one in told[first : first + SLICE]:
                        work.roster.add(one)
                        work.queue.put(one)
                    work.tell()
            work.post(events.Added(tuple(one.id for one in told)))
        return [one.id for one in added]

    def enlist(self, requests: list[Request]) -> list[int]:
        """Go on with what another process left of the same links, and add the others."""
        work = self._work
        found = work.journal.adopt(requests)
        with work.lock:
            for one in filter(None, found):
                one.rank = work.roster.last_rank + 1.0
                work.roster.add(one)
                if one.state is State.COMPLETED:
                    one.skipped = True
                    continue
                if one.error is not None and one.error.starts_anew:
                    work.settling.begin_anew(one)
                one.state, one.error = State.QUEUED, None
                work.queue.put(one)
        pairs = zip(requests, found, strict=True)
        fresh = iter(self.add([request for request, one in pairs if one is None]))
        for one in filter(None, found):
            if one.skipped and one.path is not None:
                url, size = one.request.url, one.size or 0
                work.post(events.Completed(one.id, url, one.path, size, skipped=True))
        return [next(fresh) if one is None else one.id for one in found]

    def close(self, seconds: float) -> bool:
        """Take in no more, and wait until all that was begun is posted; False after `seconds`."""
        with self._ended:
            self._closed = True
            return self._ended.wait_for(lambda: not self._under_way, seconds)

    def _post(self, wanted: list[Request]) -> list[Download]:
        """Downloads of these requests, on their way to the disk."""
        work = self._work
        with self._posting:
            with work.lock:
                ids = work.journal.take_ids(len(wanted))
                rank = work.roster.take_ranks(len(wanted))
            at = work.clocks.wall()
            added = [
                Download(number, request, rank + place, at)
                for place, (number, request) in enumerate(zip(ids, wanted, strict=True))
            ]
            work.journal.add(added)
            return added

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._ended:
            if self._closed:
                raise ListClosedError
            self._under_way += 1
        try:
            yield
        finally:
            with self._ended:
                self._under_way -= 1
                self._ended.notify_all()
