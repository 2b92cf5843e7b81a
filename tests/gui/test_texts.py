"""What the window says about a row."""

from pathlib import Path

import pytest

from core.model.snapshot import Row
from core.model.states import State
from gui.texts import state_word

DONE = Row(
    id=1, rank=1.0, url="http://h/1", folder=Path("/f"), name="1", named=True,
    state=State.COMPLETED, size=1, received=1, connections=0, error=None, retry_in=None,
    hold=None, unconfirmed=False, added_at=0.0, finished_at=1.0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("unconfirmed", "coding", "word"),
    [
        (False, "", "Done"),
        (True, "", "Done, length not confirmed by the server"),
        (False, "gzip", "Done, kept packed (gzip) as the server sent it"),
    ],
)
def test_a_finished_file_with_a_doubt_says_so(
    qapp: object, word: str, coding: str, *, unconfirmed: bool
) -> None:
    from dataclasses import replace

    assert state_word(replace(DONE, unconfirmed=unconfirmed, coding=coding)) == word
