"""The list on disk as one process has it: asked and written, and made anew if it is damaged."""

import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from core.disk import database
from core.disk.adoption import adopt
from core.disk.database import Group
from core.disk.orphans import take_in
from core.disk.rescue import open_list, rescue
from core.disk.schema import DAMAGED, DamagedError, fault, reconnect
from core.disk.sessions import Sessions
from core.model.download import Download, Request
from core.model.errors import StateLostError
from core.model.states import State

_T = TypeVar("_T")


class Store:
    """One connection to the database, a block of ids, and a session that tells we are alive."""

    def __init__(self, folder: Path, owner: str) -> None:
        self._folder = folder
        self._owner = owner
        self._using = threading.Lock()  # one transaction at a time on the one connection
        self._database, self.rescue = open_list(folder)
        try:
            self._begin()
            self._is_new = self._next_id == 1
            self._sessions = Sessions(folder, self._next_id)
        except (OSError, sqlite3.Error) as error:
            self._database.close()
            raise StateLostError(folder=str(folder), reason=str(error)) from error

    @property
    def session(self) -> int:
        """The number of this process."""
        return self._sessions.own

    def take_ids(self, count: int) -> range:
        """Ids for so many new downloads; called by one thread at a time."""
        self._next_id += count
        return range(self._next_id - count, self._next_id)

    def token(self, download_id: int) -> str:
        """The mark of a download's files."""
        return f"{self._identity}:{download_id}"

    def write(self, group: Group) -> None:
        """Commit a group; raises `sqlite3.Error` and changes nothing then."""
        try:
            with self._using:
                database.write(self._database, self._owner, group)
        except sqlite3.Error as error:
            if isinstance(fault(error, self._folder), DamagedError):
                with suppress(OSError):  # so that the next start looks closer
                    (self._folder / DAMAGED).touch()
            raise

    def close(self) -> None:
        self._sessions.close()
        self._database.close()

    def load(self, folders: Iterable[Path] = ()) -> list[Download]:
        """All downloads of the owner; raises `StateLostError`.

        Those are among them whose part files lie in `folders`: a list that lost its end shows no
        damage. One that was damaged or is new has part files looked for in all its folders.
        """
        places = {*folders}
        self._ask(lambda _strict: self._take_in(places))
        loaded = self._ask(self._load)
        if self._is_new or self.rescue:
            places |= {one.request.folder for one in loaded if one.state is not State.COMPLETED}
            self._ask(lambda _strict: self._take_in(places))
            loaded = self._ask(self._load)
        return loaded

    def adopt(self, requests: list[Request]) -> list[Download | None]:
        """For each a download of the same link that another process left.

        It is completed if the whole command is one that broke off. Raises `StateLostError`.
        """
        return self._ask(lambda strict: self._adopt(requests, strict))

    def _adopt(self, requests: list[Request], strict: bool) -> list[Download | None]:
        self._take_in({request.folder for request in requests})
        return adopt(self._database, self._owner, requests, self._sessions, strict=strict)

    def _load(self, strict: bool) -> list[Download]:
        return list(database.load(self._database, self._owner, strict=strict))

    def _take_in(self, folders: Iterable[Path]) -> None:
        """Give rows to part files of ours that have none."""
        place = str(self._folder)
        for folder in folders:
            take_in(folder, self._database, place, self._sessions, self.take_ids, self.token)

    def _ask(self, question: Callable[[bool], _T]) -> _T:
        """The answer of the list; of a new one if it shows now that this one is damaged.

        While others use the list it stays, and the question is put less strictly.
        """
        try:
            with self._using:
                return question(True)
        except (OSError, sqlite3.Error, DamagedError) as error:
            damage = error if isinstance(error, DamagedError) else fault(error, self._folder)
            if not isinstance(damage, DamagedError):
                raise damage from error
        strict = self._replace(damage)
        try:
            with self._using:
                return question(strict)
        except (OSError, sqlite3.Error, DamagedError) as error:
            raise StateLostError(folder=str(self._folder), reason=str(error)) from error

    def _replace(self, damage: DamagedError) -> bool:
        """Make the list anew; False if others still use it."""
        with self._using:
            self._database.close()
            own = self._sessions.own
            try:
                made = rescue(self._folder, damage, own=own, unless=lambda _folder: False)
            except StateLostError:
                self._database = reconnect(self._folder)
                return False
            self._database, self.rescue = made
            self._begin()
            return True

    def _begin(self) -> None:
        self._next_id = database.reserve_ids(self._database)
        self._identity = database.identity(self._database)
