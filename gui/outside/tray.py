"""The icon in the tray: what runs, and the few things one wants without opening the window."""

from PySide6.QtCore import QEvent, QObject, QSize, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from core.model.settings import Settings
from gui.closing import Stage
from gui.front import bring_forward
from gui.icons import icon
from gui.outside.progress import Progress
from gui.speed_presets import SpeedPresets
from gui.texts import translate
from gui.window import MainWindow

_SIZES = (16, 22, 24, 32, 48, 64)


class Tray(QObject):
    """Where there is no tray, nothing is shown and closing the window ends the program."""

    def __init__(self, window: MainWindow, presets: SpeedPresets, progress: Progress) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = window.preferences
        self.icon = QSystemTrayIcon(_pixmaps(), self)
        self.menu = self._make_menu(presets)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self._tell(None)
        progress.moved.connect(self._tell)
        self._preferences.changed.connect(self._follow)
        self._follow(self._preferences.settings)
        window.installEventFilter(self)
        window.closing.can_hide = lambda: self.there
        window.destroyed.connect(self.menu.deleteLater)

    @property
    def there(self) -> bool:
        """Whether the icon can be seen, so that the window can be found again."""
        return self.icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The cross of the window hides it, if that is the setting; Quit always quits."""
        stays = self._preferences.settings.stay_in_tray
        if (
            event.type() is QEvent.Type.Close
            and event.spontaneous()
            and stays
            and self.there
            and self._window.closing.stage is Stage.OPEN
        ):
            event.ignore()
            self._window.hide()
            return True
        return super().eventFilter(watched, event)

    def _make_menu(self, presets: SpeedPresets) -> QMenu:
        actions = self._window.actions_by_name
        menu = QMenu()
        show = QAction(icon("window"), translate("Tray", "Show the window"), menu)
        show.setObjectName("showWindowAction")
        show.triggered.connect(self.show_window)
        leave = QAction(icon("quit"), translate("Tray", "Quit"), menu)
        leave.setObjectName("trayQuitAction")
        leave.triggered.connect(self._leave)
        menu.addAction(show)
        menu.addSeparator()
        menu.addActions([actions["startAction"], actions["stopAllAction"]])
        speeds = menu.addMenu(icon("speed"), translate("Tray", "Speed"))
        presets.fill(speeds)
        menu.addSeparator()
        menu.addAction(leave)
        return menu

    @Slot()
    def show_window(self) -> None:
        bring_forward(self._window)

    @Slot()
    def _leave(self) -> None:
        if self._window.bridge.engine.running:
            self.show_window()  # there may be a question to answer
        self._window.actions_by_name["quitAction"].trigger()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Trigger:
            return
        if self._window.isActiveWindow() and self._preferences.settings.stay_in_tray:
            self._window.hide()
        else:
            self.show_window()

    @Slot(object)
    def _tell(self, now: float | None) -> None:
        if now is None:
            self.icon.setToolTip(translate("Tray", "Headgate"))
        else:
            text = translate("Tray", "Headgate: {percent} %").format(percent=int(now * 100))
            self.icon.setToolTip(text)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        self.icon.setVisible(settings.tray)


def _pixmaps() -> QIcon:
    """The program's icon as pictures: trays do not draw."""
    drawn, made = icon("headgate"), QIcon()
    for size in _SIZES:
        made.addPixmap(drawn.pixmap(QSize(size, size)))
    return made
