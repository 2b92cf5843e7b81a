"""Asking servers what is behind links before they are added: few requests of one byte each."""

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import suppress

from core.model.errors import HeadgateError, NetworkError, UnexpectedError
from core.net.client import Client
from core.net.network import Network
from core.net.origins import where
from core.net.reach import online
from core.net.reply import Opened
from core.policy.asking import Answer, is_enough, may_be_asked
from core.policy.filenames import choose
from core.policy.intake.entry import Entry
from core.stop import Interrupted, StopSignal

AT_ONCE = 4
AT_ONCE_PER_HOST = 2
MOST = 100  # links of one inquiry that are asked about; a longer list would be a burden
BYTE_SECONDS = 5.0  # to wait for the one byte
_log = logging.getLogger(__name__)


class Inquiry:
    """Asks on threads of its own; `heard` is called there, and must only post.

    At most two requests at a time go to one server. One that is down or has had enough is
    asked nothing more.
    """

    def __init__(
        self,
        network: Network,
        heard: Callable[[Answer], None],
        online: Callable[[], bool] = online,
    ) -> None:
        self._network = network
        self._online = online
        self._heard = heard
        self._stop = StopSignal()
        self._lock = threading.Lock()  # guards what follows
        self._waiting: deque[Entry] = deque()
        self._asked: set[str] = set()
        self._under_way: Counter[str] = Counter()  # requests by host
        self._threads = 0  # that will look for another link
        self._running = 0  # that have not ended yet

    def ask(self, entries: Iterable[Entry]) -> None:
        """Ask about these links as well, each once."""
        with self._lock:
            for entry in entries:
                if len(self._asked) >= MOST or self._stop.is_set():
                    break
                if entry.url not in self._asked and may_be_asked(entry):
                    self._asked.add(entry.url)
                    self._waiting.append(entry)
            missing = min(AT_ONCE, self._threads + len(self._waiting)) - self._threads
            self._threads += missing
            self._running += missing
        for _ in range(missing):
            threading.Thread(target=self._run, name="inquiry", daemon=True).start()

    def close(self) -> None:
        """Ask nothing more; what is under way ends at once, and is not told."""
        with self._lock:
            if not self._stop.is_set():
                self._waiting.clear()
                self._stop.set()
                self._tidy()

    def _run(self) -> None:
        client = Client(self._network, self._stop)
        try:
            while (entry := self._next()) is not None:
                answer = self._ask(client, entry)
                self._done(entry, answer)
                if answer is not None and not self._stop.is_set():
                    self._heard(answer)
        finally:
            client.close()
            with self._lock:
                self._running -= 1
                self._tidy()

    def _next(self) -> Entry | None:
        """The next whose server has room; None ends the thread, those that are left go on."""
        with self._lock:
            for entry in self._waiting:
                host = _host(entry)
                if self._under_way[host] < AT_ONCE_PER_HOST:
                    self._waiting.remove(entry)
                    self._under_way[host] += 1
                    return entry
            self._threads -= 1
            return None

    def _done(self, entry: Entry, answer: Answer | None) -> None:
        host = _host(entry)
        with self._lock:
            self._under_way[host] -= 1
            if answer is not None and answer.error is not None and is_enough(answer.error):
                self._waiting = deque(one for one in self._waiting if _host(one) != host)

    def _tidy(self) -> None:
        if self._stop.is_set() and not self._running:
            self._stop.close()

    def _ask(self, client: Client, entry: Entry) -> Answer | None:
        try:
            opened = client.open(entry.url, entry.options, 0, 0, or_whole=True)
        except Interrupted:
            return None
        except HeadgateError as error:
            # Without a network every server seems to be none; that says nothing of the link.
            nothing = isinstance(error, NetworkError) and not self._online()
            return None if nothing else Answer(entry.url, error=error)
        except Exception as error:  # noqa: BLE001 - a bug must not end the thread unsaid
            _log.exception("asking about a link failed unexpectedly")
            return Answer(entry.url, error=UnexpectedError.of(error))
        _finish(opened)
        resource = opened.resource
        chosen = choose(
            wanted=None,
            disposition=resource.disposition,
            final_url=resource.url,
            first_url=entry.url,
            content_type=resource.content_type,
        )
        return Answer(entry.url, resource.size, chosen.name, chosen.source)


def _host(entry: Entry) -> str:
    return where(entry.url)[0].host


def _finish(opened: Opened) -> None:
    """Read the one byte, so that the connection can be used again; a whole file is not read."""
    if opened.end == 1:
        with suppress(HeadgateError, TimeoutError, Interrupted):
            opened.body.receive_into(memoryview(bytearray(1)), BYTE_SECONDS)
    opened.body.finish()
