"""What happened to a download, line by line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from core.model.timeline import Kind, Moment
from gui.figures import clock, duration, number, size
from gui.texts import QT_TRANSLATE_NOOP, error_text, translate

WORDS: dict[Kind, str] = {
    Kind.ANSWERED: QT_TRANSLATE_NOOP("Log", "{address} answered; {received} were there already"),
    Kind.SPLIT: QT_TRANSLATE_NOOP("Log", "One more connection, {connections} now, from {start}"),
    Kind.LEFT: QT_TRANSLATE_NOOP("Log", "One connection ended: {error}"),
    Kind.REFUSED: QT_TRANSLATE_NOOP("Log", "Connections the server allows: {connections}"),
    Kind.BEGAN_ANEW: QT_TRANSLATE_NOOP("Log", "Begun anew"),
    Kind.RETRY: QT_TRANSLATE_NOOP("Log", "{error} Trying again in {seconds}"),
    Kind.CHECKED: QT_TRANSLATE_NOOP("Log", "Checked: {checksum}"),
    Kind.DAMAGED: QT_TRANSLATE_NOOP("Log", "Damaged at bytes {ranges}, which are fetched again"),
    Kind.COMPLETED: QT_TRANSLATE_NOOP("Log", "Done: {name}"),
    Kind.FAILED: QT_TRANSLATE_NOOP("Log", "Failed: {error}"),
    Kind.STOPPED: QT_TRANSLATE_NOOP("Log", "Stopped with {received}"),
}
_FIGURES: dict[str, Callable[[float], str]] = {
    "received": size,
    "start": size,
    "seconds": duration,
    "connections": lambda count: number(int(count)),
}


class LogView(QPlainTextEdit):
    """Read-only text: it can be selected, copied and read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("logView")
        self.setAccessibleName(translate("Inspector", "Log"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        options = self.document().defaultTextOption()
        if self.isRightToLeft():  # Qt leaves the lines of a plain text at the left
            options.setTextDirection(Qt.LayoutDirection.RightToLeft)
            options.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.document().setDefaultTextOption(options)
        self._shown: Sequence[Moment] = ()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these; what is shown already stays where it was scrolled to."""
        if list(moments) == list(self._shown):
            return
        grown = list(moments[: len(self._shown)]) == list(self._shown)
        fresh = moments[len(self._shown) :] if grown else moments
        if not grown:
            self.clear()
        for moment in fresh:
            self.appendPlainText(line(moment))
        self._shown = moments


def line(moment: Moment) -> str:
    """A moment in words."""
    values = {
        name: _FIGURES[name](float(value)) if name in _FIGURES else value
        for name, value in moment.values.items()
    }
    if moment.error is not None:
        values["error"] = error_text(moment.error)
    text = translate("Log", WORDS[moment.kind]).format(**values)
    return f"{clock(moment.at)}  {text}"
