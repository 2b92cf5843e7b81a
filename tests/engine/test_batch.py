"""How the workers of a batch are set up, and that nothing which comes late is forgotten."""

import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from core.engine.batch import Batch
from core.engine.scout import Scout
from core.model import events
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import PATIENCE, Rig
from tests.servers.scripted import Asked, Peer, Scripted, serve_file


def test_workers_step_back_for_other_threads(rig: MakeRig) -> None:
    pool = rig().engine._batch.pool
    policy = pool.apply(lambda: getattr(os, "sched_getscheduler", lambda _: None)(0))
    assert policy == (os.SCHED_BATCH if sys.platform == "linux" else None)
    assert policy != getattr(os, "sched_getscheduler", lambda _: 1)(0), "this one does not"


def add(here: Rig, link: str) -> None:
    here.add(link)


def add_and_start(here: Rig, link: str) -> None:
    here.engine.start(here.add(link))


@pytest.mark.parametrize("come", [add, add_and_start])
@pytest.mark.parametrize("only", [None, [0]])
def test_what_comes_when_all_workers_have_left_still_belongs_to_the_batch(
    rig: MakeRig,
    server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    come: Callable[[Rig, str], None],
    only: Iterable[int] | None,
) -> None:
    here = rig()
    first = here.add(server.add("/first.bin", serve_file(b"first")))
    late = [server.add("/late.bin", serve_file(b"late"))]
    real: Callable[[Batch, Any], None] = Batch._ended

    def ended(batch: Batch, results: list[None]) -> None:
        if late:
            come(here, late.pop())
        real(batch, results)

    monkeypatch.setattr(Batch, "_ended", ended)
    here.engine.start(None if only is None else first)
    here.wait(events.BatchEnded)
    belongs = only is None or come is add_and_start
    assert here.states() == [State.COMPLETED, State.COMPLETED if belongs else State.QUEUED]
    assert not here.engine.running


def test_who_leaves_is_there_again_for_what_comes_meanwhile(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, crowd = rig(pool_size=4, concurrent=4, connections=1), threading.Barrier(4)
    here.add(server.add("/first.bin", serve_file(b"first")))

    def together(peer: Peer, asked: Asked) -> None:
        crowd.wait(PATIENCE)
        serve_file(b"late")(peer, asked)

    late = [server.add(f"/{number}.bin", together) for number in range(4)]
    real: Callable[[Scout], None] = Scout.leave

    def leave(scout: Scout) -> None:
        real(scout)
        links = list(late)
        late.clear()
        here.add(*links)  # one has left, the others have not yet looked

    monkeypatch.setattr(Scout, "leave", leave)
    here.run()
    assert here.states() == [State.COMPLETED] * 5
