"""A long list comes to the window in few pieces, gathered in short turns."""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from core.engine.engine import Engine, Listener
from core.model.errors import BadOptionError
from core.model.events import Added, BatchEnded, BatchStarted, DownloadStopped, Event, StateFault
from core.model.snapshot import Changes, Counts, Row
from core.model.states import State
from gui import bridge as room
from gui.bridge import ENOUGH, Bridge

AT_ONCE = 300


def row(number: int) -> Row:
    return Row(
        number, float(number), "https://a.example/x", Path("files"), "x", False, State.QUEUED, None,
        0, 0, None, None, None, False, 0.0, None,
    )  # fmt: skip


@dataclass
class Long:
    """Stands in for an engine whose list is long."""

    rows: int
    running: bool = False
    looks: int = 0
    busy: bool = False  # somebody else is at the list
    listeners: list[Listener] = field(default_factory=list)

    def listen(self, listener: Listener) -> None:
        self.listeners.append(listener)

    def changes_within(self, _seconds: float) -> Changes | None:
        if self.busy:
            return None
        self.looks += 1
        first = (self.looks - 1) * AT_ONCE
        last = min(self.rows, first + AT_ONCE)
        rows = [row(number) for number in range(first, last)]
        return Changes(rows, [], Counts({}), 0, more=last < self.rows)


def test_rows_are_passed_on_many_at_a_time(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LOAD_SECONDS", 0.0)  # every turn is over at once
    engine = Long(AT_ONCE + 2 * (ENOUGH + AT_ONCE))
    bridge, heard = Bridge(cast(Engine, engine)), list[list[Row]]()
    bridge.changed.connect(lambda changes: heard.append(changes.rows))
    bridge.refresh()
    assert engine.looks == 1
    assert [len(rows) for rows in heard] == [AT_ONCE]  # the first page is shown at once
    qtbot.waitUntil(lambda: sum(map(len, heard)) == engine.rows)
    assert [one.id for rows in heard for one in rows] == list(range(engine.rows))
    assert all(ENOUGH <= len(rows) < ENOUGH + AT_ONCE for rows in heard[1:-1])
    bridge.close()


def test_few_rows_are_passed_on_once(qtbot: QtBot) -> None:
    bridge, heard = Bridge(cast(Engine, Long(AT_ONCE + 1))), list[Changes]()
    bridge.changed.connect(heard.append)
    bridge.refresh()
    assert [len(changes.rows) for changes in heard] == [AT_ONCE]
    qtbot.waitUntil(lambda: len(heard) == 2)
    bridge.refresh()
    assert [len(changes.rows) for changes in heard] == [AT_ONCE, 1, 0]  # nothing comes twice
    bridge.close()


def test_nobody_waits_for_a_list_that_others_are_at(qtbot: QtBot) -> None:
    engine = Long(AT_ONCE, busy=True)
    bridge, heard = Bridge(cast(Engine, engine)), list[Changes]()
    bridge.changed.connect(heard.append)
    bridge.refresh()
    assert heard == []
    engine.busy = False
    qtbot.waitUntil(lambda: [len(changes.rows) for changes in heard] == [AT_ONCE])
    bridge.close()


def test_what_threads_tell_comes_in_order_on_qts_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LOAD_SECONDS", 0.0)  # one in each turn
    engine = Long(0)
    bridge = Bridge(cast(Engine, engine))
    told = [BatchStarted(), *(StateFault(BadOptionError(option=str(n))) for n in range(50))]
    heard: list[tuple[Event, threading.Thread]] = []
    bridge.happened.connect(lambda event: heard.append((event, threading.current_thread())))

    def tell() -> None:
        for event in told:
            engine.listeners[0](event)

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == len(told))
    assert heard == [(event, threading.main_thread()) for event in told]
    bridge.close()
    tell()
    QCoreApplication.processEvents()
    assert len(heard) == len(told)


@pytest.mark.parametrize("event", [Added((1,)), DownloadStopped(1, "", None, 0, None)])
def test_what_rows_tell_of_is_looked_up_together(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, event: Event
) -> None:
    engine = Long(AT_ONCE)
    bridge, heard, looked = Bridge(cast(Engine, engine)), list[Event](), list[Changes]()
    bridge.happened.connect(heard.append)
    bridge.changed.connect(looked.append)
    engine.listeners[0](event)
    qtbot.waitUntil(lambda: len(looked) == 1)
    monkeypatch.setattr(room, "GATHER_MS", 3_600_000)
    for _ in range(100):
        engine.listeners[0](event)
        QCoreApplication.processEvents()
    assert engine.looks == len(looked) == 1
    assert heard == []
    bridge.close()


def test_the_end_of_a_batch_is_not_waited_for(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "GATHER_MS", 3_600_000)
    engine = Long(AT_ONCE)
    bridge, looked = Bridge(cast(Engine, engine)), list[Changes]()
    bridge.changed.connect(looked.append)
    engine.listeners[0](Added((1,)))
    QCoreApplication.processEvents()
    engine.listeners[0](BatchEnded(None, None, 1.0))
    qtbot.waitUntil(lambda: len(looked) == 1)
    bridge.close()
