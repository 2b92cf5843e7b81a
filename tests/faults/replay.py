"""A disk as it may be found after a power cut, from a record of what was done to it.

What POSIX promises is kept: bytes and size of a file are there once it was synced, the names
in a folder once the folder was, attributes once the file was synced entirely. Whatever came
later is dropped, kept, cut short, picked from or torn into sectors, as chance has it. Names
and attributes may also go as on ext4, XFS or Btrfs: through one journal, in their order.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = 0  # the folder everything happens in
SECTORS = (512, 4096)


@dataclass(slots=True)
class Op:
    """One record; `number` tells when. Which fields say something depends on the kind."""

    kind: str
    number: int
    file: int = -1
    path: str = ""
    other: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass(slots=True)
class Recording:
    """All operations below one folder, with inodes turned into files that are never reused."""

    root: str
    inode: int  # of the root
    ops: list[Op] = field(default_factory=list)
    records: int = 0
    _files: dict[str, int] = field(default_factory=dict)  # by inode
    _known: int = 1

    def read(self, log: Path) -> None:
        """Take in what a recorder wrote; its numbers go on where the last ones ended."""
        self._files.setdefault(str(self.inode), ROOT)
        data, position = log.read_bytes(), 0
        while position < len(data):
            end = data.index(b"\n", position)
            line, position = data[position:end].decode(errors="surrogateescape"), end + 1
            kind, _, rest = line.partition(" ")
            size = int(rest.rsplit(" ", 1)[-1]) if kind in "WX" else 0
            self._take(kind, rest, data[position : position + size])
            position += size
        log.unlink()

    def _take(self, kind: str, rest: str, data: bytes) -> None:
        number, first = self.records, rest.partition(" ")[0]
        self.records += 1
        if kind in "CNM":
            self._files[first] = self._known
            self._known += 1
        known = self._files.get(first, -1)
        op = Op(kind, number, known, data=data)
        match kind:
            case "C" | "L" | "M":
                op.path = self._below(rest.partition(" ")[2])
            case "U":
                op.path = self._below(rest)
            case "R":
                old, _, new = rest.partition("\t")
                op.path, op.other = self._below(old), self._below(new)
            case "W" | "T" | "F" | "f":
                op.offset = int(rest.split(" ")[1])
            case "X" | "x" if known >= 0:
                op.path = rest.split(" ")[1]
        if op.path or (known >= 0 and kind in "WTFfx"):
            self.ops.append(op)

    def moments(self, count: int, chance: random.Random) -> list[int]:
        """When to cut the power: half of them right after something was synced or renamed."""
        anywhere = range(1, self.records + 1)
        telling = [op.number + 1 for op in self.ops if op.kind in "FfLRUX"]
        return [chance.choice(telling if n % 2 else anywhere) for n in range(count)]

    def _below(self, path: str) -> str:
        """The path inside the root; empty if it is elsewhere."""
        path = os.path.normpath(path)
        return path.removeprefix(self.root + "/") if path.startswith(self.root + "/") else ""


class Disk:
    """What may be there when the power went right before record `moment`."""

    def __init__(self, recording: Recording, moment: int, chance: random.Random) -> None:
        self._ops = [op for op in recording.ops if op.number < moment]
        self._chance = chance
        self.data_lost = chance.choice(["none", "all", "tail", "some", "torn", "torn"])
        self.names_lost = chance.choice(["none", "all", "some", "as on ext4", "as on ext4"])
        self._tear = chance.choice(SECTORS)
        self.names: dict[str, int] = {}
        self.folders = [""]
        self._replay_names()

    @property
    def keeps_order(self) -> bool:
        """Whether a name on the disk means that what was done to its file before is there too."""
        return self.names_lost in ("none", "as on ext4")

    def build(self, folder: Path) -> None:
        """Make it real below `folder`, which is there and empty."""
        contents = self._contents()
        attributes = self._attributes()
        for path in self.folders[1:]:
            (folder / path).mkdir(parents=True, exist_ok=True)
        made: dict[int, Path] = {}
        for path, file in self.names.items():
            target = folder / path
            if not target.parent.is_dir() or path.endswith("-shm"):  # of no use without a lock
                continue
            if file in made:
                os.link(made[file], target)
                continue
            target.write_bytes(contents.get(file, b""))
            made[file] = target
            for name, value in attributes.get(file, {}).items():
                os.setxattr(target, name, value)

    def _survivors(self, ops: list[Op], lost: str) -> Iterator[Op]:
        """Which of the operations nobody has waited for have reached the disk."""
        cut = self._chance.randint(0, len(ops))
        for index, op in enumerate(ops):
            if (
                lost == "none"
                or lost == "torn"
                or (lost == "tail" and index < cut)
                or (lost == "some" and self._chance.random() < 0.5)
            ):
                yield op

    def _barriers(self, kinds: str) -> dict[int, int]:
        """By file the number of the record before which everything is on the disk."""
        found: dict[int, int] = {}
        for op in self._ops:
            if op.kind in kinds:
                found[op.file] = max(found.get(op.file, -1), op.offset)
        return found

    def _journal_end(self) -> int:
        """Before which record all names and attributes are there, if there is a journal."""
        if self.names_lost != "as on ext4":
            return -1
        synced = max((op.offset for op in self._ops if op.kind in "Ff"), default=0)
        last = self._ops[-1].number if self._ops else 0
        return random.Random(f"{self._tear} {last}").randint(synced, max(synced, last))

    def _replay_names(self) -> None:
        barriers, numbers = self._barriers("Ff"), {"": ROOT}
        safe_from = self._journal_end()
        safe: list[Op] = []
        loose: list[Op] = []
        for op in self._ops:
            if op.kind == "M":
                numbers[op.path] = op.file
            if op.kind in "CLMUR":
                parent = numbers.get(os.path.dirname(op.path), ROOT)  # noqa: PTH120 - text
                known = max(barriers.get(parent, -1), safe_from)
                (safe if op.number < known else loose).append(op)
        kept = [*safe, *self._survivors(loose, self.names_lost)]
        for op in sorted(kept, key=lambda op: op.number):
            self._apply(op)

    def _apply(self, op: Op) -> None:
        match op.kind:
            case "C" | "L":
                self.names[op.path] = op.file
            case "M":
                self.folders.append(op.path)
            case "U":
                self.names.pop(op.path, None)
            case "R" if op.path in self.names:
                self.names[op.other] = self.names.pop(op.path)

    def _contents(self) -> dict[int, bytes]:
        barriers = self._barriers("Ff")
        by_file: dict[int, list[Op]] = {}
        for op in self._ops:
            if op.kind in "WT":
                by_file.setdefault(op.file, []).append(op)
        return {file: self._content(ops, barriers.get(file, -1)) for file, ops in by_file.items()}

    def _content(self, ops: list[Op], barrier: int) -> bytes:
        found = bytearray()
        for op in ops:
            if op.number < barrier:
                _write(found, op, 0, len(op.data))
        for op in self._survivors([op for op in ops if op.number >= barrier], self.data_lost):
            if self.data_lost != "torn" or op.kind == "T":
                _write(found, op, 0, len(op.data))
                continue
            if self._chance.random() < 0.5:  # the size is there already, the bytes are not
                found.extend(bytes(max(0, op.offset + len(op.data) - len(found))))
            for start, end in self._sectors(op):
                if self._chance.random() < 0.5:
                    _write(found, op, start, end)
        return bytes(found)

    def _sectors(self, op: Op) -> Iterator[tuple[int, int]]:
        start = 0
        while start < len(op.data):
            end = min(len(op.data), start + self._tear - (op.offset + start) % self._tear)
            yield start, end
            start = end

    def _attributes(self) -> dict[int, dict[str, bytes]]:
        barriers, safe_from = self._barriers("F"), self._journal_end()
        changes = [op for op in self._ops if op.kind in "Xx"]
        safe = [op for op in changes if op.number < max(safe_from, barriers.get(op.file, -1))]
        loose = [op for op in changes if op.number >= max(safe_from, barriers.get(op.file, -1))]
        found: dict[int, dict[str, bytes]] = {}
        kept = [*safe, *self._survivors(loose, self.names_lost)]
        for op in sorted(kept, key=lambda op: op.number):
            if op.kind == "X":
                found.setdefault(op.file, {})[op.path] = op.data
            else:
                found.get(op.file, {}).pop(op.path, None)
        return found


def _write(found: bytearray, op: Op, start: int, end: int) -> None:
    """Do a `W`, or the part of it from `start` to `end`, or a `T`."""
    if op.kind == "T":
        del found[op.offset :]
        found.extend(bytes(op.offset - len(found)))
        return
    at = op.offset + start
    found.extend(bytes(max(0, at - len(found))))
    found[at : at + end - start] = op.data[start:end]
