"""Reserving a name: the part file is the reservation, so two downloads never share one."""

import math
import os
from dataclasses import dataclass
from pathlib import Path

from core.disk.mark import has_mark
from core.disk.partfile import SUFFIX, PartFile
from core.disk.paths import make_folder
from core.disk.supersede import replaceable
from core.model.download import Conflict
from core.model.errors import FolderMissingError, InUseError, NameTakenError, PartLostError
from core.policy.safe_names import numbered

MAX_NUMBER = 10_000


@dataclass(frozen=True, slots=True)
class Reserved:
    """A name of our own, and its part file; no part file when the file of that name stays."""

    name: str
    part: PartFile | None
    replaces: bool = False  # there is an old file of that name, and the user wants it replaced
    published: bool = False  # it has its name already: we were killed before we could say so


def reserve(
    folder: Path, name: str, conflict: Conflict, token: str, asked_at: float = math.inf
) -> Reserved:
    """Take `name` in `folder`, or the next free `name (2)`.

    `token` marks the part file as ours. `conflict` is about what was there at `asked_at`
    (seconds since the epoch): a file that came later, perhaps from another download of the
    same list, was not meant. Raises a `DiskError`.
    """
    base = os.fspath(folder)
    for number in range(1, MAX_NUMBER):
        candidate = numbered(name, number)
        final = os.path.join(base, candidate)
        replaces = False
        changed_at = _changed_at(final)
        if changed_at is not None:
            if has_mark(final, token):
                return Reserved(candidate, None, published=True)
            # Neither was a file of a name with a number, for nobody asked for that name.
            if number > 1 or changed_at > asked_at:
                continue
            if conflict is Conflict.SKIP and os.path.isfile(final):
                return Reserved(candidate, None)
            replaces = _may_go(final, conflict)
            if not replaces:
                continue
        part = _create(final + SUFFIX, token, folder)
        if part is None:
            continue
        if not replaces and os.path.lexists(final):  # published between our two looks
            part.discard()
            continue
        return Reserved(candidate, part, replaces)
    raise NameTakenError(name=name, folder=str(folder))


def left_behind(folder: Path, name: str, token: str) -> bool:
    """Whether a process that was killed has left a file of the download `token`."""
    for number in range(1, MAX_NUMBER):
        final = os.path.join(folder, numbered(name, number))
        if has_mark(final, token) or has_mark(final + SUFFIX, token):
            return True
        if not (os.path.lexists(final) or os.path.lexists(final + SUFFIX)):
            return False
    return False


def _changed_at(final: str) -> float | None:
    """When what has that name was last changed, renamed or made; None if nothing has it."""
    try:
        return os.lstat(final).st_ctime
    except OSError:
        return None


def _may_go(final: str, conflict: Conflict) -> bool:
    return conflict in (Conflict.OVERWRITE, Conflict.RESUME) and replaceable(final)


def _create(path: str, token: str, folder: Path) -> PartFile | None:
    """A new part file, or the one we made just before a crash; None if it is another's."""
    try:
        try:
            return PartFile.create(path, token)
        except FolderMissingError:
            make_folder(folder)
            return PartFile.create(path, token)
    except FileExistsError:
        if not has_mark(path, token):
            return None
        try:
            part = PartFile.reopen(path)
        except (InUseError, PartLostError):
            return None
        part.cut(0)
        return part
