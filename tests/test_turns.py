"""Turns at the interpreter: short while anybody computes, long else."""

import sys
from collections.abc import Iterator

import pytest

from core.turns import LONG_SECONDS, SHORT_SECONDS, Turns


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def now() -> float:
    return round(sys.getswitchinterval(), 6)


def test_they_are_short_until_the_last_has_computed() -> None:
    turns = Turns()
    assert now() == LONG_SECONDS
    with turns.short():
        assert now() == SHORT_SECONDS
        with turns.short():
            assert now() == SHORT_SECONDS
        assert now() == SHORT_SECONDS
    assert now() == LONG_SECONDS


def test_they_are_long_again_after_an_error() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.short():
        raise ZeroDivisionError
    assert now() == LONG_SECONDS
