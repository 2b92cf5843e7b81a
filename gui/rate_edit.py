"""A field for a speed: a number, and its unit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QSizePolicy, QWidget

from gui.texts import QT_TRANSLATE_NOOP, translate

_UNITS = (
    (QT_TRANSLATE_NOOP("Rate", "kB/s"), 1_000),
    (QT_TRANSLATE_NOOP("Rate", "MB/s"), 1_000_000),
    (QT_TRANSLATE_NOOP("Rate", "GB/s"), 1_000_000_000),
)


class RateEdit(QWidget):
    """`changed` brings bytes per second; 0 stands for no limit."""

    changed = Signal(int)

    def __init__(self, rate: int) -> None:
        super().__init__()
        self._number = QDoubleSpinBox()
        self._number.setRange(0.0, 999_999.0)
        self._number.setDecimals(1)
        self._number.setSpecialValueText(translate("Rate", "no limit"))
        self._number.setKeyboardTracking(False)
        self._unit = QComboBox()
        for title, _ in _UNITS:
            self._unit.addItem(translate("Rate", title))
        self._unit.setAccessibleName(translate("Rate", "Unit"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._number)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._number, 1)
        layout.addWidget(self._unit)
        self._show(rate)
        self._number.valueChanged.connect(self._tell)
        self._unit.currentIndexChanged.connect(self._tell)

    def rate(self) -> int:
        """Bytes per second."""
        return round(self._number.value() * _UNITS[self._unit.currentIndex()][1])

    def show_rate(self, rate: int) -> None:
        """Show another one, without a word to others."""
        self.blockSignals(True)
        self._show(rate)
        self.blockSignals(False)

    def name_it(self, name: str) -> None:
        """What a screen reader calls it."""
        self._number.setAccessibleName(name)

    def _show(self, rate: int) -> None:
        place = max((n for n, (_, count) in enumerate(_UNITS) if rate >= count), default=0)
        self._unit.setCurrentIndex(1 if rate == 0 else place)
        self._number.setValue(rate / _UNITS[self._unit.currentIndex()][1])

    def _tell(self) -> None:
        self.changed.emit(self.rate())
