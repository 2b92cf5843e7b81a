"""What is in folders, and what fits onto the disks they are on."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.disk.paths import disk_of, free_bytes
from core.policy.sheet_row import Total


@dataclass(frozen=True, slots=True)
class Volume:
    """One disk, what would be put there, and the bytes that are free; None: unknown."""

    folder: Path  # one of those on it
    total: Total
    free: int | None

    @property
    def too_small(self) -> bool:
        """Whether it certainly does not fit."""
        return self.free is not None and self.total.exceeds(self.free)


def volumes(totals: Mapping[Path, Total]) -> list[Volume]:
    """The disks behind some folders, each once."""
    disks: dict[object, tuple[Path, Total]] = {}
    for folder, total in totals.items():
        disk = disk_of(folder)
        key = folder if disk is None else disk
        first, so_far = disks.get(key, (folder, Total(0, 0, 0)))
        disks[key] = (first, so_far.plus(total))
    return [Volume(folder, total, free_bytes(folder)) for folder, total in disks.values()]


def names_in(folder: Path) -> frozenset[str]:
    """The names in a folder; none if it cannot be read or is not there yet."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - no path object for each of thousands
    except OSError:
        return frozenset()
