"""What a sheet's window shows: read, looked at and changed on threads, one after the other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.disk.folders import Folders
from core.model.download import Options, Request
from core.model.errors import HeadgateError
from core.model.settings import Settings
from core.policy.asking import Answer
from core.policy.links import normal_form
from core.policy.sheet import Rule, Sheet, no_rule
from gui.bridge import Bridge
from gui.drops import Offer, read_offers
from gui.sheet.survey import Wish, survey
from gui.texts import error_text

PAINTED_MS = 20  # until the window shows what was changed: to compute takes half of the interpreter


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a sheet must know of the program around it."""

    folders: Folders
    listed: Callable[[], Iterable[str]]  # the addresses in the list; to be called on a thread
    settings: Settings
    recent: Sequence[str] = ()  # folders that were chosen before


class Content(QObject):
    """Owns the sheet. Only the newest question is answered: who asked before has moved on."""

    seen = Signal(object)  # gui.sheet.survey.Survey
    reading = Signal()  # a new sheet is being made
    told = Signal(str)  # what could not be done and why; empty: nothing to tell
    busy = Signal(bool)  # whether rows may not be touched just now: they change their places

    def __init__(self, bridge: Bridge, around: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._around = around
        self._folder = around.folders.usual
        self._by_rules = True
        self._wish = Wish()
        self._open = True
        self._readings = self._looks = self._running = 0
        self.sheet: Sheet | None = None

    def read(self, offers: list[Offer]) -> None:
        """Have a new sheet of what is offered; what was changed in the old one is kept."""
        self._readings += 1
        turn, old = self._readings, self.sheet
        around, folder, rule = self._around, self._folder, self._rule()

        def work() -> tuple[Sheet, list[str]]:
            found = read_offers(offers, lambda: turn != self._readings)
            listed = {normal_form(url) for url in around.listed()}
            sheet = Sheet(found.intake, folder, listed, rule)
            if old is not None:
                sheet.take_over(old)
            return sheet, found.unreadable

        def then(answer: tuple[Sheet, list[str]]) -> None:
            if turn != self._readings:
                return
            self.sheet, unreadable = answer
            self.sheet.folder, self.sheet.rule = self._folder, self._rule()
            self.told.emit("\n".join(unreadable))
            self.look()

        self.reading.emit()
        self._run(work, then)

    def show(self, wish: Wish) -> None:
        """Look at these rows alone."""
        self._wish = wish
        self.look()

    def look(self) -> None:
        """Go through all rows; `seen` tells what came of it."""
        self._looks += 1
        turn, sheet, wish = self._looks, self.sheet, self._wish
        if sheet is None:
            return

        def then(answer: object) -> None:
            if turn == self._looks and sheet is self.sheet:
                self.seen.emit(answer)

        self._run(lambda: survey(sheet, wish), then)

    def put_in(self, folder: Path, *, by_rules: bool) -> None:
        """Have files go to this folder, or to another one where a rule says so."""
        self._folder, self._by_rules = folder, by_rules
        if self.sheet is not None:
            self.sheet.folder, self.sheet.rule = folder, self._rule()

    def name_all(self, mask: str) -> None:
        """Name the checked rows by a mask."""
        at = datetime.now().astimezone()
        self._change(lambda sheet: sheet.name_all(mask, at))

    def grow(self, places: Sequence[int]) -> None:
        """Put the links that patterns stand for in their places."""

        def work(sheet: Sheet) -> None:
            for place in sorted(places, reverse=True):
                sheet.grow(place)

        self._change(work)

    def learn(self, answers: Mapping[str, Answer]) -> None:
        """Take in what servers said."""
        if self.sheet is not None:
            self.sheet.learn(answers)
            self.look()

    def requests(self, shared: Options) -> Iterator[Request]:
        """What is checked, made when it is asked for: on a thread."""
        return _requests(self.sheet, shared)

    @property
    def pending(self) -> bool:
        """Whether an answer is still awaited."""
        return self._running > 0

    def close(self) -> None:
        """Nobody waits for anything any more."""
        self._open = False
        self._readings += 1

    def _rule(self) -> Rule:
        return self._around.folders.by_rule if self._by_rules else no_rule

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        def done(answer: Any) -> None:
            self._running -= 1
            if self._open:  # else the window has gone meanwhile
                then(answer)

        self._running += 1
        QTimer.singleShot(PAINTED_MS, self, lambda: self._bridge.in_background(work, done))

    def _change(self, change: Callable[[Sheet], None]) -> None:
        sheet = self.sheet
        if sheet is None:
            return

        def work() -> str:
            try:
                change(sheet)
            except HeadgateError as error:
                return error_text(error)
            return ""

        def then(trouble: str) -> None:
            self.told.emit(trouble)
            self.busy.emit(False)
            self.look()

        self.busy.emit(True)
        self._run(work, then)


def _requests(sheet: Sheet | None, shared: Options) -> Iterator[Request]:
    if sheet is not None:
        yield from sheet.requests(shared)
