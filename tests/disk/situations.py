"""What may stand under a name that is wanted, and whether it is still as it was."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KINDS = ("file", "folder", "link", "dangling link", "read-only file", "other case")


class Situation:
    """Something that stands in `folder` where `name` is wanted."""

    def __init__(self, kind: str, folder: Path, name: str, content: bytes = b"theirs") -> None:
        folder.mkdir(exist_ok=True)
        self.kind = kind
        self.path = folder / (name.upper() if kind == "other case" else name)
        self._target = folder / "target"
        self._content = content
        match kind:
            case "folder":
                self.path.mkdir()
                (self.path / "inside").write_bytes(content)
            case "link":
                self._target.write_bytes(content)
                self.path.symlink_to(self._target)
            case "dangling link":
                self.path.symlink_to(self._target)
            case _:
                self.path.write_bytes(content)
        if kind == "read-only file":
            self.path.chmod(0o444)
        self._before = os.lstat(self.path)

    def untouched(self) -> bool:
        """Whether it is the same thing with the same content."""
        try:
            now = os.lstat(self.path)
        except FileNotFoundError:
            return False
        if (now.st_ino, now.st_mode) != (self._before.st_ino, self._before.st_mode):
            return False
        match self.kind:
            case "folder":
                return (self.path / "inside").read_bytes() == self._content
            case "dangling link":
                return not self._target.exists()
            case _:
                return self.path.read_bytes() == self._content

    @property
    def names(self) -> set[str]:
        """The names that are there because of it."""
        return {self.path.name} | ({self._target.name} if self.kind == "link" else set())

    @property
    def is_plain_file(self) -> bool:
        return stat.S_ISREG(self._before.st_mode) and bool(self._before.st_mode & 0o222)


def make_case_blind(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let `folder` take names that differ in case alone for the same, as many disks do."""

    def seen(path: Any) -> Any:
        if not isinstance(path, str | Path) or Path(path).parent != folder:
            return path
        wanted = Path(path).name.casefold()
        for name in listdir(folder):
            if name.casefold() == wanted:
                return type(path)(folder / name)
        return path

    listdir = os.listdir
    one_path = ("open", "stat", "lstat", "unlink", "getxattr")
    for name in (*one_path, "link", "rename", "replace"):
        count = 1 if name in one_path else 2
        patch.setattr(os, name, _seeing(getattr(os, name), seen, count))
    patch.setattr("core.disk.publish._renameat2", None)  # it goes past Python


def _seeing(call: Callable[..., Any], seen: Callable[[Any], Any], count: int) -> Callable[..., Any]:
    def blind(*arguments: Any, **options: Any) -> Any:
        paths = [seen(one) for one in arguments[:count]]
        return call(*paths, *arguments[count:], **options)

    return blind
