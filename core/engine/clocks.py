"""Time and chance, passed in so that tests decide them."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clocks:
    """Seconds since anything, since the epoch, of processor time, and a random number."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    processor: Callable[[], float] = time.process_time
    uniform: Callable[[float, float], float] = random.uniform
