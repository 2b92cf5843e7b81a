"""What `headgate get` prints: objects for programs, lines for people, nothing that harms either."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.command_line.display import JsonLines, Summary, Terminal
from core.model import events
from core.model.errors import (
    BadReplyError,
    DiskFullError,
    NotFoundError,
    RateLimitedError,
    StateLostError,
)
from core.model.events import Event
from core.model.snapshot import Row
from core.model.states import State

URL = "http://files.test/a.bin"
PATH = Path("/tmp/files/größe.bin")
NOT_FOUND = NotFoundError(host="files.test")
NOT_FOUND_TEXT = (
    "files.test has no file at this address (404). The file may have moved. Look for a new link."
)
STATE_TEXT = (
    "The list of downloads in /s cannot be written: disk full. "
    "Make room on that disk or check its permissions, then start again."
)
BUSY = RateLimitedError(host="files.test")
ESCAPE = "\x1b"


def row(
    number: int = 1,
    received: int = 0,
    size: int | None = 1000,
    *,
    name: str = "a.bin",
    named: bool = True,
    state: State = State.DOWNLOADING,
) -> Row:
    return Row(
        id=number,
        rank=float(number),
        url=URL,
        folder=Path("/tmp/files"),
        name=name,
        named=named,
        state=state,
        size=size,
        received=received,
        connections=1,
        error=None,
        retry_in=None,
        hold=None,
        unconfirmed=False,
        added_at=0.0,
        finished_at=None,
    )


# --- for programs --------------------------------------------------------------------------


class Program:
    """A display for programs and what it has written."""

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.display = JsonLines(self.out, {70: 1, 71: 2}.__getitem__)

    def read(self) -> list[dict[str, Any]]:
        """The objects written since the last look, one a line."""
        text = self.out.getvalue()
        self.out.seek(0)
        self.out.truncate()
        assert text == "" or text.endswith("\n")
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def program() -> Program:
    return Program()


COMMON = {"id": 1, "url": URL}
AT = {"path": str(PATH)}


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            events.Started(70, URL, PATH, 5, 100),
            {**COMMON, **AT, "event": "started", "received": 5, "total": 100},
        ),
        (
            events.Started(71, URL, PATH, 0, None),
            {**COMMON, **AT, "id": 2, "event": "started", "received": 0, "total": None},
        ),
        (
            events.Retrying(70, URL, BUSY, 2.5, 5, 100),
            {
                **COMMON,
                "path": None,
                "event": "retrying",
                "received": 5,
                "total": 100,
                "seconds": 2.5,
                "error": {
                    "code": "rate_limited",
                    "message": "files.test asks us to slow down (429).",
                },
            },
        ),
        (
            events.Completed(70, URL, PATH, 100, skipped=False),
            {**COMMON, **AT, "event": "completed", "received": 100, "total": 100},
        ),
        (
            events.Completed(70, URL, PATH, 9, skipped=False, unconfirmed=True, coding="gzip"),
            {
                **COMMON,
                **AT,
                "event": "completed",
                "received": 9,
                "total": 9,
                "unconfirmed": True,
                "coding": "gzip",
            },
        ),
        (
            events.DownloadFailed(70, URL, PATH, NOT_FOUND, 5, None),
            {
                **COMMON,
                **AT,
                "event": "failed",
                "received": 5,
                "total": None,
                "error": {
                    "code": "not_found",
                    "message": NOT_FOUND_TEXT,
                },
            },
        ),
        (
            events.DownloadStopped(70, URL, PATH, 5, 100),
            {**COMMON, **AT, "event": "stopped", "received": 5, "total": 100},
        ),
        (
            events.DownloadStopped(70, URL, None, 0, None),
            {**COMMON, "path": None, "event": "stopped", "received": 0, "total": None},
        ),
    ],
)
def test_an_event_is_one_object(program: Program, event: Event, line: dict[str, Any]) -> None:
    program.display.event(event)
    assert program.read() == [line]


def test_a_failure_before_there_is_a_name_has_no_path(program: Program) -> None:
    program.display.event(events.DownloadFailed(70, URL, None, NOT_FOUND, 0, None))
    (line,) = program.read()
    assert line["path"] is None


def test_what_was_asked_for_is_told_first(program: Program) -> None:
    program.display.added(71, URL)
    assert program.read() == [
        {"event": "added", "id": 2, "url": URL, "path": None, "received": 0, "total": None}
    ]


@pytest.mark.parametrize(
    "event",
    [
        events.Added((70,)),
        events.BatchStarted(),
        events.BatchEnded(None, None, 1.0),
    ],
)
def test_other_events_say_nothing(program: Program, event: Event) -> None:
    program.display.event(event)
    assert program.read() == []


def test_progress_is_told_when_there_is_some(program: Program) -> None:
    line = {**COMMON, "event": "progress", "path": "/tmp/files/a.bin", "total": 1000}
    program.display.progress([row(70, 10)], 0.0)
    assert program.read() == [{**line, "received": 10}]
    program.display.progress([row(70, 10)], 0.2)
    assert program.read() == []
    program.display.progress([row(70, 20), row(71, 5, None, named=False)], 0.4)
    unnamed = {**line, "id": 2, "path": None, "received": 5, "total": None}
    assert program.read() == [{**line, "received": 20}, unnamed]


@pytest.mark.parametrize("state", [state for state in State if not state.running])
def test_what_does_not_run_makes_no_progress(program: Program, state: State) -> None:
    program.display.progress([row(70, 10, state=state)], 0.0)
    assert program.read() == []


@pytest.mark.parametrize(("stop_ms", "told"), [(None, None), (3.14159265, 3.142)])
def test_the_summary_is_one_object(
    program: Program, stop_ms: float | None, told: float | None
) -> None:
    program.display.summary(Summary(3, 1, 2, 12345, 1.23456789, stop_ms))
    assert program.read() == [
        {
            "event": "summary",
            "completed": 3,
            "failed": 1,
            "stopped": 2,
            "received": 12345,
            "seconds": 1.234568,
            "stop_ms": told,
        }
    ]


def test_after_a_flush_a_reader_sees_every_line() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(io.BufferedWriter(raw, 100_000), "utf-8")  # type: ignore[arg-type]
    display = JsonLines(out, lambda number: number)
    display.added(1, URL)
    display.flush()
    assert raw.getvalue().endswith(b"}\n")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize(
    "name", ["größe.bin", "日本.bin", "a\nb\u2028c.bin", "undecodable\udcff.bin"]
)
def test_any_name_fits_on_a_line_of_any_output(encoding: str, name: str) -> None:
    raw = io.BytesIO()
    display = JsonLines(io.TextIOWrapper(raw, encoding), lambda number: number)
    display.event(events.Completed(1, URL, Path(name), 5, skipped=False))
    display.flush()
    (line,) = raw.getvalue().decode(encoding).removesuffix("\n").split("\n")
    assert json.loads(line)["path"] == name


# --- for people ----------------------------------------------------------------------------


class Screen:
    """A terminal that knows the two sequences we use, and what a person sees on it."""

    def __init__(self, *, live: bool, quiet: bool = False, width: int = 80) -> None:
        self.out = io.StringIO()
        self.display = Terminal(self.out, live=live, quiet=quiet, width=width)

    def seen(self) -> list[str]:
        lines = [""]
        for piece in re.findall(r"\x1b\[\d*[A-Z]|\n|[^\x1b\n]+|\x1b", self.out.getvalue()):
            if piece == "\n":
                lines.append("")
            elif found := re.fullmatch(r"\x1b\[(\d+)F", piece):
                up = int(found[1])
                assert up < len(lines), "moved up beyond what we wrote"
                del lines[len(lines) - up :]
                lines[-1] = ""
            elif piece == f"{ESCAPE}[J":
                assert lines[-1] == ""
            else:
                assert ESCAPE not in piece, piece
                lines[-1] += piece
        assert lines.pop() == "", "the last line is finished"
        return lines


LIVE = pytest.mark.parametrize("live", [True, False])


@LIVE
@pytest.mark.parametrize(
    ("event", "text"),
    [
        (events.Completed(1, URL, PATH, 4_200_000, skipped=False), "größe.bin: 4.20 MB"),
        (
            events.Completed(1, URL, PATH, 4_200_000, skipped=True),
            "größe.bin: kept the file that was there",
        ),
        (
            events.Completed(1, URL, Path("/d/a.desktop.download"), 5, skipped=False),
            "a.desktop.download: 5 B, and .download was added so that nothing runs it",
        ),
        (
            events.Completed(1, URL, PATH, 5, skipped=False, unconfirmed=True),
            "größe.bin: 5 B, length not confirmed by the server",
        ),
        (
            events.Completed(1, URL, PATH, 5, skipped=False, coding="gzip"),
            "größe.bin: 5 B, kept packed (gzip) as the server sent it",
        ),
        (
            events.DownloadFailed(1, URL, PATH, NOT_FOUND, 5, 100),
            f"größe.bin: {NOT_FOUND_TEXT}",
        ),
        (
            events.DownloadFailed(1, URL, None, NOT_FOUND, 5, 100),
            f"{URL}: {NOT_FOUND_TEXT}",
        ),
        (
            events.Retrying(1, URL, BUSY, 90.0, 5, 100),
            f"{URL}: files.test asks us to slow down (429). Trying again in 1 min 30 s.",
        ),
        (
            events.StateFault(StateLostError(folder="/s", reason="disk full")),
            STATE_TEXT,
        ),
    ],
)
def test_an_event_is_a_line(live: bool, event: Event, text: str) -> None:
    screen = Screen(live=live)
    screen.display.event(event)
    assert screen.seen() == [text]


@LIVE
@pytest.mark.parametrize(
    "event",
    [
        events.Added((1,)),
        events.BatchStarted(),
        events.BatchEnded(None, None, 1.0),
        events.Started(1, URL, PATH, 0, None),
        events.DownloadStopped(1, URL, PATH, 5, 100),
    ],
)
def test_some_events_are_no_news_for_people(live: bool, event: Event) -> None:
    screen = Screen(live=live)
    screen.display.event(event)
    assert screen.seen() == []


def test_quiet_lets_only_failures_through() -> None:
    screen = Screen(live=True, quiet=True)
    screen.display.progress([row()], 0.0)
    screen.display.event(events.Completed(1, URL, PATH, 5, skipped=False))
    screen.display.event(events.Retrying(1, URL, BUSY, 1.0, 0, None))
    screen.display.summary(Summary(2, 0, 0, 10, 1.0, None))
    screen.display.summary(Summary(0, 0, 2, 10, 1.0, 5.0))
    assert screen.out.getvalue() == ""
    screen.display.event(events.DownloadFailed(1, URL, None, NOT_FOUND, 0, None))
    screen.display.event(events.StateFault(DiskFullError(folder="/s")))
    assert [line.split(" ")[0] for line in screen.seen()] == [f"{URL}:", "The"]


def test_a_check_is_shown_as_one() -> None:
    screen = Screen(live=True)
    checked = replace(row(1, 1000, state=State.VERIFYING), verified=250)
    screen.display.progress([checked], 0.0)
    assert screen.seen() == ["a.bin  25% 1.00 kB checking"]


def test_progress_is_redrawn_in_place() -> None:
    screen = Screen(live=True)
    screen.display.progress([row(1, 0)], 0.0)
    assert screen.seen() == ["a.bin   0% 0 B 0 B/s"]
    screen.display.progress([row(1, 100)], 1.0)
    assert screen.seen() == ["a.bin  10% 100 B 100 B/s, 9 s left"]
    screen.display.progress([row(1, 200), row(2, 5, None, name="b.bin")], 2.0)
    assert screen.seen() == [
        "a.bin  20% 200 B 100 B/s, 8 s left",
        "b.bin 5 B 0 B/s",
        "2 running, 100 B/s",
    ]
    screen.display.progress([row(2, 1005, None, name="b.bin")], 3.0)
    assert screen.seen() == ["b.bin 1.00 kB 1.00 kB/s"]
    screen.display.progress([], 4.0)
    assert screen.seen() == []


def test_news_stand_above_the_progress() -> None:
    screen = Screen(live=True)
    screen.display.progress([row(1, 0), row(2, 0)], 0.0)
    screen.display.event(events.Completed(1, URL, PATH, 5, skipped=False))
    assert screen.seen() == ["größe.bin: 5 B"]
    screen.display.progress([row(2, 0)], 0.2)
    assert screen.seen() == ["größe.bin: 5 B", "a.bin   0% 0 B 0 B/s"]
    screen.display.summary(Summary(2, 0, 0, 10, 61.0, None))
    assert screen.seen() == ["größe.bin: 5 B", "2 completed, 0 failed, 1 min 1 s"]


def test_a_download_that_starts_again_is_measured_anew() -> None:
    screen = Screen(live=True)
    screen.display.progress([row(1, 0)], 0.0)
    screen.display.progress([row(1, 500)], 1.0)
    screen.display.progress([], 2.0)
    screen.display.progress([row(1, 0)], 3.0)
    assert screen.seen() == ["a.bin   0% 0 B 0 B/s"]


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_line_fits_the_terminal(width: int) -> None:
    screen = Screen(live=True, width=width)
    screen.display.progress([row(1, 10, name="x" * 200)], 0.0)
    (line,) = screen.seen()
    assert len(line) < max(width, 25)
    assert "…" in line


def test_only_what_runs_is_shown() -> None:
    screen = Screen(live=True)
    screen.display.progress([row(1, 10, state=state) for state in State if not state.running], 0.0)
    assert screen.seen() == []


def test_where_nothing_can_be_redrawn_there_is_no_progress() -> None:
    screen = Screen(live=False)
    screen.display.progress([row(1, 0), row(2, 0)], 0.0)
    screen.display.progress([row(1, 100), row(2, 0)], 1.0)
    screen.display.event(events.Completed(1, URL, PATH, 5, skipped=False))
    screen.display.summary(Summary(2, 0, 0, 10, 1.0, None))
    assert screen.out.getvalue() == "größe.bin: 5 B\n2 completed, 0 failed, 1 s\n"


@LIVE
@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        (Summary(1, 0, 0, 10, 1.0, None), []),  # its own line has said it already
        (Summary(0, 1, 0, 10, 1.0, None), []),
        (Summary(1, 1, 0, 10, 12.0, None), ["1 completed, 1 failed, 12 s"]),
        (Summary(0, 0, 1, 10, 1.0, 7.4), ["Stopped in 7 ms; everything received is kept."]),
        (Summary(5, 0, 1, 10, 1.0, 7.6), ["Stopped in 8 ms; everything received is kept."]),
    ],
)
def test_the_summary_is_a_line_where_there_is_more_to_say(
    live: bool, summary: Summary, lines: list[str]
) -> None:
    screen = Screen(live=live)
    screen.display.summary(summary)
    assert screen.seen() == lines


@LIVE
@pytest.mark.parametrize(
    "reason", ["\x1b[2J\x1b[H", "a\x9b31mb", "a\rb", "a\x08b", "\x1b]0;title\x07"]
)
def test_what_a_server_says_cannot_steer_the_terminal(live: bool, reason: str) -> None:
    screen = Screen(live=live)
    error = BadReplyError(host="files.test", reason=f"transfer coding “{reason}”")
    screen.display.event(events.DownloadFailed(1, URL, None, error, 0, None))
    screen.display.event(events.Retrying(1, URL, error, 1.0, 0, None))
    assert not set(screen.out.getvalue()) & set("\x1b\x9b\r\x08\x07")
