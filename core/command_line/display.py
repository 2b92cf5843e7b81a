"""What `headgate get` prints: lines for people, or one JSON object a line for programs."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, Protocol, TextIO

from core.model import events
from core.model.events import Event
from core.model.snapshot import Row
from core.model.states import State
from core.policy.meter import Meter
from core.policy.safe_names import is_disarmed
from core.policy.wording import duration, size, speed


@dataclass(frozen=True, slots=True)
class Summary:
    """How it all ended. `received` in bytes; `stop_ms` is None when nothing was stopped."""

    completed: int
    failed: int
    stopped: int
    received: int
    seconds: float
    stop_ms: float | None


class Display(Protocol):
    """What the command tells its user, whichever way."""

    def event(self, event: Event) -> None: ...

    def progress(self, rows: list[Row], now: float) -> None: ...

    def summary(self, summary: Summary) -> None: ...

    def flush(self) -> None:
        """What was told so far is to be seen now."""
        ...


class JsonLines:
    """One object a line."""

    def __init__(self, out: TextIO, number: Callable[[int], int]) -> None:
        self._out = out
        self._number = number  # the engine's id as the position on the command line
        self._shown: dict[int, int] = {}

    def event(self, event: Event) -> None:
        match event:
            case events.Started(number, url, path, received, total):
                self._line("started", number, url, str(path), received, total)
            case events.Retrying(number, url, error, seconds, received, total):
                told = {"code": error.code, "message": str(error)}
                self._line(
                    "retrying", number, url, None, received, total, error=told, seconds=seconds
                )
            case events.Completed(number, url, path, received):
                more: dict[str, object] = {"unconfirmed": True} if event.unconfirmed else {}
                if event.coding:
                    more["coding"] = event.coding
                self._line("completed", number, url, str(path), received, received, **more)
            case events.DownloadFailed(number, url, where, error, received, total):
                told = {"code": error.code, "message": f"{error} {error.remedy}".strip()}
                self._line("failed", number, url, _text(where), received, total, error=told)
            case events.DownloadStopped(number, url, where, received, total):
                self._line("stopped", number, url, _text(where), received, total)
            case events.StateFault(error):
                told = {"code": error.code, "message": f"{error} {error.remedy}".strip()}
                self._write(event="fault", error=told)
            case _:
                return

    def added(self, number: int, url: str) -> None:
        self._line("added", number, url, None, 0, None)

    def progress(self, rows: list[Row], now: float) -> None:
        for row in rows:
            if row.state.running and self._shown.get(row.id) != row.received:
                self._shown[row.id] = row.received
                path = str(row.folder / row.name) if row.named else None
                self._line("progress", row.id, row.url, path, row.received, row.size)

    def summary(self, summary: Summary) -> None:
        self._write(
            event="summary",
            completed=summary.completed,
            failed=summary.failed,
            stopped=summary.stopped,
            received=summary.received,
            seconds=round(summary.seconds, 6),
            stop_ms=None if summary.stop_ms is None else round(summary.stop_ms, 3),
        )

    def _line(
        self,
        event: str,
        number: int,
        url: str,
        path: str | None,
        received: int,
        total: int | None,
        **more: Any,
    ) -> None:
        self._write(
            event=event,
            id=self._number(number),
            url=url,
            path=path,
            received=received,
            total=total,
            **more,
        )

    def _write(self, **fields: object) -> None:
        self._out.write(json.dumps(fields) + "\n")

    def flush(self) -> None:
        self._out.flush()


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _note(event: events.Completed) -> str:
    """What there is to say about a finished file."""
    note = "kept the file that was there" if event.skipped else size(event.received)
    if is_disarmed(event.path.name):
        note += ", and .download was added so that nothing runs it"
    if event.unconfirmed:
        note += ", length not confirmed by the server"
    if event.coding:
        note += f", kept packed ({event.coding}) as the server sent it"
    return note


def printable(text: str) -> str:
    """Text of a server's making without the power to steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


@dataclass(slots=True)
class Terminal:
    """A line a download and a total, redrawn in place; plain lines where that cannot be."""

    out: TextIO = field(default_factory=lambda: sys.stderr)
    live: bool = True
    quiet: bool = False
    width: int | None = None  # columns; None: as wide as the terminal is
    _meters: dict[int, Meter] = field(default_factory=dict)
    _drawn: int = 0

    def event(self, event: Event) -> None:
        match event:
            case events.Completed(_, _, path):
                self._say(f"{path.name}: {_note(event)}")
            case events.DownloadFailed(_, url, path, error, _, _):
                name = path.name if path else url
                self._say(f"{name}: {error} {error.remedy}", always=True)
            case events.Retrying(_, url, error, seconds, _, _):
                self._say(f"{url}: {error} Trying again in {duration(seconds)}.")
            case events.StateFault(error) | events.ResourceLost(error):
                self._say(f"{error} {error.remedy}", always=True)
            case _:
                return

    def progress(self, rows: list[Row], now: float) -> None:
        running = [row for row in rows if row.state.running]
        for gone in self._meters.keys() - {row.id for row in running}:
            del self._meters[gone]
        for row in running:
            meter = self._meters.get(row.id)
            self._meters[row.id] = (
                Meter(now, row.received) if meter is None else meter.add(now, row.received)
            )
        if not self.live or self.quiet:
            return
        lines = [self._row(row) for row in running]
        if len(running) > 1:
            rate = sum(self._meters[row.id].rate or 0.0 for row in running)
            lines.append(f"{len(running)} running, {speed(rate)}")
        self._redraw(lines)

    def summary(self, summary: Summary) -> None:
        self._redraw([])
        if summary.stop_ms is not None:
            self._say(f"Stopped in {summary.stop_ms:.0f} ms; everything received is kept.")
        elif summary.completed + summary.failed > 1:
            took = duration(summary.seconds)
            self._say(f"{summary.completed} completed, {summary.failed} failed, {took}")

    def flush(self) -> None:
        self.out.flush()

    def _row(self, row: Row) -> str:
        meter = self._meters[row.id]
        share = "" if row.fraction is None else f"{row.fraction:4.0%} "
        left = meter.seconds_left(row.size)
        rest = "" if left is None else f", {duration(left)} left"
        pace = f"{speed(meter.rate or 0.0)}{rest}"
        if row.state is State.VERIFYING:
            pace = "checking"
        figures = f" {share}{size(row.received)} {pace}"
        room = max(8, self._columns() - len(figures) - 1)
        name = row.name if len(row.name) <= room else row.name[: room - 1] + "…"
        return name + figures

    def _columns(self) -> int:
        return self.width or get_terminal_size().columns

    def _redraw(self, lines: list[str]) -> None:
        if not self.live:
            return
        back = f"\x1b[{self._drawn}F" if self._drawn else ""
        if back or lines:
            self.out.write(back + "\x1b[J" + "".join(line + "\n" for line in lines))
            self.out.flush()
        self._drawn = len(lines)

    def _say(self, text: str, *, always: bool = False) -> None:
        if self.quiet and not always:
            return
        self._redraw([])
        self.out.write(printable(text) + "\n")
        self.out.flush()
