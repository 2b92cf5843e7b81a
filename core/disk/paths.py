"""Where things live: our own state, and the folder for downloads."""

import os
from pathlib import Path

from platformdirs import user_downloads_dir, user_state_dir

from core.disk.faults import disk_error


def default_state_folder() -> Path:
    return Path(user_state_dir("headgate", appauthor=False))


def default_download_folder() -> Path:
    return Path(user_downloads_dir())


def expand(text: str) -> Path:
    """A folder as typed: `~` and environment variables filled in, made absolute."""
    return Path(os.path.expandvars(text)).expanduser().absolute()


def make_folder(folder: Path) -> None:
    """Create a folder for downloads if it is missing; raises a `DiskError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise disk_error(NotADirectoryError(20, "not a folder"), folder) from error
    except OSError as error:
        raise disk_error(error, folder) from error


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
