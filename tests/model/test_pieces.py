"""Shares of a file and their checksums."""

import hashlib

import pytest

from core.model.pieces import Pieces
from core.model.segment import Span

VALUES = b"".join(hashlib.sha1(bytes([number])).digest() for number in range(3))
PIECES = Pieces("sha-1", 100, VALUES)


@pytest.mark.parametrize(
    ("size", "fits"), [(200, False), (201, True), (300, True), (301, False), (0, False)]
)
def test_they_fit_files_that_have_as_many_shares(size: int, fits: bool) -> None:
    assert PIECES.fit(size) is fits


def test_shares_without_a_length_fit_nothing() -> None:
    assert not Pieces("sha-1", 0, VALUES).fit(300)


def test_the_last_share_may_be_shorter() -> None:
    assert [PIECES.span(number, 250) for number in range(PIECES.count)] == [
        Span(0, 100),
        Span(100, 200),
        Span(200, 250),
    ]


def test_each_share_has_its_own_value() -> None:
    hasher = PIECES.hasher()
    hasher.update(b"\x02")
    assert PIECES.value(2) == hasher.digest()
