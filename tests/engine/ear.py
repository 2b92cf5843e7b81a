"""An engine with its events in a queue, to be waited for instead of slept for."""

from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty, Queue
from typing import TypeVar

from core.assembly import build_engine
from core.model import events
from core.model.download import Options, Request
from core.model.events import Event
from core.model.settings import Settings
from core.model.snapshot import Row
from core.model.states import State
from core.policy.links import parse_link

PATIENCE = 20.0  # seconds until a test that waits for an event gives up
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
        values = {"timeout": 5, "retries": 2, **settings}
        self.engine = build_engine(
            Settings(ca_file=str(ca_file), **values),  # type: ignore[arg-type]
            self.state,
            owner=owner,
            pool_size=pool_size,
            online=online,
        )
        self._inbox: Queue[Event] = Queue()
        self.heard: list[Event] = []
        self.rows: dict[int, Row] = {}
        self._open = True
        self.engine.listen(self._inbox.put)

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
        """The next event of a kind; everything on the way is kept in `heard`."""
        while True:
            try:
                event = self._inbox.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"no {kind.__name__}; heard {self.heard}") from None
            self.heard.append(event)
            if isinstance(event, kind) and where(event):
                return event

    def run(self, only: Iterable[int] | None = None) -> events.BatchEnded:
        """One batch from Start to its end."""
        self.engine.start(only)
        return self.wait(events.BatchEnded)

    def look(self) -> dict[int, Row]:
        """All rows as they stand."""
        while True:
            changes = self.engine.changes()
            for row in changes.rows:
                self.rows[row.id] = row
            for number in changes.removed:
                self.rows.pop(number, None)
            if not changes.more:
                return self.rows

    def states(self) -> list[State]:
        return [row.state for row in sorted(self.look().values(), key=lambda row: row.rank)]

    def wait_until(self, fits: Callable[[dict[int, Row]], bool]) -> None:
        """Look again whenever something may have happened, until it fits."""
        import time

        deadline = time.monotonic() + PATIENCE
        while not fits(self.look()):
            if time.monotonic() > deadline:
                raise AssertionError(f"never came: {self.rows}")
            try:
                self.heard.append(self._inbox.get(timeout=0.01))
            except Empty:
                continue

    def names(self) -> list[str]:
        return sorted(path.name for path in self.files.iterdir())

    def close(self) -> None:
        if self._open:
            self._open = False
            assert self.engine.close(10)
