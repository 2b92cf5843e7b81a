"""The main window: puts the parts together and passes their words on."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import (
    QCloseEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QToolBar,
)

from core.disk.paths import free_bytes
from core.model import events
from core.model.events import Event
from core.model.settings import Settings
from core.model.snapshot import Changes, Counts
from core.model.states import State
from gui import drops
from gui.actions import Situation, make_actions, update_actions
from gui.arranging import Arranging
from gui.banner import Banner, under
from gui.bridge import Bridge
from gui.closing import Closing, Stage
from gui.context_menu import show_menu
from gui.downloads_model import DownloadsModel
from gui.downloads_view import DownloadsView
from gui.figures import number
from gui.inspector.panel import Inspector
from gui.intake import Intake, Taken
from gui.kept_passwords import KeptPasswords
from gui.list_pages import ListPages
from gui.list_tools import ListTools
from gui.memory import Memory
from gui.notices import Notices
from gui.preferences import Preferences
from gui.search_edit import SearchEdit
from gui.sheet.door import Door
from gui.side_by_side import SideBySide
from gui.sidebar import Sidebar
from gui.status_bar import StatusBar
from gui.texts import listed, translate
from gui.toolbar import make_toolbar

_log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """Owns no download state: it shows snapshots, and calls the engine."""

    def __init__(
        self, bridge: Bridge, folder: Path, preferences: Preferences, memory: Memory | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Headgate")
        self.resize(1080, 620)
        self.bridge = bridge
        self.preferences = preferences
        preferences.changed.connect(self._on_settings)
        self._engine = bridge.engine
        self._counts = Counts({})
        self._stopping = False
        self._banner = Banner()
        self.notices = Notices(bridge, self._banner, self)
        preferences.refused.connect(self.notices.trouble)
        self.closing = Closing(bridge, preferences, self._banner, self)
        self.closing.closed.connect(self.close)
        self.model = DownloadsModel(self)
        self.view = DownloadsView(self.model)
        self.arranging = Arranging(self.model, self)
        self.tools = ListTools(bridge, self.view, self.notices, self.closing)
        self.kept = KeptPasswords(bridge, self.tools.mending, memory, self)
        self.kept.said.connect(self.say)
        self.kept.changed.connect(self._update_actions)
        self.closing.began.connect(self.kept.rest)
        self.intake = Intake(bridge, folder, preferences.settings, self)
        self.intake.taken.connect(self._on_taken)
        self.door = Door(bridge, self.intake, self.model.rows, memory, self)
        self.closing.began.connect(self._on_leaving)
        self._pages = ListPages(self.view)
        self.inspector = Inspector(self._engine)
        self.sidebar = Sidebar()
        self._splitter = SideBySide(self.sidebar, self._pages, self.inspector)
        self.setCentralWidget(under(self._banner, self._splitter))
        self._status = StatusBar()
        self.setStatusBar(self._status)
        self.actions_by_name = make_actions(self)
        self.search = SearchEdit()
        self.addToolBar(make_toolbar(self.actions_by_name, self.search))
        self.addActions(list(self.actions_by_name.values()))
        self._connect_actions()
        bridge.happened.connect(self._on_event)
        bridge.changed.connect(self._on_changes)
        self._memory = memory
        if memory is not None:
            memory.restore(self, self.view.horizontalHeader(), self._splitter)
        self._show_space()
        bridge.refresh()

    # --- making ----------------------------------------------------------------------------

    def _connect_actions(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "addLinksAction": self.door.open,
            "pasteAction": self.door.paste,
            "findAction": self.search.setFocus,
            "settingsAction": self.open_settings,
            "forgetPasswordsAction": self.kept.forget,
            "quitAction": self.close,
            "propertiesAction": self.open_properties,
            **self.tools.slots(),
        }
        for name, slot in slots.items():
            self.actions_by_name[name].triggered.connect(slot)
        self.tools.commands.stopping.connect(self._on_stopping)
        self.tools.removing.changed.connect(self._update_actions)
        self.tools.mending.wanted.connect(lambda name: self.actions_by_name[name].trigger())
        self.inspector.made.connect(self.tools.serve)
        self.search.textChanged.connect(self.arranging.search)
        self.arranging.arranged.connect(self._show_page)
        self.sidebar.chosen.connect(self.arranging.show_group)
        self._pages.empty.button.clicked.connect(self.door.open)
        self._pages.empty.follow(self.actions_by_name["pasteAction"])
        self.view.selectionModel().selectionChanged.connect(self._update_actions)
        self.view.doubleClicked.connect(self.tools.commands.open)
        self.actions_by_name["inspectorAction"].toggled.connect(self._show_inspector)
        self.view.customContextMenuRequested.connect(self._show_menu)

    @property
    def toolbar(self) -> QToolBar:
        return self.findChildren(QToolBar)[0]

    # --- doing -----------------------------------------------------------------------------

    @Slot()
    def open_settings(self) -> None:
        from gui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.preferences, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def open_properties(self) -> None:
        self.actions_by_name["inspectorAction"].setChecked(True)
        self.inspector.open_edit()

    def take(self, offer: drops.Offer) -> None:
        """Take in what was given on the command line, without another look."""
        self.door.take(offer)

    def say(self, text: str) -> None:
        """Tell something that is done, in the status bar."""
        self._status.say(text)

    @Slot()
    def _on_stopping(self) -> None:
        self._stopping = True
        self._update_actions()

    @Slot(bool)
    def _show_inspector(self, shown: bool) -> None:
        self._splitter.show_inspector(shown)
        self.inspector.show_rows(self.view.selected_rows())

    @Slot()
    def _on_leaving(self) -> None:
        running = sum(row.state.running for row in self.model.rows())
        if running:
            self._status.say(translate("MainWindow", "Stopping %n download(s)…", "", running))
        self._update_actions()

    # --- hearing ---------------------------------------------------------------------------

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        before = self.model.rowCount()
        self.model.apply(changes, time.monotonic())
        if self.model.rowCount() != before:
            _log.info("the list has %d rows", self.model.rowCount())
        self._counts = changes.counts
        self._show_page()
        self._status.show_counts(changes.counts)
        self.sidebar.show_counts(changes.counts)
        self._status.show_rate(self.model.rate())
        self.inspector.feed(self.model.rates())
        self._update_actions()

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        match event:
            case events.BatchStarted():
                self._stopping = False
                self._status.say("")
            case events.BatchEnded():
                self._stopping = False
                self._say_how_it_ended(event)
                self._show_space()
            case _:
                return
        self._update_actions()

    def _say_how_it_ended(self, event: events.BatchEnded) -> None:
        if event.stop_ms is not None:
            text = translate("MainWindow", "Stopped in {ms} ms, everything received is kept")
            self._status.say(text.format(ms=number(round(event.stop_ms))))
        else:
            self._status.say(translate("MainWindow", "Everything is done"))

    @Slot(object)
    def _on_taken(self, taken: Taken) -> None:
        count = len(taken.ids)
        parts = [
            translate("MainWindow", "%n link(s) added", "", count)
            if count
            else translate("MainWindow", "No new links found")
        ]
        if taken.already:
            parts.append(translate("MainWindow", "%n already in the list", "", taken.already))
        self._status.say(listed([*parts, *taken.unreadable]))

    @Slot()
    def _show_page(self) -> None:
        self._pages.show_for(self._counts.total, self.arranging.wish)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self.intake.follow(settings)
        self._show_space()

    def _show_space(self) -> None:
        folder = self.intake.folder
        self.bridge.in_background(
            lambda: free_bytes(folder), lambda free: self._status.show_space(free, folder)
        )

    @Slot()
    def _update_actions(self) -> None:
        open_ = self.closing.stage is Stage.OPEN
        situation = Situation(
            running=self._engine.running and open_,
            partial=self._engine.partial,
            stopping=self._stopping or not open_,
            queued=self._counts.of(State.QUEUED),
            undoable=self.tools.removing.undoable,
            kept=bool(self.kept.places),
            selected=self.view.selected_rows(),
        )
        self.inspector.show_rows(situation.selected)
        update_actions(self.actions_by_name, situation)

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        show_menu(self, self.actions_by_name, self.view.viewport().mapToGlobal(place))

    # --- Qt's own calls --------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop safely first; the window goes when `Closing` says so."""
        if self.closing.stage is Stage.CLOSED:
            if self._memory is not None:
                self._memory.keep(self, self.view.whole_header(), self._splitter)
            event.accept()
            return
        event.ignore()
        self.closing.wish()
