"""An engine with its events in a list, to be waited for instead of slept for."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from core.assembly import build_engine
from core.model import events
from core.model.download import Options, Request
from core.model.events import Event
from core.model.settings import Settings
from core.model.snapshot import Row
from core.model.states import State
from core.policy.links import parse_link

PATIENCE = 30.0  # seconds until a test that waits for an event gives up
_E = TypeVar("_E")


class Rig:
    """One engine over `folder / "state"`, saving to `folder / "files"`."""

    def __init__(
        self,
        folder: Path,
        ca_file: Path,
        *,
        pool_size: int = 8,
        owner: str = "test",
        online: Callable[[], bool] = lambda: True,
        **settings: int,
    ) -> None:
        self.files = folder / "files"
        self.state = folder / "state"
        values = {"timeout": 30, "retries": 2, **settings}
        self.engine = build_engine(
            Settings(ca_file=str(ca_file), **values),  # type: ignore[arg-type]
            self.state,
            owner=owner,
            pool_size=pool_size,
            online=online,
        )
        self.heard: list[Event] = []
        self.rows: dict[int, Row] = {}
        self._waited = 0  # events that a test has waited for, or passed over on the way
        self._news = threading.Condition()
        self._looking = threading.Lock()  # servers look too: an old row must not replace a new one
        self._open = True
        self.engine.listen(self._hear)

    def add(self, *urls: str, options: Options | None = None, **more: object) -> list[int]:
        return self.engine.add(
            [self.request(url, options, **more) for url in urls],
        )

    def request(self, url: str, options: Options | None = None, **more: object) -> Request:
        return Request(
            parse_link(url).url,
            self.files,
            options=options or Options(),
            **more,  # type: ignore[arg-type]
        )

    def wait(self, kind: type[_E], where: Callable[[_E], bool] = lambda _: True) -> _E:
        """The next event of a kind, after the one that was waited for before."""
        with self._news:
            found = self._news.wait_for(lambda: self._next(kind, where), PATIENCE)
            assert found, f"no {kind.__name__}; heard {self.heard}"
            return found

    def run(self, only: Iterable[int] | None = None) -> events.BatchEnded:
        """One batch from Start to its end."""
        self.engine.start(only)
        return self.wait(events.BatchEnded)

    def look(self) -> dict[int, Row]:
        """All rows as they stand."""
        with self._looking:
            while True:
                changes = self.engine.changes()
                for row in changes.rows:
                    self.rows[row.id] = row
                for number in changes.removed:
                    self.rows.pop(number, None)
                if not changes.more:
                    return dict(self.rows)

    def states(self) -> list[State]:
        return [row.state for row in sorted(self.look().values(), key=lambda row: row.rank)]

    def wait_until(self, fits: Callable[[dict[int, Row]], bool]) -> None:
        """Look again whenever something may have happened, until it fits."""
        deadline = time.monotonic() + PATIENCE
        while not fits(self.look()):
            assert time.monotonic() < deadline, f"never came: {self.rows}; heard {self.heard}"
            with self._news:
                self._news.wait(0.01)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.files.iterdir())

    def close(self) -> None:
        if self._open:
            self._open = False
            assert self.engine.close(PATIENCE)

    def _hear(self, event: Event) -> None:
        with self._news:
            self.heard.append(event)
            self._news.notify_all()

    def _next(self, kind: type[_E], where: Callable[[_E], bool]) -> _E | None:
        while self._waited < len(self.heard):
            event = self.heard[self._waited]
            self._waited += 1
            if isinstance(event, kind) and where(event):
                return event
        return None
