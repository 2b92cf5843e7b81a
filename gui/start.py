"""Starting the window: read the words, look for obstacles, and only then load Qt."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core import __version__
from core.disk.paths import expand
from gui.preflight import obstacle


@dataclass(frozen=True, slots=True)
class WindowCommand:
    """What `headgate` was asked to do."""

    links: list[str]
    state_folder: Path | None
    folder: Path | None
    demo: bool
    hidden: bool = False


def read_words(words: Sequence[str]) -> WindowCommand:
    """The command these words mean; unknown ones end the program with status 2."""
    make = argparse.ArgumentParser(
        prog="headgate",
        description="Open the download manager. “headgate get --help” tells of downloading "
        "without a window.",
        allow_abbrev=False,
    )
    make.add_argument("links", nargs="*", metavar="LINK", help="link, or text file with links")
    make.add_argument("--demo", action="store_true", help="try it on a built-in server")
    make.add_argument("--folder", metavar="DIR", help="save files here")
    make.add_argument("--hidden", action="store_true", help="start in the tray")
    make.add_argument("--state-dir", metavar="DIR", help="where the list is kept")
    make.add_argument("--version", action="version", version=f"headgate {__version__}")
    given = make.parse_args(words)
    return WindowCommand(
        links=given.links,
        state_folder=expand(given.state_dir) if given.state_dir else None,
        folder=expand(given.folder) if given.folder else None,
        demo=given.demo,
        hidden=given.hidden,
    )


def main(words: Sequence[str]) -> int:
    """Open the window; returns the exit status."""
    command = read_words(words)
    if problem := obstacle():
        sys.stderr.write(f"headgate: {problem}\n")
        return 1
    # Qt is loaded late: without a display or a library it aborts instead of raising.
    from gui.application import run

    return run(command)
