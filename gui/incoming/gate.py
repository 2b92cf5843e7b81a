"""Puts together what brings links without being dropped or typed, and what takes lists out."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.incoming.clipboard import ClipboardWatch
from gui.incoming.folder import FolderWatch
from gui.texts import translate
from gui.window import MainWindow

if TYPE_CHECKING:
    from gui.incoming.exchange import Exchange


class Gate(QObject):
    """Made once a window, and belongs to it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        bridge, notices = window.bridge, window.notices
        self.clipboard = ClipboardWatch(
            bridge, notices.banner, window.preferences, window.door.look_over, self
        )
        self.folder = FolderWatch(bridge, window.intake, window.model.rows, self)
        self.folder.failed.connect(notices.trouble)
        window.preferences.changed.connect(self.folder.follow)
        self.folder.follow(window.preferences.settings)
        window.intake.adding.connect(lambda count: window.say(_adding_text(count)))
        window.intake.refused.connect(notices.trouble)
        actions = window.actions_by_name
        actions["exportAction"].triggered.connect(self._export)
        actions["importAction"].triggered.connect(self._import)

    @Slot()
    def _export(self) -> None:
        self.exchange.ask_where_to()

    @Slot()
    def _import(self) -> None:
        self.exchange.ask_what_to_read()

    @cached_property
    def exchange(self) -> "Exchange":
        from gui.incoming.exchange import Exchange

        window = self._window
        made = Exchange(
            window.bridge, window.view.selected_rows, window.model.rows, window.door.receive, window
        )
        made.done.connect(window.say)
        made.failed.connect(window.notices.trouble)
        return made


def _adding_text(count: int) -> str:
    return translate("Gate", "Adding %n link(s)…", "", count)
