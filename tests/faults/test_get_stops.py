"""A sample of `get` under signals; all blockages with all signals are the long run."""

import signal
from pathlib import Path

import pytest

from tests.faults.blockages import Ground
from tests.faults.get_stops import CASES, end
from tests.faults.test_stops import here

__all__ = ["here"]
GENEROUS_MS = 20_000.0


@pytest.mark.parametrize(
    ("case", "number"),
    [
        ("silent name look-up", signal.SIGINT),
        ("body stall, TLS", signal.SIGTERM),
        ("hashing 10 GB", signal.SIGHUP),
    ],
)
def test_a_signal_ends_the_whole_process_with_status_130(
    here: Ground, tmp_path: Path, case: str, number: signal.Signals
) -> None:
    took, fault = end(CASES[case], here, tmp_path, number)
    assert fault in ("", "MISSED")
    assert took < GENEROUS_MS
