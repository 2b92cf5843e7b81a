"""Whether a full disk concerns every download, or only those that go there."""

from pathlib import Path

from core.disk.paths import disk_of, free_bytes
from core.engine.work import Work
from core.model.errors import DiskFullError, HeadgateError

NOTHING_LEFT = 1024 * 1024  # bytes; with more than that it was one file that was too large


def concerns_all(error: HeadgateError, work: Work) -> bool:
    """Whether all that is left to do would fail for the same reason.

    It looks at the disks, so it must not be called inside the lock.
    """
    if not isinstance(error, DiskFullError):
        return False
    full = Path(error.details["folder"])
    free = free_bytes(full)
    if free is not None and free > NOTHING_LEFT:
        return False
    with work.lock:
        wanted = {one.request.folder for one in work.roster if not one.state.ended}
    return {disk_of(folder) for folder in wanted} <= {disk_of(full)}
