"""Whose turn it is at the processors: threads that compute step back for the window's."""

import os
import sys
from contextlib import suppress


def step_back() -> None:
    """Have this thread, when it wakes, wait for its turn instead of pushing the window aside.

    It gets as much of the processors as before (sched(7), SCHED_BATCH); only Linux has this.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
