"""A long list comes to the window in few pieces, gathered in short turns."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from core.engine.engine import Engine
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
    listeners: list[object] = field(default_factory=list)

    def listen(self, listener: object) -> None:
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
