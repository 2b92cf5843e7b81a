"""What is known of a download, or of several together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from core.model.detail import Detail
from core.model.snapshot import Row
from core.model.states import State
from gui import theme
from gui.fact_lines import add_fact
from gui.figures import date_and_time, size, speed
from gui.name_reasons import why_name
from gui.texts import QT_TRANSLATE_NOOP, state_word, translate


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: its title, and what it says of a download; an empty text hides it."""

    key: str
    title: str
    text: Callable[[Detail], str]


def _why_named(detail: Detail) -> str:
    return "" if detail.row.source is None else why_name(detail.row.source)


def _resumable(detail: Detail) -> str:
    known = detail.resource
    if known is None:
        return ""
    if not known.ranges:
        return translate("Fact", "no, the server sends whole files alone")
    if known.validator.strong:
        return translate("Fact", "yes, the version is proven")
    return translate("Fact", "yes, by comparing what is there")


def _progress(detail: Detail) -> str:
    row = detail.row
    if row.size is None:
        return size(row.received)
    return translate("Fact", "{received} of {size}").format(
        received=size(row.received), size=size(row.size)
    )


def _version(detail: Detail) -> str:
    tag = detail.resource.validator if detail.resource else None
    return "" if tag is None else tag.etag or tag.last_modified or ""


def _address(detail: Detail) -> str:
    known = detail.resource
    return known.url if known is not None and known.url != detail.request.url else ""


def _checksum(detail: Detail) -> str:
    expected = detail.checksum
    if expected is None:
        return ""
    text = translate("Fact", "{checksum}, checked") if detail.proven else "{checksum}"
    return text.format(checksum=expected)


def _when(seconds: float | None) -> str:
    return "" if seconds is None else date_and_time(seconds)


def _finished(detail: Detail) -> str:
    """When it was done; one that failed has come to an end as well, but is not finished."""
    done = detail.row.state is State.COMPLETED
    return _when(detail.row.finished_at) if done else ""


FACTS: tuple[Fact, ...] = (
    Fact("name", QT_TRANSLATE_NOOP("Fact", "Name"), lambda one: one.row.name),
    Fact("reason", QT_TRANSLATE_NOOP("Fact", "Why this name"), _why_named),
    Fact("status", QT_TRANSLATE_NOOP("Fact", "Status"), lambda one: state_word(one.row)),
    Fact("progress", QT_TRANSLATE_NOOP("Fact", "Received"), _progress),
    Fact("link", QT_TRANSLATE_NOOP("Fact", "From"), lambda one: one.request.url),
    Fact("address", QT_TRANSLATE_NOOP("Fact", "Which led to"), _address),
    Fact("folder", QT_TRANSLATE_NOOP("Fact", "To"), lambda one: str(one.request.folder)),
    Fact("resumable", QT_TRANSLATE_NOOP("Fact", "Can be resumed"), _resumable),
    Fact("version", QT_TRANSLATE_NOOP("Fact", "Version"), _version),
    Fact(
        "checksum", QT_TRANSLATE_NOOP("Fact", "Checksum"),
        _checksum,
    ),
    Fact(
        "limit", QT_TRANSLATE_NOOP("Fact", "Speed limit"),
        lambda one: speed(one.limit_rate) if one.limit_rate else "",
    ),
    Fact("added", QT_TRANSLATE_NOOP("Fact", "Added"), lambda one: _when(one.row.added_at)),
    Fact("finished", QT_TRANSLATE_NOOP("Fact", "Finished"), _finished),
)  # fmt: skip


_TECHNICAL = frozenset({"name", "link", "address", "folder", "version", "checksum"})


class _Line(QLabel):
    """As high as its words need: a form with hidden rows gives those that wrap too little."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        self.setMinimumHeight(0)  # or what it says would be at least as high
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class Overview(QWidget):
    """Labels that can be selected and copied; only those with something to say are there."""

    def __init__(self) -> None:
        super().__init__()
        self._form = QFormLayout(self)
        self._form.setHorizontalSpacing(theme.SPACING * 3 // 2)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._titles = {"several": translate("Fact", "Selected")}
        self._titles |= {fact.key: translate("Fact", fact.title) for fact in FACTS}
        self._labels = {key: self._line(title) for key, title in self._titles.items()}
        for key in _TECHNICAL:
            self._labels[key].setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def show_detail(self, detail: Detail | None) -> None:
        """Show one download; None shows nothing."""
        for fact in FACTS:
            self._say(fact.key, fact.text(detail) if detail else "")
        self._say("several", "")

    def show_total(self, rows: Sequence[Row]) -> None:
        """Show several downloads together."""
        self.show_detail(None)
        text = translate("Fact", "%n download(s)", "", len(rows))
        got, whole = sum(row.received for row in rows), sum(row.size or 0 for row in rows)
        figures = translate("Fact", "{received} of {size}")
        self._say("several", text)
        self._say("progress", figures.format(received=size(got), size=size(whole)))

    def _line(self, title: str) -> _Line:
        label = _Line()
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
        add_fact(self._form, title, label)
        return label

    def _say(self, key: str, text: str) -> None:
        label = self._labels[key]
        if label.text() != text:
            label.setText(text)
            label.fit()
            both = translate("Fact", "{title}: {text}")
            label.setAccessibleName(both.format(title=self._titles[key], text=text))
        self._form.setRowVisible(label, bool(text))
