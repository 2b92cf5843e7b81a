"""The settings as they are now: every change is checked, used at once, and kept."""

import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.assembly import reconfigure
from core.disk.settings_file import save_settings
from core.model.errors import HeadgateError
from core.model.settings import Settings
from gui.bridge import Bridge

_log = logging.getLogger(__name__)


class Preferences(QObject):
    """`changed` tells of new settings, `refused` of a file that could not be written."""

    changed = Signal(object)  # core.model.settings.Settings
    refused = Signal(object)  # core.model.errors.HeadgateError

    def __init__(
        self, bridge: Bridge, settings: Settings, folder: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._folder = folder
        self.settings = settings
        self._limit: int | None = None

    def change(self, settings: Settings) -> None:
        """Go on with these; raises `BadOptionError`, and nothing has changed then."""
        reconfigure(self._bridge.engine, self._in_use(self.settings), self._in_use(settings))
        self.settings = settings
        self.changed.emit(settings)
        self._bridge.in_background(lambda: self._save(settings), self._saved)

    def limit(self, rate: int | None) -> None:
        """Have another speed limit count for now than the settings', or (None) theirs again."""
        before = self._in_use(self.settings)
        self._limit = rate
        if (after := self._in_use(self.settings)) != before:
            reconfigure(self._bridge.engine, before, after)

    def _in_use(self, settings: Settings) -> Settings:
        return settings if self._limit is None else replace(settings, limit_rate=self._limit)

    def _save(self, settings: Settings) -> HeadgateError | None:
        try:
            save_settings(self._folder, settings)
        except HeadgateError as error:
            _log.warning("the settings cannot be written: %s", error)
            return error
        return None

    def _saved(self, error: HeadgateError | None) -> None:
        if error is not None:
            self.refused.emit(error)
