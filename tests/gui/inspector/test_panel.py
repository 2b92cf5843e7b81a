"""The inspector over a real engine: what it says of one download, of several, of none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.assembly import build_engine
from core.engine.engine import Engine
from core.model.checksum import Checksum
from core.model.detail import SegmentView
from core.model.download import Request
from core.model.errors import GoneError, NotFoundError
from core.model.segment import Span
from core.model.settings import Settings
from core.model.snapshot import Row
from core.model.states import State
from core.model.timeline import Kind, Moment
from gui.inspector.log import WORDS, line
from gui.inspector.overview import FACTS, Overview
from gui.inspector.panel import Inspector
from gui.inspector.segment_map import SegmentMap
from gui.inspector.speed_plot import SpeedPlot
from gui.inspector.trouble import Trouble
from tests.gui.test_downloads_model import row


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = build_engine(Settings(), tmp_path / "state", owner="window", pool_size=1)
    yield made
    assert made.close(30)


@pytest.fixture
def rows(engine: Engine, tmp_path: Path) -> list[Row]:
    links = ["https://a.example/a.iso", "https://a.example/b.iso"]
    engine.add([Request(link, tmp_path) for link in links])
    return engine.changes().rows


@pytest.fixture
def inspector(engine: Engine, qtbot: QtBot) -> Inspector:
    made = Inspector(engine)
    qtbot.addWidget(made)
    made.show()
    return made


def facts(inspector: Inspector) -> dict[str, str]:
    labels = inspector.findChild(Overview)._labels
    return {key: label.text() for key, label in labels.items() if label.text()}


def test_one_download_is_told_in_full(inspector: Inspector, rows: list[Row]) -> None:
    inspector.show_rows(rows[:1])
    told = facts(inspector)
    assert told["name"] == "a.iso"
    assert told["link"] == "https://a.example/a.iso"
    assert told["status"] == "Queued"
    assert "version" not in told


def test_several_are_added_up(inspector: Inspector, rows: list[Row]) -> None:
    inspector.show_rows(rows)
    assert facts(inspector).keys() == {"several", "progress"}


def test_nothing_selected_says_nothing(inspector: Inspector, rows: list[Row]) -> None:
    inspector.show_rows(rows[:1])
    inspector.show_rows([])
    assert facts(inspector) == {}


def test_a_download_that_is_gone_says_nothing(
    inspector: Inspector, engine: Engine, rows: list[Row]
) -> None:
    engine.remove([rows[0].id])
    for page in range(inspector.count()):
        inspector.setCurrentIndex(page)
        inspector.show_rows(rows[:1])
    inspector.setCurrentIndex(0)
    assert facts(inspector) == {}


def test_a_hidden_inspector_asks_for_nothing(
    inspector: Inspector, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector.hide()
    monkeypatch.setattr(Engine, "look_at", lambda *_: pytest.fail("asked"))
    inspector.show_rows(rows[:1])


def test_every_part_has_a_name_to_be_read_by(inspector: Inspector) -> None:
    assert inspector.accessibleName()
    for kind in (SegmentMap, SpeedPlot):
        assert inspector.findChild(kind).accessibleName()
    assert all(label.accessibleName() for label in inspector.findChild(Overview)._labels.values())
    assert len(FACTS) == len({fact.key for fact in FACTS})


def test_a_checksum_is_told_with_whether_it_was_checked(
    inspector: Inspector, engine: Engine, rows: list[Row]
) -> None:
    overview, detail = inspector.findChild(Overview), engine.look_at(rows[0].id)
    assert detail is not None
    known = replace(detail, checksum=Checksum("md5", "0" * 32))
    for proven, told in ((False, f"md5={'0' * 32}"), (True, f"md5={'0' * 32}, checked")):
        overview.show_detail(replace(known, proven=proven))
        assert facts(inspector)["checksum"] == told


def test_one_that_failed_is_not_called_finished(
    inspector: Inspector, engine: Engine, rows: list[Row]
) -> None:
    overview, detail = inspector.findChild(Overview), engine.look_at(rows[0].id)
    assert detail is not None
    for state, told in ((State.FAILED, False), (State.COMPLETED, True)):
        ended = replace(detail.row, state=state, finished_at=1.0)
        overview.show_detail(replace(detail, row=ended))
        assert ("finished" in facts(inspector)) is told


def test_the_map_says_in_words_what_it_paints(
    engine: Engine, rows: list[Row], qtbot: QtBot
) -> None:
    shown = SegmentMap()
    qtbot.addWidget(shown)
    detail = engine.look_at(rows[0].id)
    assert detail is not None
    views = (
        SegmentView(500, 600, 1000, 2000.0, racing=True),
        SegmentView(0, 100, 500, None, racing=False),
    )
    row = replace(detail.row, size=1000)
    shown.show_detail(replace(detail, row=row, segments=views, held=(Span(0, 100),)))
    assert shown.lines() == [
        "Connection 1 · 400 B to go",
        "Connection 2 · 400 B to go · 2.00 kB/s · racing",
    ]
    assert shown.accessibleDescription() == "\n".join(shown.lines())
    assert not shown.grab().isNull()


def test_the_plot_says_in_words_what_it_paints(qtbot: QtBot) -> None:
    shown = SpeedPlot()
    qtbot.addWidget(shown)
    assert "Nothing" in shown.words()
    shown.show_samples([(-2.0, 1000.0), (-1.0, 3000.0), (0.0, 2000.0)], 5000)
    words = "2.00 kB/s now, 2.00 kB/s on average, 3.00 kB/s at most"
    assert shown.accessibleDescription() == words
    assert not shown.grab().isNull()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_moment_has_words(kind: Kind) -> None:
    names = {"address", "received", "connections", "start", "seconds", "name"}
    names |= {"checksum", "ranges"}
    told = line(Moment(0.0, kind, dict.fromkeys(names, "7"), NotFoundError(host="a.example")))
    assert kind in WORDS
    assert "{" not in told


def test_the_log_grows_in_place(inspector: Inspector) -> None:
    log = inspector.pages.log
    first, second = (Moment(0.0, Kind.STOPPED, {"received": str(n)}) for n in (1, 2))
    log.show_moments([first])
    log.show_moments([first, second])
    assert log.toPlainText().count("Stopped") == 2
    log.show_moments([second])
    assert log.toPlainText().count("Stopped") == 1


def test_several_failures_are_counted_by_their_reasons(qtbot: QtBot) -> None:
    trouble = Trouble()
    qtbot.addWidget(trouble)
    title, text = (trouble.findChild(QLabel, f"trouble{part}") for part in ("Title", "Text"))
    button = trouble.findChild(QPushButton)
    missing = [row(n, State.FAILED, error=NotFoundError(host="a.example")) for n in (1, 2)]
    other = row(3, State.FAILED, error=GoneError(host="b.example"))
    trouble.show_rows([other, *missing, row(4, State.COMPLETED)])
    assert title.text() == "3 download(s) failed"
    assert text.text() == "File not found: 2\nFile removed: 1"
    assert not button.isVisibleTo(trouble)
    trouble.show_rows(missing)
    assert title.text() == "2 download(s) failed"
    assert button.isVisibleTo(trouble)
    trouble.show_rows([other, row(4, State.COMPLETED)])
    assert title.text() == "File removed"
    assert "b.example" in text.text()
