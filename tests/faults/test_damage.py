"""A few damaged lists of the many that `python -m tests.faults.damage` makes."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.damage import Tally, run
from tests.faults.harms import (
    HARMS,
    cut,
    lose_everything,
    put_a_folder,
    run_a_statement,
    say_it_is_newer,
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_a_damaged_list_starts_finds_its_files_and_ends_with_all_of_them(tmp_path: Path) -> None:
    tally = Tally()
    harms = [cut, lose_everything, put_a_folder, run_a_statement, say_it_is_newer]
    assert set(harms) <= set(HARMS)
    run(harms, 1, tmp_path, tally)
    assert tally.damages == len(harms)
    assert tally.refused == 1
    assert tally.told >= 1
