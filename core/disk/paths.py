"""Where things live: our own state, and the folder for downloads."""

import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_downloads_dir, user_state_dir

from core.disk.faults import disk_error
from core.disk.publish import sync_folder
from core.model.errors import FolderGoneError

MOUNTS = tuple(map(Path, ("/media", "/mnt", "/run/media", "/Volumes")))  # where drives appear


def default_state_folder() -> Path:
    return Path(user_state_dir("headgate", appauthor=False))


def default_download_folder() -> Path:
    return Path(user_downloads_dir())


def expand(text: str) -> Path:
    """A folder as typed: `~` and environment variables filled in, made absolute.

    What stands for nothing here, as the home of somebody unknown, is a name like any other.
    """
    filled = os.path.expandvars(text)
    return Path(os.path.expanduser(filled)).absolute()  # noqa: PTH111 - a Path's would raise


def make_private_folder(folder: Path) -> None:
    """Create a folder of our own if it is missing, for good; raises `OSError`."""
    _make_lasting(folder, 0o700)


def make_folder(folder: Path, mounts: tuple[Path, ...] = MOUNTS) -> None:
    """Create a folder for downloads if it is missing, for good; raises a `DiskError`.

    A folder of a drive that is not plugged in is not made in the place the drive will have:
    its files would fill another disk, and be out of sight once the drive is back.
    """
    if is_unplugged(folder, mounts):
        raise FolderGoneError(folder=str(folder))
    try:
        _make_lasting(folder, 0o777)
    except FileExistsError as error:
        raise disk_error(NotADirectoryError(20, "not a folder"), folder) from error
    except OSError as error:
        raise disk_error(error, folder) from error


def is_unplugged(folder: Path, mounts: tuple[Path, ...] = MOUNTS) -> bool:
    """Whether a missing folder is on a drive of which nothing is there."""
    root = _mounts_above(folder, mounts)
    try:
        if root is None or folder.exists():
            return False
        nearest = folder.parent
        while not nearest.exists():
            nearest = nearest.parent
        if nearest != root and root not in nearest.parents:
            return True
        if nearest.stat().st_dev != root.stat().st_dev:
            return False  # a drive is there, and only folders on it are missing
        if nearest != folder.parent:
            return True
        # The place of a drive is an empty folder on the disk that holds all such places.
        return nearest != root and not any(nearest.iterdir())
    except OSError:
        return False  # whatever it is, making the folder will tell


def is_bare_place(folder: Path, mounts: tuple[Path, ...] = MOUNTS) -> bool:
    """Whether a folder is empty and on the disk that holds the places of drives.

    If it held something of ours, its drive is gone.
    """
    root = _mounts_above(folder, mounts)
    try:
        if root is None or folder.stat().st_dev != root.stat().st_dev:
            return False
        return not any(folder.iterdir())
    except OSError:
        return False


def _mounts_above(folder: Path, mounts: tuple[Path, ...]) -> Path | None:
    """Which of `mounts` the folder lies in; asked for every download, so compared as text."""
    text = os.fspath(folder)
    return next((one for one in mounts if text.startswith(f"{one}{os.sep}")), None)


def disk_of(folder: Path) -> int | None:
    """What tells the folder's disk from others; None when it cannot be told."""
    for place in (folder, *folder.parents):
        try:
            return place.stat().st_dev
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None


def _make_lasting(folder: Path, mode: int) -> None:
    """Create a folder and those above it, and see that a power cut does not undo it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    for one in missing:
        with suppress(PermissionError):  # one may be allowed to write, but not to read
            sync_folder(one.parent)


def free_bytes(folder: Path) -> int | None:
    """Space for ordinary users on the folder's disk; None when it cannot be told."""
    while True:
        try:
            info = os.statvfs(folder)
        except FileNotFoundError:
            if folder.parent == folder:
                return None
            folder = folder.parent
        except (OSError, AttributeError):
            return None
        else:
            return info.f_bavail * info.f_frsize
