"""How a text of ours becomes one in the user's language."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - as translators know it
    """Mark a text in a table for translation; Qt's own returns `object`."""
    return text
