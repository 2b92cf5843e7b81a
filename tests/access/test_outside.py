"""A screen reader's client adds a link, starts, stops all, reads a row and closes the window."""

import re
from pathlib import Path

import pytest

from tests.access.__main__ import run


@pytest.mark.timeout(270)
def test_the_window_can_be_used_by_names_alone(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^lecture\.mp4, 42 %(, .+)?, Downloading$", done.stdout, re.MULTILINE), (
        done.stdout
    )
    assert "the window is closed" in done.stdout
