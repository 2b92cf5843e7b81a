"""A few disk calls that fail, of the many that `python -m tests.faults.errnos` has fail."""

import errno
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.disk import checkpoint
from tests.faults.errnos import FILES, RATE, one
from tests.faults.source import Source, source


@pytest.fixture(scope="module")
def web() -> Iterator[Source]:
    with source(FILES, RATE) as running:
        yield running


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(checkpoint, "INTERVAL_SECONDS", 0.01)
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    ("kind", "number", "at", "lasting", "resumed", "codes"),
    [
        ("open", errno.EIO, 3, False, False, {"disk_fault"}),
        ("pwrite", errno.ENOSPC, 1, True, False, {"disk_full"}),
        ("splice", errno.EDQUOT, 1, False, True, {"disk_full"}),
        ("fsync", errno.EIO, 2, True, False, {"disk_fault", "state_lost"}),
        ("link", errno.ENAMETOOLONG, 1, False, False, {"name_too_long"}),
        ("rename", errno.EROFS, 1, True, False, {"folder_not_writable"}),
        ("pipe", errno.EMFILE, 1, True, False, set()),
        ("sqlite", errno.ENOSPC, 12, True, False, {"state_lost"}),
    ],
)
def test_a_call_that_fails_is_told_and_harms_nothing(
    tmp_path: Path,
    web: Source,
    kind: str,
    number: int,
    at: int,
    lasting: bool,
    resumed: bool,
    codes: set[str],
) -> None:
    met, told = one(tmp_path / "one", web, kind, number, at, lasting=lasting, resumed=resumed)
    assert met
    assert set(told) <= codes
    assert bool(told) is bool(codes)
