"""Rows as notes on part files."""

from pathlib import Path

import pytest

from core.disk.rows import Row, check_values, from_note, to_note
from core.model.checksum import Checksum
from core.model.download import Request
from core.model.pieces import Pieces
from core.model.states import State

SHARES = Pieces("md5", 10, bytes(16))
STRONG, WEAK = Checksum("sha-256", "0" * 64), Checksum("md5", "0" * 32)


def row(request: Request) -> Row:
    return Row(1, 2, 1.0, State.QUEUED, request, "a", False, None, None, 5.0, None, False, 0, None)


@pytest.mark.parametrize("checksum", [STRONG, WEAK, None])
def test_a_note_keeps_the_only_proof_there_is(checksum: Checksum | None) -> None:
    request = Request("https://a.example/x", Path("/folder"), checksum=checksum, pieces=SHARES)
    values = from_note(to_note(row(request), "get", "/list"), "/list")
    assert values is not None
    check_values({**values, "held": ""})
    assert values["checksum"] == (str(checksum) if checksum else None)
    assert (values["described"] is None) is (checksum is STRONG)


def test_a_note_of_another_list_says_nothing() -> None:
    request = Request("https://a.example/x", Path("/folder"))
    assert from_note(to_note(row(request), "get", "/list"), "/other") is None
