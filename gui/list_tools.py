"""What belongs to the list beside the list itself, put together in one place."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.bridge import Bridge
from gui.closing import Closing
from gui.commands import Commands
from gui.downloads_view import DownloadsView
from gui.edits import Edits
from gui.mending import Mending
from gui.missing_files import MissingFiles
from gui.move_notice import MoveNotice
from gui.notices import Notices
from gui.removing import Removing

if TYPE_CHECKING:
    from gui.inspector.pages import Pages


class ListTools(QObject):
    """Makes the parts and connects them with each other; the window needs to know `slots`."""

    def __init__(
        self, bridge: Bridge, view: DownloadsView, notices: Notices, closing: Closing
    ) -> None:
        super().__init__(view)
        self._model = model = view.downloads
        self.commands = Commands(bridge, view.selected_rows, model.rows, self)
        self.removing = Removing(bridge, notices.banner, view.selected_rows, self)
        self.removing.failed.connect(notices.trouble)
        view.moved.connect(self._move)
        missing = MissingFiles(bridge, view, view.seen_rows)
        missing.looked.connect(model.mark_missing)
        self.edits = Edits(bridge, view, view.selected_rows)
        self.edits.failed.connect(notices.trouble)
        self.moving = MoveNotice(notices.banner, bridge.engine.stop, self)
        self.edits.began.connect(self.moving.began)
        self.edits.ended.connect(self.moving.ended)
        self.mending = Mending(bridge, self.edits, view)
        notices.mend.connect(self.mending.mend_fault)
        closing.began.connect(self.removing.settle)

    def slots(self) -> dict[str, Callable[[], None]]:
        """What to call by the action's object name."""
        renaming: dict[str, Callable[[], None]] = {"renameAction": self.edits.rename}
        return {**self.commands.slots(), **self.removing.slots(), **renaming}

    @Slot(object)
    def serve(self, pages: "Pages") -> None:
        """Do what is asked for in the inspector."""
        pages.trouble.mend.connect(self.mending.mend)
        pages.edit.changed.connect(self.edits.change)
        pages.edit.limited.connect(self.edits.limit)
        pages.edit.placed.connect(self.edits.place)
        self.edits.failed.connect(pages.edit.show_problem)

    @Slot(list, int)
    def _move(self, ids: list[int], place: int) -> None:
        """Rows were dragged before the one that is shown there, or (-1) to the end."""
        self.commands.move_before(ids, self._model.shown()[place] if place >= 0 else None)
