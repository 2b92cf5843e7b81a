"""The sheet's window: what was found is looked over, then added."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.model.errors import InputError
from core.policy.masks import masked
from gui import theme
from gui.bridge import Bridge
from gui.drops import Offer
from gui.sheet.asking import Asking
from gui.sheet.bars import FilterBar, MaskBar
from gui.sheet.choices import Choices
from gui.sheet.content import Content, Surroundings
from gui.sheet.growing import GrowBar
from gui.sheet.links_edit import LinksEdit
from gui.sheet.model import SheetModel
from gui.sheet.survey import Survey
from gui.sheet.view import SheetView
from gui.sheet.wording import found_text, total_text, volume_text
from gui.texts import error_text, translate

SETTLE_MS = 150  # after the last key, before it is read or filtered
SHOWN_MS = 50  # after which the window has been painted: to read takes half of the interpreter


class SheetDialog(QDialog):
    """`wanted` tells that the links are to be added, and whether to start them now."""

    wanted = Signal(bool)

    def __init__(
        self, bridge: Bridge, around: Surroundings, offer: Offer | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("addLinksDialog")
        self.setWindowTitle(translate("Sheet", "Add links"))
        self.resize(1100, 640)
        self._offers = [] if offer is None else [offer]
        self._seen: Survey | None = None
        self.content = Content(bridge, around, self)
        self.asking = Asking(bridge, self) if around.settings.look_up else None
        self.edit = LinksEdit()
        self.edit.setVisible(offer is None)
        self.count = _label("linksCount")
        self.problem = _label("sheetProblem")
        self.filter = FilterBar()
        self.model = SheetModel(self)
        self.view = SheetView(self.model)
        self.growing = GrowBar()
        self.masks = MaskBar()
        self.choices = Choices(around.folders.usual, around.recent, around.settings)
        self.total = _label("sheetTotal")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.add = self._button("addButton", translate("Sheet", "Add"))
        self.start = self._button("startNowButton", translate("Sheet", "Add and start"))
        self.add.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        for widget in (
            self.edit, self.count, self.growing, self.filter, self.view, self.masks,
            self.choices, self.problem, self.total, self.buttons,
        ):  # fmt: skip
            layout.addWidget(widget, 1 if widget is self.view else 0)
        self._read_soon = self._soon(self._read)
        self._read_first = self._soon(self._read, SHOWN_MS)
        self._filter_soon = self._soon(lambda: self.content.show(self.filter.wish()))
        self._look_soon = self._soon(self.content.look)
        self._connect()
        self._on_reading()
        self._read_first.start()
        (self.edit if offer is None else self.view).setFocus()

    def _connect(self) -> None:
        self.content.reading.connect(self._on_reading)
        self.content.busy.connect(self._on_busy)
        self.content.told.connect(self._tell)
        self.content.seen.connect(self._show)
        self.edit.textChanged.connect(self._read_soon.start)
        self.edit.offered.connect(self.offer)
        self.filter.changed.connect(self._filter_soon.start)
        self.filter.check.connect(self._check)
        self.view.toggled.connect(self._toggle)
        self.model.edited.connect(self._look_soon.start)
        self.model.refused.connect(self._tell)
        self.choices.changed.connect(self._on_choices)
        self.growing.wanted.connect(self._grow)
        self.masks.edit.textChanged.connect(self._try_mask)
        self.masks.applied.connect(self.content.name_all)
        self.add.clicked.connect(lambda: self._finish(start=False))
        self.start.clicked.connect(lambda: self._finish(start=True))
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.content.close)
        if self.asking is not None:
            self.asking.answered.connect(self.content.learn)
            self.finished.connect(self.asking.close)

    def _soon(self, do: Callable[[], None], after_ms: int = SETTLE_MS) -> QTimer:
        timer = QTimer(self, interval=after_ms, singleShot=True)
        timer.timeout.connect(do)
        return timer

    def _button(self, name: str, text: str) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(name)
        button.setEnabled(False)
        return button

    def offer(self, offer: Offer) -> None:
        """Take in something more."""
        self._offers.append(offer)
        self._read()

    @property
    def unsettled(self) -> bool:
        """Whether something is still read, looked at or about to be."""
        timers = (self._read_first, self._read_soon, self._filter_soon, self._look_soon)
        return self.content.pending or any(timer.isActive() for timer in timers)

    @property
    def checked(self) -> int:
        """How many links are to be added, as far as is known."""
        return 0 if self._seen is None else self._seen.total.count

    # --- showing ---------------------------------------------------------------------------

    @Slot(object)
    def _show(self, seen: Survey) -> None:
        sheet = self.content.sheet
        assert sheet is not None, "it was looked at"
        self._seen = seen
        self.model.show(sheet, seen.places)
        self.filter.show_counts(seen.counts)
        self.growing.show_for(sheet, seen)
        self.count.setText(found_text(seen.counts))
        texts = [volume_text(one, alone=len(seen.volumes) == 1) for one in seen.volumes]
        self.total.setText(" · ".join(filter(None, [total_text(seen.total), *texts])))
        self._allow()
        if self.asking is not None:
            self.asking.ask(seen.unknown)

    @Slot()
    def _on_reading(self) -> None:
        self._seen = None
        self.count.setText(translate("Sheet", "Looking for links…"))
        self._allow()

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        self._seen = None
        for widget in (self.filter, self.growing, self.view):
            widget.setEnabled(not busy)
        if not busy:
            self.view.setFocus()  # Qt took it away
        self._allow()

    def _allow(self) -> None:
        some = self.checked > 0
        self.add.setEnabled(some)
        self.start.setEnabled(some)
        self._try_mask()

    @Slot(str)
    def _tell(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    @Slot()
    def _try_mask(self) -> None:
        """Show what a mask makes of the first checked file."""
        mask, sheet = self.masks.edit.text(), self.content.sheet
        row = next((row for row in sheet.rows if row.checked), None) if sheet else None
        if not mask or row is None or self._seen is None:
            self.masks.show_example("", usable=False)
            return
        at, count = datetime.now().astimezone(), self._seen.total.count
        try:
            name = masked(mask, row.name, number=1, count=count, host=row.host, at=at)
        except InputError as error:
            self.masks.show_example(error_text(error), usable=False)
        else:
            self.masks.show_example(f"{row.name} → {name}", usable=True)

    # --- changing --------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        typed = self.edit.toPlainText()
        self.content.read([*self._offers, *([Offer(typed, ())] if typed else [])])

    @Slot()
    def _on_choices(self) -> None:
        self.content.put_in(self.choices.folder(), by_rules=self.choices.by_rules.isChecked())
        self.model.tell_changed()
        self._look_soon.start()

    @Slot()
    def _grow(self) -> None:
        if self._seen is not None:
            self.content.grow(self._seen.growing)

    @Slot(bool)
    def _check(self, on: bool) -> None:
        """Check or uncheck what is selected, or else all that is shown."""
        self._check_places(self.model.places(self.view.selected()), on=on)

    @Slot()
    def _toggle(self) -> None:
        sheet, places = self.content.sheet, self.model.places(self.view.selected())
        if sheet is not None:
            self._check_places(places, on=not sheet.all_checked(places))

    def _check_places(self, places: list[int], *, on: bool) -> None:
        sheet = self.content.sheet
        if sheet is not None:
            sheet.check(places, on=on)
            self.model.tell_changed()
            self.content.look()

    def _finish(self, *, start: bool) -> None:
        self.wanted.emit(start)
        self.accept()


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
