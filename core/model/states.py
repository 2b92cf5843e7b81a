"""The states of a download and the one table of moves between them."""

from enum import StrEnum


class State(StrEnum):
    """Where a download stands. Why it still waits is a `Hold`, not a state."""

    QUEUED = "queued"
    CONNECTING = "connecting"
    DOWNLOADING = "downloading"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    RETRY_WAIT = "retry_wait"
    STOPPING = "stopping"
    PAUSED = "paused"
    FAILED = "failed"

    __hash__ = str.__hash__  # an enum's own is Python code, and every move hashes six times

    @property
    def running(self) -> bool:
        """Whether a worker holds the download right now."""
        return self in RUNNING

    @property
    def ended(self) -> bool:
        return self in (State.COMPLETED, State.FAILED)


RUNNING = frozenset({State.CONNECTING, State.DOWNLOADING, State.VERIFYING, State.STOPPING})

MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.CONNECTING, State.VERIFYING, State.PAUSED}),
    State.CONNECTING: frozenset(
        {State.DOWNLOADING, State.VERIFYING, State.RETRY_WAIT, State.STOPPING, State.FAILED}
        | {State.COMPLETED}
    ),
    State.DOWNLOADING: frozenset(
        {State.VERIFYING, State.RETRY_WAIT, State.STOPPING, State.FAILED, State.CONNECTING}
    ),
    State.VERIFYING: frozenset(
        {State.COMPLETED, State.FAILED, State.STOPPING, State.RETRY_WAIT, State.DOWNLOADING}
    ),
    State.STOPPING: frozenset({State.QUEUED, State.PAUSED, State.COMPLETED, State.FAILED}),
    State.RETRY_WAIT: frozenset({State.CONNECTING, State.QUEUED, State.PAUSED, State.FAILED}),
    State.PAUSED: frozenset({State.QUEUED}),
    State.FAILED: frozenset({State.QUEUED}),
    State.COMPLETED: frozenset({State.QUEUED}),
}


class IllegalMoveError(AssertionError):
    """A move that is not in the table: a bug of ours, never a download's failure."""


def check_move(old: State, new: State) -> State:
    """`new`, if the table allows it from `old`; raises `IllegalMoveError` otherwise."""
    if new not in MOVES[old]:
        raise IllegalMoveError(f"{old} → {new}")
    return new


class Hold(StrEnum):
    """Why a queued download still waits."""

    SLOT = "slot"
    HOST = "host"
    SCHEDULE = "schedule"
    OFFLINE = "offline"
    FOLDER = "folder"
    RETRY = "retry"
    START = "start"
