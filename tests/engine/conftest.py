"""Engines on a temporary list, and an ear for their events."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.ear import Rig

MakeRig = Callable[..., Rig]


@pytest.fixture
def rig(tmp_path: Path, ca_file: Path) -> Iterator[MakeRig]:
    """`rig(concurrent=…, pool_size=…)` makes an engine; the same folder again is a restart."""
    made: list[Rig] = []

    def make(**options: object) -> Rig:
        one = Rig(tmp_path, ca_file, **options)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()
