"""Puts together what brings links without being dropped or typed, and what takes lists out."""

from PySide6.QtCore import QObject

from gui.incoming.clipboard import ClipboardWatch
from gui.incoming.exchange import Exchange
from gui.incoming.folder import FolderWatch
from gui.texts import translate
from gui.window import MainWindow


class Gate(QObject):
    """Made once a window, and belongs to it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        bridge, notices = window.bridge, window.notices
        self.clipboard = ClipboardWatch(
            bridge, notices.banner, window.preferences, window.door.look_over, self
        )
        self.folder = FolderWatch(bridge, window.intake, window.model.rows, self)
        self.folder.failed.connect(notices.trouble)
        window.preferences.changed.connect(self.folder.follow)
        self.folder.follow(window.preferences.settings)
        self.exchange = Exchange(
            bridge, window.view.selected_rows, window.model.rows, window.door.receive, window
        )
        self.exchange.done.connect(window.say)
        self.exchange.failed.connect(notices.trouble)
        window.intake.adding.connect(lambda count: window.say(_adding_text(count)))
        window.intake.refused.connect(notices.trouble)
        actions = window.actions_by_name
        actions["exportAction"].triggered.connect(self.exchange.ask_where_to)
        actions["importAction"].triggered.connect(self.exchange.ask_what_to_read)


def _adding_text(count: int) -> str:
    return translate("Gate", "Adding %n link(s)…", "", count)
