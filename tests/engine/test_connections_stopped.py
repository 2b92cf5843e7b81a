"""Pause, remove and Stop all amid several connections: what was received is kept, and is there."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import pytest

from core.disk.schema import FILE_NAME
from core.engine import segments
from core.engine.courier import Courier
from core.model import events, evidence, segment
from core.model.segment import Span
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.engine.gate import hold
from tests.engine.test_connections import DATA, FIRST, SEAM, STEP, begin, raced
from tests.engine.written import watch
from tests.servers.gated import Gated
from tests.servers.scripted import Scripted


def split(here: Rig, server: Scripted) -> Gated:
    """Four connections, each held after `FIRST` bytes, which are written."""
    file = Gated(DATA, lambda *_: FIRST)
    [number] = here.add(server.add("/data.bin", file))
    here.engine.start([number])
    file.wait(4)
    here.wait_until(lambda rows: rows[number].received == 4 * FIRST)
    return file


def recorded(here: Rig) -> list[Span]:
    """What the list says is held, once the program has been closed."""
    here.close()
    with closing(sqlite3.connect(here.state / FILE_NAME)) as database:
        [(text,)] = database.execute("SELECT held FROM downloads").fetchall()
    return evidence.from_text(text).spans


def assert_truly_there(here: Rig, held: list[Span]) -> None:
    part = (here.files / "data.bin.part").read_bytes()
    for start, end in held:
        assert part[start:end] == DATA[start:end]


def restarted(rig: MakeRig, file: Gated) -> None:
    """The next start of the program fetches what is missing, and no more."""
    asked = len(file.sendings)
    file.open()
    here = rig(connections=4)
    here.engine.restore()
    [one] = here.look().values()
    if one.state is State.PAUSED:
        here.engine.resume([one.id])
    before = one.received
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    assert here.names() == ["data.bin"]
    assert here.engine.received() == len(DATA) - before
    assert len(file.sendings) > asked


def stop_all(here: Rig) -> None:
    here.engine.stop()
    assert here.wait(events.BatchEnded).cause is events.Cause.USER


def pause(here: Rig) -> None:
    here.engine.pause(list(here.look()))
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.PAUSED]


@pytest.mark.parametrize("end", [stop_all, pause])
def test_all_that_four_connections_brought_is_kept(
    rig: MakeRig, server: Scripted, end: Callable[[Rig], None]
) -> None:
    here = rig(timeout=60, connections=4)
    file = split(here, server)
    end(here)
    [row] = here.look().values()
    assert row.received == 4 * FIRST
    file.wait_until(lambda: not file.live())
    held = recorded(here)
    starts = [one.start for one in file.sendings]
    assert held == segment.merge(Span(start, start + FIRST) for start in starts)
    assert_truly_there(here, held)
    restarted(rig, file)


@pytest.mark.parametrize("end", [stop_all, pause])
@pytest.mark.parametrize("ahead", ["owner", "rival"])
def test_a_race_that_is_stopped_keeps_what_both_brought(
    rig: MakeRig,
    server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[Rig], None],
    ahead: str,
) -> None:
    monkeypatch.setattr(segments, "SMOOTH_SECONDS", 0.1)
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=3)
    file, owner, rival = raced(here, server)
    [row] = here.look().values()
    before = row.received
    if ahead == "owner":
        file.let(owner, STEP)
        here.wait_until(lambda rows: rows[row.id].received == before + STEP)
    else:
        file.let(rival, SEAM + STEP)
        file.wait_until(lambda: owner.gone)
        here.wait_until(lambda rows: rows[row.id].received == before + STEP)
    end(here)
    file.wait_until(lambda: not file.live())
    assert written.wrong == []
    held = recorded(here)
    assert segment.total(held) == before + STEP
    assert_truly_there(here, held)
    restarted(rig, file)


def _asks_again_or_ended(here: Rig, file: Gated) -> Callable[[object], bool]:
    asked = len(file.sendings)
    return lambda _rows: len(file.sendings) > asked or not here.engine.running


def test_pausing_and_resuming_again_and_again_ends_with_equal_bytes(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=4)
    file = Gated(DATA, lambda *_: FIRST)
    number = begin(here, server, file)
    for _ in range(4):
        asked = len(file.sendings)
        file.wait(asked + 2)
        here.engine.pause([number])
        here.engine.resume([number])
        here.wait_until(_asks_again_or_ended(here, file))
        here.engine.start()  # if the batch was over before it was resumed
    file.open()
    here.wait(events.Completed)
    assert (here.files / "data.bin").read_bytes() == DATA
    assert written.wrong == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_was_read_when_it_was_stopped_is_not_written(
    rig: MakeRig,
    server: Scripted,
    tls_server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    """The signal is looked at between the read and the write."""
    written = watch(monkeypatch, DATA)
    opened = threading.Event()
    gate = hold(monkeypatch, Courier, "fetch", lambda *_: opened.is_set(), after=True)
    here = rig(timeout=60, connections=4)
    file = split(here, server if scheme == "http" else tls_server)
    before = list(written.spans)
    opened.set()
    file.open()
    gate.wait()
    here.engine.stop()
    gate.open()
    here.wait(events.BatchEnded)
    assert written.spans == before


def test_removing_amid_a_split_leaves_nothing(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=4)
    file = split(here, server)
    here.engine.remove(list(here.look()))
    assert here.wait(events.BatchEnded).cause is None
    file.wait_until(lambda: not file.live())
    assert here.look() == {}
    here.close()
    assert here.names() == []


def test_one_that_is_paused_leaves_its_connections_to_another(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(timeout=60, connections=4, pool_size=4)
    first = split(here, server)
    second = Gated(DATA, lambda *_: FIRST)
    here.add(server.add("/second.bin", second))
    here.engine.start()
    here.engine.pause(list(here.look())[:1])
    second.wait(4)
    second.open()
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.PAUSED, State.COMPLETED]
    assert (here.files / "second.bin").read_bytes() == DATA
    first.open()
    here.engine.resume(list(here.look()))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def _ask(here: Rig, files: list[Gated]) -> Callable[[object], bool]:
    """Start, and wait until some more connections have asked, or it is over."""
    asked = sum(len(file.sendings) for file in files)
    here.engine.start()
    more = lambda: sum(len(file.sendings) for file in files) - asked  # noqa: E731
    return lambda _rows: more() >= 2 or not here.engine.running


def test_stops_in_the_middle_of_everything_end_every_batch(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Splits, races, breaks and refusals, stopped again and again until the files are there."""
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=8, concurrent=2, retries=5, pool_size=16)
    data = DATA[:3_000_000]
    files = [Gated(data, lambda number, _: 80_000 * (1 + number % 5)) for _ in range(3)]
    here.add(*(server.add(f"/{number}.bin", file) for number, file in enumerate(files)))
    turn = 0
    while State.QUEUED in here.states():
        here.wait_until(_ask(here, files))
        live = [(file, one) for file in files for one in file.live()]
        for place, (file, one) in enumerate(live, turn):
            if place % 3 == 0:
                file.cut(one)
            else:
                file.let(one, 60_000)
        here.engine.stop()
        here.wait_until(lambda _rows: not here.engine.running)
        turn += 1
        if turn == 8:
            for file in files:
                file.open()
    assert here.states() == [State.COMPLETED] * 3
    for number in range(3):
        assert (here.files / f"{number}.bin").read_bytes() == data
    assert written.wrong == []
    assert len(here.names()) == 3
