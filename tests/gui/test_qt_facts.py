"""Facts about Qt that the program depends on; a release that breaks one must not get in."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal

import gui
from gui.downloads_model import DownloadsModel
from gui.drops import Offer, offer_in

ROUNDS = 3000


class _Sender(QObject):
    told = Signal()
    said = Signal(object)


@pytest.mark.parametrize("name", ["told", "said"])
def test_emitting_loses_no_reference(name: str) -> None:
    """PySide6 6.12.0 loses one to True on each emit and aborts after some 580."""
    if sys.version_info >= (3, 12):
        return  # the singletons are immortal there, and their counts say nothing
    sender = _Sender()
    before = [sys.getrefcount(one) for one in (True, None)]
    for _ in range(ROUNDS):
        sender.told.emit() if name == "told" else sender.said.emit(None)
    after = [sys.getrefcount(one) for one in (True, None)]
    assert all(abs(new - old) < ROUNDS / 10 for old, new in zip(before, after, strict=True))


def test_crafted_drag_data_is_never_unpacked() -> None:
    """The stock model would unpickle this, and run the code in it."""
    mime = QMimeData()
    mime.setData("application/x-qabstractitemmodeldatalist", b"\0\0\0\1\0\0\0\1cos\nsystem\n")
    model = DownloadsModel()
    assert model.mimeTypes() == []
    action, nowhere = Qt.DropAction.CopyAction, QModelIndex()
    assert not model.canDropMimeData(mime, action, 0, 0, nowhere)
    assert not model.dropMimeData(mime, action, 0, 0, nowhere)
    assert offer_in(mime) == Offer("", ())


def test_nothing_in_the_program_uses_qsettings() -> None:
    """`QSettings.value()` unpickles what stands in a crafted file."""
    sources = list(Path(gui.__file__).parent.rglob("*.py"))
    assert sources
    assert not [path.name for path in sources if "QSettings" in path.read_text("utf-8")]
