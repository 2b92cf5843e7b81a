"""How the workers of a batch are set up."""

import os
import sys

from tests.engine.conftest import MakeRig


def test_workers_step_back_for_other_threads(rig: MakeRig) -> None:
    pool = rig().engine._batch.pool
    policy = pool.apply(lambda: getattr(os, "sched_getscheduler", lambda _: None)(0))
    assert policy == (os.SCHED_BATCH if sys.platform == "linux" else None)
    assert policy != getattr(os, "sched_getscheduler", lambda _: 1)(0), "this one does not"
