"""Python's garbage is collected on Qt's thread alone.

Left to itself the collector runs on whatever thread makes the next object. If that is a worker's
and Qt objects are among the garbage, they are destroyed there, which Qt does not allow; at worst
the two threads wait for each other for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 1000
MANY = 40_000  # new objects: to look through them takes 12 ms


class Collecting(QObject):
    """Takes the place of the automatic collection for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=INTERVAL_MS)
        timer.timeout.connect(self.look)
        timer.start()

    @Slot()
    def look(self) -> None:
        """Collect what is young; the older generation only when it has grown enough."""
        young, middle, _old = gc.get_count()
        limit, of_middle, _of_old = gc.get_threshold()
        if young <= limit:
            return
        grown = middle >= of_middle
        if young > MANY or (grown and len(gc.get_objects(1)) > MANY):
            gc.freeze()  # somebody reads a long list: that is data, not garbage
        else:
            gc.collect(1 if grown else 0)
