"""Our entry for the desktop: in the menu of applications, or started with the session."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

FILE_NAME = "headgate.desktop"


def autostart_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where an entry is started with the session (XDG Autostart)."""
    config = environment.get("XDG_CONFIG_HOME", "")
    base = Path(config) if config.startswith("/") else Path.home() / ".config"
    return base / "autostart" / FILE_NAME


def own_command() -> list[str]:
    """The words that start this program again."""
    started = Path(sys.argv[0])
    if started.name.startswith("headgate") and os.access(started, os.X_OK):
        return [str(started.absolute())]
    return [sys.executable, "-m", "gui"]


def entry(command: Sequence[str]) -> str:
    """The entry's text, starting the program with these words."""
    template = files("resources").joinpath("desktop", FILE_NAME).read_text("utf-8")
    line = " ".join(map(quoted, command))
    lines = template.splitlines()
    return "".join(f"Exec={line}\n" if one.startswith("Exec=") else f"{one}\n" for one in lines)


def quoted(word: str) -> str:
    """A word as the Desktop Entry Specification has it in Exec (section 7)."""
    for special in ("\\", '"', "`", "$"):
        word = word.replace(special, "\\" + special)
    # The value of the key is unescaped once more, before the quotes are looked at.
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def place(path: Path, text: str) -> None:
    """Write an entry as a whole; raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
