"""The state table: every pair of states, through the one function that moves."""

from itertools import product

import pytest

from core.model.states import MOVES, IllegalMoveError, State, check_move

ALLOWED = {
    "queued": "connecting verifying paused",
    "connecting": "downloading verifying retry_wait stopping failed completed",
    "downloading": "verifying retry_wait stopping failed connecting",
    "verifying": "completed failed stopping retry_wait downloading",
    "stopping": "queued paused completed failed",
    "retry_wait": "connecting queued paused failed",
    "paused": "queued",
    "failed": "queued",
    "completed": "queued",
}
PAIRS = list(product(State, State))


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=[f"{old}-{new}" for old, new in PAIRS])
def test_only_moves_of_the_table_are_made(old: State, new: State) -> None:
    if new in ALLOWED[old].split():
        assert check_move(old, new) is new
    else:
        with pytest.raises(IllegalMoveError, match=f"{old} → {new}"):
            check_move(old, new)


def test_the_table_covers_every_state() -> None:
    assert set(MOVES) == set(State)


def test_no_state_moves_to_itself() -> None:
    assert not [state for state in State if state in MOVES[state]]


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_reached_from_queued(state: State) -> None:
    reached, fresh = {State.QUEUED}, {State.QUEUED}
    while fresh:
        fresh = {new for old in fresh for new in MOVES[old]} - reached
        reached |= fresh
    assert state in reached


@pytest.mark.parametrize("state", [state for state in State if state.running])
def test_every_running_download_can_be_stopped(state: State) -> None:
    assert state is State.STOPPING or State.STOPPING in MOVES[state]


def test_nothing_that_runs_is_paused_without_stopping_first() -> None:
    straight = {state for state in State if state.running and State.PAUSED in MOVES[state]}
    assert straight == {State.STOPPING}


def test_an_illegal_move_is_a_bug_and_no_download_error() -> None:
    assert issubclass(IllegalMoveError, AssertionError)


def test_which_states_run_and_which_have_ended() -> None:
    running = {state.value for state in State if state.running}
    assert running == {"connecting", "downloading", "verifying", "stopping"}
    assert {state.value for state in State if state.ended} == {"completed", "failed"}


def test_state_names_are_what_the_list_on_disk_holds() -> None:
    assert {state.value for state in State} == set(ALLOWED)
