"""What stands around the list: speeds, the menu of the rest, the palette, keys, about."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from gui.icons import icon
from gui.shortcuts import Shortcuts
from gui.speed_presets import SpeedPresets
from gui.speed_schedule import SpeedSchedule
from gui.texts import translate
from gui.toolbar import Toolbar, add_menu_button
from gui.window import MainWindow

MORE = (
    "paletteAction", "inspectorAction", "importAction", "exportAction", "settingsAction",
    "forgetPasswordsAction", "aboutAction", "quitAction",
)  # fmt: skip


class Furnishing(QObject):
    """Made once a window, and belongs to it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.schedule = SpeedSchedule(window.preferences, self)
        self.presets = SpeedPresets(window.preferences, self.schedule, self)
        Shortcuts(window.actions_by_name, window.preferences, self)
        bar = window.toolbar
        self._speed = QToolButton()
        self._speed.setObjectName("speedButton")
        self._speed.setIcon(icon("speed"))
        self._speed.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        speeds = QMenu(translate("Furnishing", "Speed"), window)
        self.presets.fill(speeds)
        self.presets.changed.connect(self._show_speed)
        self._show_speed()
        add_menu_button(bar, self._speed, speeds, last=False)
        button = QToolButton()
        button.setObjectName("moreButton")
        button.setIcon(icon("more"))
        button.setToolTip(translate("Furnishing", "More"))
        button.setAccessibleName(button.toolTip())
        self._more = QMenu(translate("Furnishing", "More"), window)
        self._more.addActions([window.actions_by_name[name] for name in MORE])
        self._after: list[QAction] = []
        add_menu_button(bar, button, self._more, last=True)
        window.actions_by_name["paletteAction"].triggered.connect(self.open_palette)
        window.actions_by_name["aboutAction"].triggered.connect(self.open_about)

    def offer_after(self, actions: list[QAction]) -> None:
        """What may be done when everything is done: in the menu and in the palette."""
        self._after = actions[1:]  # to do nothing is no command
        menu = QMenu(translate("Furnishing", "When everything is done"), self._window)
        menu.setIcon(icon("power"))
        menu.addActions(actions)
        self._more.insertMenu(self._window.actions_by_name["settingsAction"], menu)

    @Slot()
    def open_palette(self) -> None:
        from gui.palette import Palette

        commands = [*self._window.actions(), *self.presets.actions, *self._after]
        Palette(commands, self._window).open()

    @Slot()
    def open_about(self) -> None:
        from gui.about import AboutDialog

        dialog = AboutDialog(self._diagnostics, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _diagnostics(self) -> str:
        from gui.diagnostics import diagnostics

        return diagnostics(self._window.preferences.settings, self._window.model.rows())

    @Slot()
    def _show_speed(self) -> None:
        now = self.presets.current
        self._speed.setText(now)
        name = translate("Furnishing", "Speed limit: {speed}").format(speed=now)
        self._speed.setAccessibleName(name)
        self._speed.setToolTip(name)
        if isinstance(self._window.toolbar, Toolbar):
            self._window.toolbar.fit()


def furnishing_of(window: MainWindow) -> Furnishing:
    return window.findChildren(Furnishing)[0]
