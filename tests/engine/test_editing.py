"""Changing a download in the list: its part goes along, and what runs goes on."""

from typing import Any

import pytest

from core.engine import editing
from core.model import events
from core.model.checksum import parse_checksum
from core.model.edit import Edit
from core.model.errors import ChecksumError, NameTakenError
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.test_withdrawal import DATA, HALF, half, running
from tests.servers.scripted import Scripted, serve_file


def test_what_runs_goes_on_in_another_folder_under_another_name(
    rig: MakeRig, server: Scripted
) -> None:
    one, number = running(rig, server)
    one.engine.editing.move(number, one.files / "below", "other.bin")
    done = one.wait(events.Completed)
    assert done.path == one.files / "below" / "other.bin"
    assert done.path.read_bytes() == DATA
    assert server.asked[-1].range not in (None, (0, None))
    assert one.names() == ["below"]


def test_what_waits_takes_its_part_along_and_is_found_there_after_a_restart(
    rig: MakeRig, server: Scripted
) -> None:
    one, number = running(rig, server)
    one.engine.stop()
    one.wait(events.BatchEnded)
    one.engine.editing.move(number, one.files / "below")
    assert (one.files / "below" / "data.bin.part").stat().st_size == HALF
    one.close()
    again = rig()
    again.engine.restore()
    again.run()
    assert (again.files / "below" / "data.bin").read_bytes() == DATA
    assert server.asked[-1].range not in (None, (0, None))


@pytest.mark.parametrize("pause", [True, False])
def test_what_has_nothing_yet_simply_goes_elsewhere(
    rig: MakeRig, server: Scripted, pause: bool
) -> None:
    one = rig()
    (number,) = one.add(server.add("/data.bin", serve_file(DATA)))
    if pause:
        one.engine.pause([number])
    one.engine.editing.move(number, one.files / "below", "new.bin")
    assert one.states() == [State.PAUSED if pause else State.QUEUED]
    one.engine.resume([number])
    one.run()
    assert (one.files / "below" / "new.bin").read_bytes() == DATA


def test_a_place_that_is_taken_changes_nothing(rig: MakeRig, server: Scripted) -> None:
    one, number = running(rig, server)
    (one.files / "other.bin.part").write_bytes(b"of somebody else")
    with pytest.raises(NameTakenError):
        one.engine.editing.move(number, one.files, "other.bin")
    one.wait(events.Completed)
    assert one.names() == ["data.bin", "other.bin.part"]


def test_nothing_starts_again_once_everything_was_stopped(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, number = running(rig, server)
    real = editing.relocate

    def meanwhile(*known: Any) -> None:
        one.engine._stop.set()
        real(*known)

    monkeypatch.setattr(editing, "relocate", meanwhile)
    one.engine.editing.move(number, one.files / "below")
    one.wait(events.BatchEnded)
    assert not one.engine.running
    assert one.states() == [State.QUEUED]


def test_what_is_completed_or_gone_stays_as_it_is(rig: MakeRig, server: Scripted) -> None:
    one = rig()
    (number,) = one.add(server.add("/data.bin", serve_file(DATA)))
    one.run()
    one.engine.editing.move(number, one.files / "below")
    one.engine.editing.move(99, one.files / "below")
    assert one.names() == ["data.bin"]


def test_a_checksum_and_headers_count_from_the_next_request_on(
    rig: MakeRig, server: Scripted
) -> None:
    one = rig()
    (number,) = one.add(server.add("/data.bin", half))
    wrong = parse_checksum("sha-256:" + "0" * 64)
    edit = Edit(headers=(("X-Own", "yes"),), checksum=wrong, connections=2)
    one.engine.editing.change([number], edit)
    one.engine.start()
    one.wait_until(lambda rows: rows[number].received == HALF)
    assert server.asked[-1].headers["x-own"] == "yes"
    assert one.engine._work.roster.running[number].ramp.top == 2
    one.engine.editing.change([number], Edit(connections=5))
    assert one.engine._work.roster.running[number].ramp.top == 5
    one.engine.stop()
    one.wait(events.BatchEnded)
    one.close()
    again = rig()
    again.engine.restore()
    detail = again.engine.look_at(number)
    assert detail is not None
    assert (detail.request.options.connections, detail.request.checksum) == (5, wrong)
    again.run()
    assert isinstance(again.look()[number].error, ChecksumError)
    again.engine.editing.change([number], Edit(checksum=""))
    again.engine.retry([number])
    again.run()
    assert again.states() == [State.COMPLETED]
