"""Finished files that are gone are marked, and only those that can be seen are looked for."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.model.snapshot import Changes, Counts
from core.model.states import State
from gui.downloads_model import DownloadsModel
from gui.missing_files import MissingFiles, find
from gui.window import MainWindow
from tests.gui.test_downloads_model import changes, row, texts
from tests.gui.test_main_job import LONG


def test_only_what_is_gone_for_sure_is_missing(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    (tmp_path / "link").symlink_to("nowhere")
    files = {
        1: tmp_path / "there", 2: tmp_path / "link", 3: tmp_path / "gone",
        4: tmp_path / "there" / "below", 5: tmp_path / ("x" * 300),
    }  # fmt: skip
    assert find(files) == ({3, 4}, {1, 2, 5})


def test_a_mark_is_shown_and_taken_away_again() -> None:
    model = DownloadsModel()
    model.apply(changes(row(1, State.COMPLETED, 100)), 0.0)
    model.mark_missing(frozenset({1}), frozenset())
    assert texts(model, 0)[-1] == "Done, but the file is gone"
    model.mark_missing(frozenset(), frozenset({1}))
    assert texts(model, 0)[-1] == "Done"


def test_a_row_that_is_removed_takes_its_mark_along() -> None:
    model = DownloadsModel()
    model.apply(changes(row(1, State.COMPLETED, 100)), 0.0)
    model.mark_missing(frozenset({1}), frozenset())
    model.apply(changes(removed=(1,)), 1.0)
    assert not model._missing


def test_what_can_be_seen_is_looked_for(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "1.bin").touch()
    rows = [row(number, State.COMPLETED, 100, folder=tmp_path) for number in range(1, 300)]
    counts = Counts({State.COMPLETED: len(rows)})
    window.bridge.changed.emit(Changes(rows, [], counts, 0, more=False))
    seen = window.view.seen_rows()
    assert 2 <= len(seen) < 100
    missing = window.view.findChild(MissingFiles)
    assert missing is not None
    with qtbot.waitSignal(missing.looked, timeout=LONG):
        missing.look()
    assert texts(window.model, 0)[5] == "Done"
    assert texts(window.model, 1)[5] == "Done, but the file is gone"
    assert texts(window.model, 299 - 1)[5] == "Done"


def test_nothing_is_asked_while_a_look_is_under_way(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = [row(1, State.COMPLETED, 100, folder=tmp_path)]
    window.bridge.changed.emit(Changes(done, [], Counts({State.COMPLETED: 1}), 0, more=False))
    asked: list[object] = []
    monkeypatch.setattr(window.bridge, "in_background", lambda *asks: asked.append(asks))
    missing = window.view.findChild(MissingFiles)
    missing.look()
    missing.look()
    assert len(asked) == 1
