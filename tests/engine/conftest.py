"""Engines on a temporary list, an ear for their events, and signals of workers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.stop import StopSignal
from tests.engine.ear import Rig

MakeRig = Callable[..., Rig]
NewSignal = Callable[[], StopSignal]


@pytest.fixture
def rig(tmp_path: Path, ca_file: Path) -> Iterator[MakeRig]:
    """`rig(concurrent=…, pool_size=…)` makes an engine; the same folder again is a restart."""
    made: list[Rig] = []

    def make(**options: Any) -> Rig:
        one = Rig(tmp_path, ca_file, **options)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


@pytest.fixture
def signal() -> Iterator[NewSignal]:
    """`signal()` makes the signal of one more worker."""
    made: list[StopSignal] = []

    def make() -> StopSignal:
        made.append(StopSignal())
        return made[-1]

    yield make
    for one in made:
        one.close()
