"""Which keys do what: the table's own, and what the user made of them."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from core.model.settings import Settings
from gui.actions import ACTIONS, show_keys
from gui.preferences import Preferences

_TEXT = QKeySequence.SequenceFormat.PortableText
DEFAULTS = {entry.name: entry.keys for entry in ACTIONS}


def read_keys(text: str) -> dict[str, str]:
    """The keys of every action by its object name; `text` says which the user changed.

    A line is an object name and keys, or the name alone for no keys. What cannot be read, as
    the name of an action that is gone, is passed over.
    """
    keys = dict(DEFAULTS)
    for line in text.splitlines():
        name, _, typed = line.strip().partition(" ")
        if name in keys:
            keys[name] = QKeySequence(typed).toString(_TEXT)
    return keys


def write_keys(keys: Mapping[str, str]) -> str:
    """The text that `read_keys` reads: what differs from the table."""
    changed = [name for name, one in keys.items() if _same(one) != _same(DEFAULTS[name])]
    return "".join(f"{name} {keys[name]}".strip() + "\n" for name in changed)


def taken_by(keys: Mapping[str, str], wanted: str, by: str) -> str | None:
    """The object name of another action than `by` that has these keys already."""
    same = (name for name, one in keys.items() if name != by and _same(one) == _same(wanted))
    return next(same, None) if wanted else None


def _same(keys: str) -> str:
    return QKeySequence(keys).toString(_TEXT)


class Shortcuts(QObject):
    """Gives the actions the keys of the settings, at once."""

    def __init__(
        self, actions: Mapping[str, QAction], preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        preferences.changed.connect(self._follow)
        self._follow(preferences.settings)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        for name, keys in read_keys(settings.shortcuts).items():
            wanted = QKeySequence(keys)
            if self._actions[name].shortcut() != wanted:
                self._actions[name].setShortcut(wanted)
                show_keys(self._actions[name])
