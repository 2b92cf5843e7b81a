"""How a piece of work ended: Done, Stopped or Failed."""

from dataclasses import dataclass

from core.model.errors import HeadgateError


@dataclass(frozen=True, slots=True)
class Done:
    """The piece is complete."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The stop signal ended it; everything received is kept."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It cannot go on by itself; `progress` tells whether any byte arrived this time."""

    error: HeadgateError
    progress: bool = False


Outcome = Done | Stopped | Failed
