"""Taken off the list: everything is kept until it is forgotten, and comes back as it was."""

import pytest

from core.model import events
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(200_000)
HALF = len(DATA) // 2


def half(peer: Peer, asked: Asked) -> None:
    """The first time it stalls after half of the file."""
    if asked.number > 1:
        serve_file(DATA)(peer, asked)
        return
    peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
    peer.send(DATA[:HALF])
    peer.stall()


def running(rig: MakeRig, server: Scripted) -> tuple[Rig, int]:
    made = rig()
    (number,) = made.add(server.add("/data.bin", half))
    made.engine.start()
    made.wait_until(lambda rows: rows[number].received == HALF)
    return made, number


@pytest.mark.parametrize("state", ["queued", "paused"])
def test_what_waits_is_gone_at_once_and_comes_back_to_its_place(rig: MakeRig, state: str) -> None:
    one = rig()
    first, second = one.add("http://a.example/1", "http://a.example/2")
    if state == "paused":
        one.engine.pause([first])
    before = one.look()[first]
    one.engine.withdrawal.take([first])
    assert set(one.look()) == {second}
    assert one.engine.look_at(first) is None
    one.engine.withdrawal.give_back([first])
    assert one.look()[first] == before
    assert one.engine._work.queue.next() is (
        one.engine._work.roster.get(first if state == "queued" else second)
    )


def test_what_runs_stops_and_goes_on_where_it_was_when_it_comes_back(
    rig: MakeRig, server: Scripted
) -> None:
    one, number = running(rig, server)
    one.engine.withdrawal.take([number])
    one.wait(events.BatchEnded)
    assert one.look() == {}
    assert (one.files / "data.bin.part").stat().st_size == HALF
    one.engine.withdrawal.give_back([number])
    assert one.look()[number].received == HALF
    one.run()
    assert (one.files / "data.bin").read_bytes() == DATA
    assert server.asked[-1].range not in (None, (0, None))


def test_a_change_of_mind_before_the_workers_have_let_go(rig: MakeRig, server: Scripted) -> None:
    one, number = running(rig, server)
    with one.engine._work.lock:
        one.engine.withdrawal.take([number])
        one.engine.withdrawal.give_back([number])
    one.wait(events.Completed)
    assert one.states() == [State.COMPLETED]


@pytest.mark.parametrize("early", [True, False])
def test_what_is_forgotten_is_gone_with_its_part_file(
    rig: MakeRig, server: Scripted, early: bool
) -> None:
    one, number = running(rig, server)
    with one.engine._work.lock:
        one.engine.withdrawal.take([number])
        if early:
            one.engine.withdrawal.forget([number])
    one.wait(events.BatchEnded)
    one.engine.withdrawal.forget([number])
    one.engine.withdrawal.give_back([number])
    one.close()
    assert one.names() == []
    again = rig()
    again.engine.restore()
    assert again.look() == {}


def test_closing_forgets_what_was_withdrawn(rig: MakeRig, server: Scripted) -> None:
    one, number = running(rig, server)
    one.engine.withdrawal.take([number])
    one.wait(events.BatchEnded)
    one.close()
    assert one.names() == []
    again = rig()
    again.engine.restore()
    assert again.look() == {}


def test_a_finished_file_stays(rig: MakeRig, server: Scripted) -> None:
    one = rig()
    (number,) = one.add(server.add("/data.bin", serve_file(DATA)))
    one.run()
    one.engine.withdrawal.take([number])
    assert one.look() == {}
    one.engine.withdrawal.give_back([number])
    assert one.states() == [State.COMPLETED]
    one.engine.withdrawal.take([number])
    one.engine.withdrawal.forget([number])
    assert (one.files / "data.bin").read_bytes() == DATA
