"""What the user may choose where a download cannot simply go on: anew, beside, from elsewhere."""

from collections.abc import Iterable
from dataclasses import replace

from core.engine.adding import Adding
from core.engine.work import Work
from core.model.download import Conflict, Download
from core.model.resource import UNKNOWN_MIRROR, Announced
from core.model.states import State
from core.policy.links import parse_link
from core.policy.redirects import options_for

_CHOOSABLE = frozenset({State.FAILED, State.PAUSED, State.QUEUED, State.RETRY_WAIT})


class Offers:
    """Each takes the lock of `Work` for a moment; what runs or is completed stays as it is."""

    def __init__(self, work: Work, adding: Adding) -> None:
        self._work = work
        self._adding = adding

    def start_again(self, ids: Iterable[int]) -> None:
        """Delete what is there of these downloads and queue them from the first byte."""
        with self._work.lock:
            for one in self._choosable(ids):
                self._work.settling.begin_anew(one)
                self._queue(one)
            self._work.tell()

    def save_beside(self, ids: Iterable[int]) -> list[int]:
        """Queue the same links once more, under names of their own; the old parts stay.

        Returns the ids of the new downloads.
        """
        with self._work.lock:
            requests = [one.request for one in self._choosable(ids)]
        return self._adding.add(
            replace(request, options=replace(request.options, conflict=Conflict.RENAME))
            for request in requests
        )

    def use_link(self, download_id: int, text: str) -> None:
        """Go on with a download from another address, once that is seen to have the same file.

        What the user gave for the old address stays there. Raises `InputError` if `text` is no
        link.
        """
        link = parse_link(text)
        work = self._work
        with work.lock:
            for one in self._choosable([download_id]):
                work.queue.drop(one.id)  # it waits with others of its server
                old = one.request
                options = options_for(link.url, old.url, old.options)
                if link.credentials is not None:
                    options = replace(options, credentials=link.credentials)
                one.request = replace(old, url=link.url, options=options)
                if one.resource is not None and link.url != old.url:
                    # Validators of the old address prove nothing here: the bytes must.
                    told = Announced(one.resource.announced.digest)
                    one.resource = replace(
                        one.resource, url="", mirror=UNKNOWN_MIRROR, announced=told
                    )
                self._queue(one)
                work.journal.record_request(one)
            work.tell()

    def _choosable(self, ids: Iterable[int]) -> list[Download]:
        return [one for one in self._work.roster.some(ids) if one.state in _CHOOSABLE]

    def _queue(self, one: Download) -> None:
        work = self._work
        one.attempts, one.error, one.finished_at = 0, None, None
        work.roster.retry_at.drop(one.id)
        if one.state is State.QUEUED:
            work.roster.touch(one)
        else:
            work.roster.move(one, State.QUEUED)
        work.queue.put(one)
        work.journal.record(one)
