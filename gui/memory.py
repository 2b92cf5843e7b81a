"""How the window looked when it was closed: size, columns, what was shown."""

import base64
import binascii
import json
import logging
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QHeaderView, QMainWindow, QSplitter

FILE_NAME = "window.json"  # not Qt's own settings class: that one unpickles what stands in a file
RECENT = 8  # texts of one name that are remembered
_log = logging.getLogger(__name__)


class Memory:
    """A file beside the list; what cannot be read is as good as not there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._values: dict[str, str] = {}
        try:
            stored = json.loads(self._path.read_text("utf-8"))
            self._values = {str(name): str(value) for name, value in dict(stored).items()}
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError) as error:
            _log.warning("the look of the window cannot be read: %s", error)

    def restore(self, window: QMainWindow, header: QHeaderView, splitter: QSplitter) -> None:
        """Give the window the look it had."""
        window.restoreGeometry(self._bytes("geometry"))
        header.restoreState(self._bytes("columns"))
        splitter.restoreState(self._bytes("splitter"))

    def keep(self, window: QMainWindow, header: QHeaderView, splitter: QSplitter) -> None:
        """Remember how it looks now; a disk that refuses costs the look and nothing else."""
        states = {
            "geometry": window.saveGeometry(),
            "columns": header.saveState(),
            "splitter": splitter.saveState(),
        }
        for name, state in states.items():
            self._values[name] = base64.b64encode(state.data()).decode()
        self._write()

    def texts(self, name: str) -> list[str]:
        """Several texts that were remembered, the latest first."""
        try:
            found = json.loads(self._values.get(name, "[]"))
        except ValueError:
            return []
        return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []

    def remember(self, name: str, text: str) -> None:
        """Put a text before the others of that name; written with the look."""
        texts = [text, *(one for one in self.texts(name) if one != text)]
        self._values[name] = json.dumps(texts[:RECENT])

    def remember_all(self, name: str, texts: list[str]) -> None:
        """Remember these and no others of that name, written at once."""
        self._values[name] = json.dumps(texts)
        self._write()

    def flag(self, name: str) -> bool:
        return self._values.get(name) == "yes"

    def set_flag(self, name: str, value: bool) -> None:
        """Remember a yes or no; written with the look."""
        self._values[name] = "yes" if value else "no"

    def _write(self) -> None:
        try:
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(self._values), "utf-8")
            fresh.replace(self._path)
        except OSError as error:
            _log.warning("the look of the window cannot be written: %s", error)

    def _bytes(self, name: str) -> QByteArray:
        try:
            return QByteArray(base64.b64decode(self._values.get(name, "")))
        except (binascii.Error, ValueError):
            return QByteArray()
