"""What the user does with downloads: pause, resume, retry, remove, reorder."""

from collections.abc import Iterable

from core.engine.running import Intent
from core.engine.work import Work
from core.model.download import Download
from core.model.errors import HeadgateError
from core.model.states import State


class Commands:
    """Each takes the lock of `Work` for as long as it takes to change memory, no longer."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def restore(self, downloads: Iterable[Download]) -> None:
        """Put loaded rows in the list, in their order."""
        work = self._work
        with work.lock:
            for one in downloads:
                work.roster.add(one)
                if one.state is State.QUEUED:
                    work.queue.put(one)

    def pause(self, ids: Iterable[int]) -> None:
        """Take downloads out of the queue until they are resumed; running ones stop at once."""
        work = self._work
        with work.lock:
            changed = []
            for one in work.roster.some(ids):
                if one.state.running:
                    work.settling.interrupt(one, Intent.PAUSE)
                elif one.state in (State.QUEUED, State.RETRY_WAIT):
                    work.queue.drop(one.id)
                    work.roster.retry_at.drop(one.id)
                    work.roster.move(one, State.PAUSED)
                    changed.append(one)
            self._record(changed)
            work.tell()

    def resume(self, ids: Iterable[int]) -> None:
        """Put paused, stopped or waiting downloads back in the queue."""
        work = self._work
        with work.lock:
            changed = []
            for one in work.roster.some(ids):
                running = work.roster.running.get(one.id)
                if one.state is State.PAUSED:
                    self._queue(one)
                    changed.append(one)
                elif running is not None and running.intent is Intent.PAUSE:
                    running.intent = Intent.QUEUE
                elif one.state is State.RETRY_WAIT:
                    work.roster.retry_at.put(one.id, work.clocks.monotonic())
            self._record(changed)
            work.tell()

    def retry(self, ids: Iterable[int]) -> None:
        """Queue failed downloads again, with fresh attempts."""
        work = self._work
        with work.lock:
            changed = []
            for one in work.roster.some(ids):
                if one.state is not State.FAILED:
                    continue
                if one.error is not None and one.error.starts_anew:
                    work.settling.begin_anew(one)
                one.attempts, one.error, one.finished_at = 0, None, None
                self._queue(one)
                changed.append(one)
            self._record(changed)
            work.tell()

    def remove(self, ids: Iterable[int]) -> None:
        """Take downloads out of the list. Finished files stay, unfinished ones are deleted."""
        work = self._work
        with work.lock:
            for one in work.roster.some(ids):
                if one.state.running:
                    work.settling.interrupt(one, Intent.REMOVE)
                else:
                    work.settling.forget(one)
            work.tell()

    def limit(self, ids: Iterable[int], rate: int) -> None:
        """Give downloads a speed limit of their own in bytes per second; 0 takes it away."""
        work = self._work
        with work.lock:
            changed = work.roster.some(ids)
            for one in changed:
                one.limit_rate = rate
                running = work.roster.running.get(one.id)
                if running is not None:
                    running.throttle.rate = rate
            self._record(changed)

    def fail(self, download_id: int, error: HeadgateError) -> None:
        """The disk did not take what was written: end work on a download, or keep it from it.

        If nobody works on it and its folder is only gone for a while, the next to open it sees
        that, and it waits as the others do.
        """
        work = self._work
        with work.lock:
            running = work.roster.running.get(download_id)
            if running is not None:
                work.settling.end(running, error)
                return
            if not error.comes_back:
                for one in work.roster.some([download_id]):
                    one.error = error
                    self.pause([download_id])

    def stop_running(self) -> None:
        """Show what runs as stopping; the shared stop signal is set already."""
        work = self._work
        with work.lock:
            for running in work.roster.running.values():
                if running.download.state is not State.STOPPING:
                    work.roster.move(running.download, State.STOPPING)
            for one in work.roster.some(list(work.roster.retry_at)):
                work.roster.retry_at.drop(one.id)
                one.attempts = 0
                self._queue(one)

    def _queue(self, one: Download) -> None:
        self._work.roster.move(one, State.QUEUED)
        self._work.queue.put(one)

    def _record(self, changed: list[Download]) -> None:
        for one in changed:
            self._work.journal.record(one)
