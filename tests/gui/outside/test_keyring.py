"""What a keyring does for us, and that nothing it does can hurt."""

import logging
from collections.abc import Iterator

import pytest
from keyring.backends.fail import Keyring as Fail
from keyring.backends.null import Keyring as Null
from keyring.errors import InitError, KeyringLocked

from core.model.download import Credentials
from gui.outside import keyring
from tests.keyrings import Ring, in_use

PLACE = "https://a.example:443"
SECRET = "s3cr3t-t0k3n"
BOB = Credentials("böb\n", SECRET)


class Plain(Ring):
    """One that writes a file, as keyring rates it."""

    priority = 0.5  # type: ignore[assignment]


class Chain(Ring):
    """Passes on to others, and is rated high for that."""

    priority = 10  # type: ignore[assignment]

    def __init__(self, *backends: Ring) -> None:
        super().__init__()
        self.backends = list(backends)


@pytest.fixture
def ring() -> Iterator[Ring]:
    with in_use(made := Ring()):
        yield made


def test_what_is_kept_is_found_until_it_is_forgotten(ring: Ring) -> None:
    assert keyring.find(PLACE) is None
    assert keyring.keep(PLACE, BOB)
    assert keyring.find(PLACE) == BOB
    assert keyring.find("https://a.example:8443") is None
    assert [*ring.kept] == [("headgate", PLACE)]
    assert keyring.forget([PLACE, "https://never.example:443"]) == [
        PLACE, "https://never.example:443",
    ]  # fmt: skip
    assert ring.kept == {}


@pytest.mark.parametrize("words", ["", "no JSON", "[]", '"text"', '{"user": "bob"}', "null"])
def test_an_entry_of_somebody_else_is_none(ring: Ring, words: str) -> None:
    ring.kept["headgate", PLACE] = words
    assert keyring.find(PLACE) is None


@pytest.mark.parametrize(
    ("made", "usable"),
    [
        (Ring(), True),
        (Fail(), False),
        (Null(), False),
        (Plain(), False),
        (Chain(Ring(), Plain()), True),
        (Chain(Plain(), Plain()), False),
    ],
)
def test_one_that_keeps_nothing_safe_is_none(made: Ring, usable: bool) -> None:
    with in_use(made):
        assert keyring.usable() is usable


@pytest.mark.parametrize("kind", [KeyringLocked, InitError, OSError, RuntimeError, EOFError])
def test_a_broken_one_is_as_good_as_none(
    ring: Ring, kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert keyring.keep(PLACE, BOB)
    ring.broken = kind(f"cannot keep {SECRET}")
    assert not keyring.keep(PLACE, BOB)
    assert keyring.find(PLACE) is None
    assert keyring.forget([PLACE]) == []
    assert kind.__name__ in caplog.text
    assert SECRET not in caplog.text


def test_none_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ConnectionError("no bus")

    monkeypatch.setattr("keyring.get_keyring", refuse)
    assert not keyring.usable()
    assert not keyring.keep(PLACE, BOB)
    assert keyring.find(PLACE) is None
    assert keyring.forget([PLACE]) == []
