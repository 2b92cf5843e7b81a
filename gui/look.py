"""The theme the user chose; the desktop's own, if that is the choice."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from core.model.settings import Settings
from gui import theme
from gui.preferences import Preferences

_CHOSEN = {"light": theme.LIGHT, "dark": theme.DARK}


class Look(QObject):
    """Follows the setting and the desktop, at once."""

    def __init__(self, application: QApplication, preferences: Preferences) -> None:
        super().__init__(application)
        self._application = application
        self._choice = preferences.settings.theme
        preferences.changed.connect(self._on_settings)
        application.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    @Slot()
    def apply(self) -> None:
        wanted = _CHOSEN.get(self._choice) or theme.system_theme()
        if wanted is not theme.current():
            theme.apply_theme(self._application, wanted)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self._choice = settings.theme
        self.apply()
