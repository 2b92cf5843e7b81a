"""A download of which every byte is there already, as a file of holes that needs no space."""

from pathlib import Path

from core.disk.partfile import PartFile, part_path
from core.engine.engine import Engine
from core.model.download import Download
from core.model.evidence import Evidence, Proof
from core.model.resource import Resource, Validator


def hold_all(engine: Engine, one: Download, size: int) -> None:
    """Leave all of `size` bytes of a download to an engine, recorded but not yet checked."""
    one.name = f"{one.id}.bin"
    one.resource = Resource(one.request.url, size, Validator('"blocker"'), ranges=True)
    assert one.path is not None, "it was just named"
    path: Path = part_path(one.path)
    path.unlink(missing_ok=True)
    part = PartFile.create(path, engine._journal.token(one.id))
    part.cut(size)
    one.evidence = Evidence((Proof(0, size, 0),), part.stamp())
    one.held = tuple(one.evidence.spans)
    part.close()
