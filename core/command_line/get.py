"""`headgate get`: one batch, told on the terminal, ended safely by a signal."""

import errno
import gc
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from types import FrameType
from typing import NoReturn

from core.assembly import build_engine, calm_the_collector
from core.command_line.arguments import GetCommand, read_arguments
from core.command_line.display import Display, JsonLines, Summary, Terminal
from core.engine.engine import Engine
from core.model import events
from core.model.errors import HeadgateError, InputError, StateError
from core.model.events import Cause, Event
from core.net.cookies import load_cookies

LOOK_SECONDS = 0.05
REFRESH_SECONDS = 0.2
CLOSE_SECONDS = 5.0  # for recording what was received; a disk that hangs may take for ever
QUIT_SECONDS = 5.0  # a stop that takes longer hangs in a disk: asked again, leave without it
OWNER = "get"
_UNHEARD = {errno.EPIPE, errno.EIO}
_Signals = tuple[signal.Signals, ...]
_STOPPING: _Signals = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class _Inbox:
    """Where the engine's events and the user's signals wait for the main thread.

    It looks twenty times a second and not at every event: with thousands of small files,
    waking for each would take half of the time the workers need. A signal and the end of the
    batch wake it at once.
    """

    def __init__(self) -> None:
        self._events: deque[Event] = deque()
        # Unlike a lock, `SimpleQueue.put` is safe inside a signal handler.
        self._urgent: SimpleQueue[float | None] = SimpleQueue()

    def hear(self, event: Event) -> None:
        """Called on worker threads."""
        self._events.append(event)
        if isinstance(event, events.BatchEnded):
            self._urgent.put(None)

    def ask(self, at: float) -> None:
        """The user wants it to stop, since `at` (monotonic seconds)."""
        self._urgent.put(at)

    def wait(self) -> float | None:
        """Return when it is time to look; since when a stop is wanted, if one is."""
        try:
            return self._urgent.get(timeout=LOOK_SECONDS)
        except Empty:
            return None

    def news(self) -> Iterator[Event]:
        while self._events:
            yield self._events.popleft()


@dataclass(slots=True)
class _Tally:
    """What became of which download; a later event of one replaces the earlier."""

    completed: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    stopped: set[int] = field(default_factory=set)

    def count(self, event: Event) -> None:
        match event:
            case events.Completed():
                self.completed.add(event.id)
            case events.DownloadFailed():
                self.failed.add(event.id)
            case events.DownloadStopped():
                self.stopped.add(event.id)
            case _:
                return


def main(words: Sequence[str]) -> int:
    """Run `headgate get` with these words; returns the exit status."""
    try:
        command = read_arguments(words)
        cookies = load_cookies(command.cookie_file) if command.cookie_file else None
        engine = build_engine(
            command.settings,
            command.state_folder,
            owner=OWNER,
            cookies=cookies,
            pool_size=min(64, command.settings.concurrent * command.settings.connections),
            online=lambda: True,  # it tries as often as it was told to, and does not wait
        )
    except (InputError, StateError) as error:
        return _refuse(error)
    calm_the_collector()
    gc.enable()
    inbox = _Inbox()
    with _signals_to(inbox):
        try:
            return _run(engine, command, inbox)
        except StateError as error:
            return _refuse(error)
        except OSError as error:
            if error.errno not in _UNHEARD:
                raise
            _print_no_more()
            return 130
        finally:
            engine.close(CLOSE_SECONDS)


def _refuse(error: HeadgateError) -> int:
    """Say why nothing can be done; returns the exit status."""
    sys.stderr.write(f"headgate get: {error} {error.remedy}\n")
    return 2 if isinstance(error, InputError) else 1


def _run(engine: Engine, command: GetCommand, inbox: _Inbox) -> int:
    engine.listen(inbox.hear)
    ids = engine.enlist(command.requests)
    if command.start_again:
        engine.offers.start_again(ids)
    order = {number: position for position, number in enumerate(ids, 1)}
    display: Display
    if command.json:
        display = lines = JsonLines(sys.stdout, lambda number: order.get(number, 0))
        for number, request in zip(ids, command.requests, strict=True):
            lines.added(number, request.url)
    else:
        display = Terminal(live=sys.stderr.isatty(), quiet=command.quiet)
    engine.start()
    tally, ended = _follow(engine, inbox, display)
    summary = Summary(
        len(tally.completed),
        len(tally.failed),
        len(set(ids) - tally.completed - tally.failed),
        engine.received(),
        ended.seconds,
        ended.stop_ms,
    )
    display.summary(summary)
    display.flush()
    if ended.fault is not None:
        return 1
    if ended.cause is not None:
        return 130
    return 1 if tally.failed else 0


def _follow(engine: Engine, inbox: _Inbox, display: Display) -> tuple[_Tally, events.BatchEnded]:
    """Show what happens until the batch has ended."""
    tally = _Tally()
    due = time.monotonic() + REFRESH_SECONDS
    first_asked: float | None = None
    while True:
        asked_at = inbox.wait()
        if asked_at is not None:
            first_asked = first_asked or asked_at
            if asked_at - first_asked > QUIT_SECONDS:
                _quit_now(display)
            engine.stop(asked_at=asked_at)
        for event in inbox.news():
            if isinstance(event, events.BatchEnded):
                return tally, event
            if isinstance(event, events.ResourceLost):
                engine.stop(Cause.FAULT, event.error)
            tally.count(event)
            display.event(event)
        now = time.monotonic()
        if now >= due:
            due = now + REFRESH_SECONDS
            display.progress(engine.running_rows(), now)
        display.flush()


def _print_no_more() -> None:
    """The terminal was closed, or the program that read our lines: the end goes unsaid."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def _quit_now(display: Display) -> NoReturn:
    """Leave a worker behind that its disk holds. The list never claims more than the disk has."""
    display.flush()
    os._exit(130)


@contextmanager
def _signals_to(inbox: _Inbox) -> Iterator[None]:
    """Signals become a message."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        inbox.ask(time.monotonic())

    # Started by nohup it is to outlive its terminal.
    heard = [one for one in _STOPPING if one.name != "SIGHUP" or _is_heard(one)]
    previous = {number: signal.signal(number, asked) for number in heard}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _is_heard(number: signal.Signals) -> bool:
    return signal.getsignal(number) is not signal.SIG_IGN
