"""A keyring of our own, which does what a test wants; nobody's real one is ever touched."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend

PATIENCE = 60.0


class Ring(KeyringBackend):
    """Keeps in memory. Not `unlocked`, it holds up whoever asks, `broken` is raised at them."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.asked: list[str] = []  # places somebody wanted to know about
        self.unlocked = threading.Event()
        self.unlocked.set()
        self.broken: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append(username)
        self._enter()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._enter()
        del self.kept[service, username]

    def _enter(self) -> None:
        assert self.unlocked.wait(PATIENCE)
        if self.broken is not None:
            raise self.broken


@contextmanager
def in_use(ring: KeyringBackend) -> Iterator[None]:
    """For that long it is the computer's keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    try:
        yield
    finally:
        keyring.set_keyring(before)
