"""So many connections and downloads as the user allows a site, from the next moment on."""

import threading
from dataclasses import replace

import pytest

from core.model import events
from core.model.outcome import Stopped
from core.model.settings import Settings
from core.model.snapshot import Row
from core.model.states import Hold, State
from tests.engine.conftest import MakeRig, NewSignal
from tests.engine.ear import PATIENCE, Rig
from tests.servers.scripted import Asked, Peer, Scripted, content, scripted, serve_file

DATA = content(2_000_000)


class Crowd:
    """Scripts that count how many of them serve at a time, and wait to be let go."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.most = self._now = 0
        self._lock = threading.Lock()

    def __call__(self, peer: Peer, asked: Asked) -> None:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.open.wait(PATIENCE)
        with self._lock:
            self._now -= 1
        serve_file(DATA[:50_000])(peer, asked)


def settings(rules: str) -> Settings:
    return Settings(concurrent=4, connections=4, timeout=30, site_rules=rules)


def waiting(rows: dict[int, Row]) -> list[Row]:
    return [row for row in rows.values() if row.hold is Hold.HOST]


def make(rig: MakeRig, rules: str, **more: object) -> Rig:
    return rig(concurrent=4, connections=4, site_rules=rules, **more)


def test_no_more_downloads_run_than_a_site_is_allowed(rig: MakeRig, server: Scripted) -> None:
    here, crowd = make(rig, "127.0.0.1 downloads=2"), Crowd()
    with scripted() as other:
        ids = here.add(*(server.add(f"/{n}", crowd) for n in range(5)))
        free = other.add("/free", serve_file(DATA[:1000])).replace("127.0.0.1", "localhost")
        [elsewhere] = here.add(free)
        here.engine.start()
        here.wait_until(lambda rows: rows[elsewhere].state is State.COMPLETED)
        here.wait_until(lambda rows: rows[ids[2]].hold is Hold.HOST)
        crowd.open.set()
        here.wait(events.BatchEnded)
    assert crowd.most == 2
    assert here.states() == [State.COMPLETED] * 6


def test_what_a_worker_was_promised_counts_as_well(
    rig: MakeRig, server: Scripted, signal: NewSignal, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = make(rig, "localhost downloads=1")
    monkeypatch.setattr(here.engine._work._room, "count", lambda most: most)
    work, finishing, idle = here.engine._work, signal(), signal()
    here.add("http://elsewhere/0", "http://localhost/1", "http://localhost/2")
    first, second, _ = sorted(here.look())
    work.open_batch(None)
    piece = work.take(finishing)
    assert piece is not None
    assert piece.download.id == first
    promised = work.promise(finishing)
    assert promised is not None
    assert promised.id == second
    with work.lock:
        assert work._next(idle) is None
    work.settle(piece, Stopped())
    piece = work.take(finishing)
    assert piece is not None
    assert piece.download is promised
    work.settle(piece, Stopped())
    work.close_batch(None)


def test_another_number_counts_while_they_run(rig: MakeRig, server: Scripted) -> None:
    here, crowd = make(rig, "* downloads=1"), Crowd()
    here.add(*(server.add(f"/{n}", crowd) for n in range(3)))
    here.engine.start()
    here.wait_until(lambda rows: bool(waiting(rows)))
    here.engine.configure(settings("* downloads=3"))
    here.wait_until(lambda rows: crowd.most == 3)
    crowd.open.set()
    here.wait(events.BatchEnded)


def test_a_retry_waits_for_its_turn_as_well(rig: MakeRig, server: Scripted) -> None:
    here, crowd = make(rig, "* downloads=1", retries=3), Crowd()

    def stumble(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            peer.head("503 Later", "Content-Length: 0", "Retry-After: 0")
        else:
            crowd(peer, asked)

    first, second = here.add(server.add("/a", stumble), server.add("/b", crowd))
    here.engine.start()
    here.wait_until(lambda rows: rows[first].hold is Hold.HOST and rows[second].state.running)
    crowd.open.set()
    here.wait(events.BatchEnded)
    assert crowd.most == 1
    assert here.states() == [State.COMPLETED] * 2


@pytest.mark.parametrize(("own", "most"), [(0, 1), (2, 2)])
def test_a_download_has_as_many_connections_as_its_site_allows(
    rig: MakeRig, server: Scripted, own: int, most: int
) -> None:
    here = make(rig, "127.0.0.1 connections=1")
    [number] = here.add(server.add("/f", serve_file(DATA)))
    if own:
        one = here.engine._work.roster.get(number)
        assert one is not None
        options = replace(one.request.options, connections=own)
        one.request = replace(one.request, options=options)
    work = here.engine._work
    one = work.roster.get(number)
    assert one is not None
    assert work.connections_for(one) == most
    here.engine.configure(settings("localhost connections=1"))
    assert work.connections_for(one) == (own or 4)
    here.run()
    assert here.states() == [State.COMPLETED]
