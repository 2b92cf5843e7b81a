"""Starting with the session: the desktop's file decides, and the setting follows it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from core.disk.faults import disk_error
from core.model.errors import HeadgateError
from core.model.settings import Settings
from gui.bridge import Bridge
from gui.outside.desktop_entry import entry, place
from gui.preferences import Preferences


class Autostart(QObject):
    """`refused` tells of a file that could not be written."""

    refused = Signal(object)  # core.model.errors.HeadgateError

    def __init__(
        self,
        bridge: Bridge,
        preferences: Preferences,
        path: Path,
        command: Callable[[], list[str]],
        parent: QObject | None = None,
    ) -> None:
        """Another program may have taken the file away or put it there meanwhile."""
        super().__init__(parent)
        self._bridge = bridge
        self._path = path
        self._command = command
        self._on = path.is_file()
        if preferences.settings.autostart != self._on:
            preferences.change(replace(preferences.settings, autostart=self._on))
        preferences.changed.connect(self._follow)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        if settings.autostart != self._on:
            self._on = settings.autostart
            self._bridge.in_background(self._write, self._written)

    def _write(self) -> HeadgateError | None:
        try:
            if self._on:
                place(self._path, entry([*self._command(), "--hidden"]))
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            return disk_error(error, self._path.parent)
        return None

    def _written(self, error: HeadgateError | None) -> None:
        if error is not None:
            self.refused.emit(error)
