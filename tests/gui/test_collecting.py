"""Garbage with Qt objects in it is destroyed on Qt's thread."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.collecting import MANY, Collecting


class Knot(QObject):
    """Holds on to itself, so that only the collector can free it."""

    def __init__(self, freed: list[threading.Thread]) -> None:
        super().__init__()
        self.me = self
        weakref.finalize(self, lambda: freed.append(threading.current_thread()))


@pytest.fixture
def collecting(qapp: QObject) -> Iterator[Collecting]:
    before, enabled = gc.get_threshold(), gc.isenabled()
    gc.collect()
    gc.set_threshold(50, 1, 1000)
    parent = QObject(qapp)
    yield Collecting(parent)
    parent.deleteLater()
    gc.set_threshold(*before)
    if enabled:
        gc.enable()


def test_what_a_worker_makes_is_freed_on_qts_thread(qtbot: QtBot, collecting: Collecting) -> None:
    freed: list[threading.Thread] = []
    Knot(freed)

    def work() -> None:
        kept = [[number] for number in range(10_000)]  # enough for the collector to begin
        assert kept

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert freed == []
    qtbot.waitUntil(lambda: freed != [], timeout=20_000)
    assert freed == [threading.main_thread()]
    assert not gc.isenabled()


def test_a_long_list_is_not_looked_through(qtbot: QtBot, collecting: Collecting) -> None:
    freed: list[threading.Thread] = []
    Knot(freed)
    kept = [[number] for number in range(MANY + 1)]
    before = gc.get_freeze_count()
    collecting.look()
    assert gc.get_freeze_count() > before + MANY
    assert freed == []
    assert gc.get_count()[0] < len(kept)  # nor later, with what is new
    gc.unfreeze()
    gc.collect()
    assert freed != []


def test_nor_is_one_that_came_slowly(qtbot: QtBot, collecting: Collecting) -> None:
    gc.set_threshold(50, 3, 1000)
    kept: list[list[int]] = []
    before = gc.get_freeze_count()
    for look in range(4):
        assert gc.get_freeze_count() == before, look
        kept += [[number] for number in range(MANY // 2)]
        collecting.look()
    assert gc.get_freeze_count() > before + MANY
    gc.unfreeze()
