"""A check box whose words go on in the next line where there is little room."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton

_LEAST = 16  # letters that stand in a line at least


class CheckBox(QCheckBox):
    """Qt's own is never narrower than its words."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        least = self._beside() + self.fontMetrics().averageCharWidth() * _LEAST
        return QSize(min(whole.width(), least), whole.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        more = len(self._lines(width)) - 1
        return self.sizeHint().height() + more * self.fontMetrics().lineSpacing()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = "\n".join(self._lines(self.width()))

    def _beside(self) -> int:
        """How much room the box takes, and the gap between it and the words."""
        option = QStyleOptionButton()
        super().initStyleOption(option)
        kind = QStyle.ContentsType.CT_CheckBox
        return self.style().sizeFromContents(kind, option, QSize(0, 0), self).width()

    def _lines(self, width: int) -> list[str]:
        layout = QTextLayout(self.text(), self.font())
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width - self._beside())
            lines.append(self.text()[line.textStart() :][: line.textLength()].rstrip())
        layout.endLayout()
        return lines
