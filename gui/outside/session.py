"""The end of the desktop session: everything is stopped and recorded before we let it end."""

import logging

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QSessionManager

from core.engine.engine import Engine
from core.model.events import Cause

PATIENCE_SECONDS = 3.0  # session managers wait a little longer before they kill
_log = logging.getLogger(__name__)


class SessionEnd(QObject):
    """Whether the session really ends is not known yet, so the window stays open."""

    def __init__(self, application: QGuiApplication, engine: Engine) -> None:
        super().__init__(application)
        self._engine = engine
        application.commitDataRequest.connect(self.commit)

    def commit(self, _manager: QSessionManager | None = None) -> None:
        """Return when nothing can get lost. The one place where the window waits."""
        self._engine.stop(Cause.CLOSING)
        if not self._engine.rest(PATIENCE_SECONDS):
            _log.warning("the session ends before everything is recorded")
