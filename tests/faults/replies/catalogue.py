"""All behaviours, and every way they are tried."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.faults.replies import (
    breaks,
    changes,
    chunks,
    codings,
    heads,
    leading,
    lengths,
    lies,
    ranges,
    sizes,
    statuses,
    validators,
)
from tests.faults.replies.behaviour import SHAPES, Behaviour, Shape

GROUPS: dict[str, tuple[Behaviour, ...]] = {
    "status lines and statuses": statuses.ALL,
    "header fields": heads.ALL,
    "lengths": lengths.ALL,
    "chunks": chunks.ALL,
    "codings": codings.ALL,
    "ranges": ranges.ALL,
    "validators": validators.ALL,
    "changing files": (*changes.ALL, *sizes.ALL),
    "redirects": leading.ALL,
    "breaks": breaks.ALL,
    "lies": lies.ALL,
}


class Trial(NamedTuple):
    """One behaviour in one shape."""

    group: str
    behaviour: Behaviour
    shape: Shape

    @property
    def name(self) -> str:
        return f"{self.behaviour.name} ({self.shape.name})"


def trials() -> Iterator[Trial]:
    """Every behaviour in every shape it makes sense in."""
    for group, behaviours in GROUPS.items():
        for behaviour in behaviours:
            for shape in SHAPES:
                if behaviour.shapes(shape):
                    yield Trial(group, behaviour, shape)
