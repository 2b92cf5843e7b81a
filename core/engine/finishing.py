"""The last steps: everything there, checked, synced, and only then under its final name."""

import os
from functools import partial

from core.disk.checkpoint import Checkpoints
from core.disk.note import drop_note
from core.disk.origin import record_origin
from core.disk.publish import publish
from core.disk.supersede import supersede
from core.disk.unless_stopped import unless_stopped
from core.engine.running import Piece
from core.engine.work import Work
from core.model import segment
from core.model.errors import LengthError, NameTakenError, WrongSizeError
from core.net.client import host_of
from core.policy.safe_names import renumbered

WORTH_A_THREAD = 1024 * 1024  # bytes; a slow disk takes seconds for the last ones of a large file


def check_length(piece: Piece) -> None:
    """Every byte is there and none too many; raises `LengthError`, `WrongSizeError`."""
    one, running, part = piece.download, piece.running, piece.part
    held, size, host = running.held(), one.size, host_of(one.request.url)
    assert size is not None, "it is known by now"
    if segment.total(held) != size or segment.gaps(held, size):
        raise LengthError(host=host, expected=str(size), actual=str(segment.total(held)))
    if one.request.size not in (None, size):
        raise WrongSizeError(host=host, expected=str(one.request.size), actual=str(size))
    if not running.is_new and part.size() != size:
        part.cut(size)


def finish(piece: Piece, work: Work, checkpoints: Checkpoints) -> None:
    """Publish the part file, which is whole and sound.

    Stopped on the way it stays a part file; past that it is the final file, never both.
    Raises `DiskError`, `Interrupted`.
    """
    one, part = piece.download, piece.part
    piece.stop.check()
    checkpoints.release(one.id, piece.stop)  # if this ends badly it is let go, and recorded anew
    record_origin(part.descriptor, one.request.url)
    drop_note(part.descriptor)
    part.make_public()
    if segment.total(piece.running.held()) > WORTH_A_THREAD:
        unless_stopped(partial(part.sync, entirely=True), piece.stop)
    else:
        part.sync(entirely=True)
    piece.stop.check()
    _publish(piece, work)
    part.close()


def _publish(piece: Piece, work: Work) -> None:
    one, part = piece.download, piece.part
    folder, name = one.request.folder, one.name
    assert name is not None, "the file has a name"
    part.check_in_place()  # whatever else bears its name must not get the final one
    for number in range(1, 1000):
        # Where we reserved `name (3)` and a small file was quicker, `name (4)` comes next.
        candidate = renumbered(name, number - 1)
        if number > 1 and os.path.lexists(folder / f"{candidate}.part"):
            continue
        try:
            final = os.path.join(folder, candidate)
            (supersede if one.replaces and number == 1 else publish)(part.file, final)
        except FileExistsError:
            continue
        if candidate != name:
            work.renamed(piece, candidate)
        return
    raise NameTakenError(name=name, folder=str(folder))
