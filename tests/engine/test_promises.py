"""What workers were promised, when something else becomes of it."""

import threading
from pathlib import Path

import pytest

from core.engine.editing import Editing
from core.model.outcome import Stopped
from tests.engine.conftest import MakeRig, NewSignal
from tests.engine.gate import PATIENCE, hold


def test_what_is_being_moved_is_promised_to_nobody(
    rig: MakeRig, signal: NewSignal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here, worker = rig(concurrent=1), signal()
    gate = hold(monkeypatch, Editing, "_taken_out", after=True)
    first, second = here.add("http://localhost/1", "http://localhost/2")
    work = here.engine._work
    work.open_batch(None)
    piece = work.take(worker)
    assert piece is not None
    assert piece.download.id == first
    promised = work.promise(worker)
    assert promised is not None
    moving = threading.Thread(target=here.engine.editing.move, args=(second, tmp_path, "new"))
    moving.start()
    gate.wait()
    here.engine.remove([first])
    work.settle(piece, Stopped())
    assert work.take(worker) is None
    gate.open()
    moving.join(PATIENCE)
    work.open_batch(None)
    piece = work.take(worker)
    assert piece is not None
    assert (piece.download.id, piece.download.request.folder) == (second, tmp_path)
    work.settle(piece, Stopped())
    work.close_batch(None)
