"""Small real drives: memory, and ext4 in a file. Mounting them needs root."""

import fcntl
import os
import shutil
import struct
import subprocess
from contextlib import suppress
from pathlib import Path

_SHUT_DOWN = 0x8004587D  # FS_IOC_SHUTDOWN: from now on every call fails
_WITHOUT_LOG = 2


class Drive:
    """A drive that is mounted at `place`; this one is a mere folder, which can be done anywhere."""

    def __init__(self, folder: Path, place: Path, size: int) -> None:
        self.place = place
        self.size = size
        self._aside = folder / "aside"
        place.mkdir(parents=True)

    def plug_in(self) -> None:
        """It is there, with what was on it before."""

    def pull_out(self) -> None:
        """It is gone, and its place is empty."""

    def fill(self, leave: int) -> None:
        """Leave so many bytes free."""
        with (self.place / "ballast").open("wb", buffering=0) as file, suppress(OSError):
            while (free := self._free()) > leave:
                file.write(bytes(min(free - leave, 1024**2)))
            while not leave:  # what is counted as free is not exact
                file.write(bytes(4096))

    def _free(self) -> int:
        now = os.statvfs(self.place)
        return now.f_bavail * now.f_frsize

    def use_up_inodes(self) -> None:
        """Leave no place for another file."""
        (self.place / "many").mkdir()
        for number in range(10**6):
            try:
                (self.place / "many" / f"{number}").touch()
            except OSError:
                return

    def free(self) -> None:
        """Undo what filled it."""
        (self.place / "ballast").unlink(missing_ok=True)
        shutil.rmtree(self.place / "many", ignore_errors=True)

    def protect(self) -> None:
        """Nothing may be written."""
        run("mount", "-o", "remount,ro", str(self.place))

    def unprotect(self) -> None:
        run("mount", "-o", "remount,rw", str(self.place))

    def break_down(self) -> None:
        """Every call fails until it is mounted again; what was not synced may be lost."""
        descriptor = os.open(self.place, os.O_RDONLY)
        fcntl.ioctl(descriptor, _SHUT_DOWN, struct.pack("I", _WITHOUT_LOG))
        os.close(descriptor)

    def mend(self) -> None:
        run("umount", "-l", str(self.place))
        self.plug_in()

    def remove(self) -> None:
        """Throw it away."""


class MemoryDrive(Drive):
    """tmpfs; it keeps what it holds only while it is mounted somewhere."""

    def plug_in(self) -> None:
        if self._aside.exists():
            run("mount", "--move", str(self._aside), str(self.place))
            self._aside.rmdir()
        else:
            words = ("-t", "tmpfs", "-o", f"size={self.size},nr_inodes=200", "headgate")
            run("mount", *words, str(self.place))
            run("mount", "--make-private", str(self.place))

    def pull_out(self) -> None:
        self._aside.mkdir()
        run("mount", "--move", str(self.place), str(self._aside))

    def remove(self) -> None:
        run("umount", "-l", str(self.place))


class DiskDrive(Drive):
    """ext4 in a file."""

    def __init__(self, folder: Path, place: Path, size: int) -> None:
        super().__init__(folder, place, size)
        self._image = folder / "image"
        with self._image.open("wb") as image:
            image.truncate(size)
        run("mkfs.ext4", "-q", "-F", "-m", "0", "-N", "200", str(self._image))

    def plug_in(self) -> None:
        run("mount", "-o", "loop", str(self._image), str(self.place))

    def pull_out(self) -> None:
        run("umount", "-l", str(self.place))

    def remove(self) -> None:
        run("umount", "-l", str(self.place))


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
