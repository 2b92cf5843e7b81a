"""Places in our own code where a worker waits until a test lets it go on."""

import threading
from collections.abc import Callable

import pytest

PATIENCE = 30.0  # seconds


class Gate:
    """`reached` once somebody waits at it; shut until `open`."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def pass_through(self) -> None:
        """For those who are held."""
        self.reached.set()
        assert self._opened.wait(PATIENCE), "the gate was never opened"

    def wait(self) -> None:
        """For the test: until somebody is held."""
        assert self.reached.wait(PATIENCE), "nobody came"

    def open(self) -> None:
        self._opened.set()


def hold(
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    name: str,
    when: Callable[..., bool] = lambda *_: True,
    *,
    after: bool = False,
) -> Gate:
    """Hold calls of a method, if `when(self, …)` says so: before its work is done, or `after`."""
    gate, real = Gate(), getattr(owner, name)

    def held(self: object, *arguments: object) -> object:
        if not after and when(self, *arguments):
            gate.pass_through()
        result = real(self, *arguments)
        if after and when(self, *arguments):
            gate.pass_through()
        return result

    monkeypatch.setattr(owner, name, held)
    return gate
