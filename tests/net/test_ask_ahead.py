"""Asking for the next file early: its answer is for that file, and for nothing else."""

import threading
from collections.abc import Callable

import pytest

from core.model.download import Options
from core.net.stream import PlainStream
from core.stop import Interrupted
from tests.net.way import PATIENCE, Way
from tests.servers.scripted import Asked, Peer, Scripted, content, scripted
from tests.servers.small import at_once

HERE, OTHER, THIRD = content(500, "here"), content(600, "other"), content(700, "third")
NONE = Options()


@pytest.fixture
def links(server: Scripted) -> list[str]:
    bodies = {"/here": HERE, "/other": OTHER, "/third": THIRD}
    return [server.add(target, at_once(body)) for target, body in bodies.items()]


def targets(server: Scripted) -> list[str]:
    return [asked.target for asked in server.asked]


def leaving(server: Scripted, target: str) -> threading.Event:
    """Let the server say nothing to those who ask for `target`; set when the client has gone."""
    left = threading.Event()

    def silent(peer: Peer, _asked: Asked) -> None:
        peer.stall()
        if not peer.closing.is_set():
            left.set()

    server.add(target, silent)
    return left


def test_the_answer_belongs_to_the_next_request_for_the_same(
    way: Way, server: Scripted, links: list[str]
) -> None:
    here, other, _ = links
    assert way.fetch(here) == HERE
    way.client.ask_ahead(other, NONE)
    assert way.fetch(other) == OTHER
    assert targets(server) == ["/here", "/other"]
    assert server.connections == 1


def test_without_a_connection_at_hand_nothing_is_asked(
    way: Way, server: Scripted, links: list[str]
) -> None:
    way.client.ask_ahead(links[1], NONE)
    assert way.fetch(links[1]) == OTHER
    assert targets(server) == ["/other"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda way, links: way.fetch(links[2]) == THIRD,
        lambda way, links: way.fetch(links[1], Options(referer=links[0])) == OTHER,
        lambda way, links: way.fetch(links[1], first=None) == OTHER,
        lambda way, links: way.fetch(links[0]) == HERE,
    ],
    ids=["another link", "other options", "no range", "the one before"],
)
def test_whoever_asks_for_something_else_gets_that(
    way: Way, server: Scripted, links: list[str], ask: Callable[[Way, list[str]], bool]
) -> None:
    way.fetch(links[0])
    way.client.ask_ahead(links[1], NONE)
    assert ask(way, links)
    assert server.connections == 2
    assert way.fetch(links[1]) == OTHER


def test_whoever_asks_ahead_again_gives_up_the_first_answer(
    way: Way, server: Scripted, links: list[str]
) -> None:
    with scripted() as second:
        elsewhere = second.add("/here", at_once(HERE))
        left = leaving(server, "/other")
        way.fetch(links[0])
        way.fetch(elsewhere)
        way.client.ask_ahead(links[1], NONE)
        way.client.ask_ahead(elsewhere, NONE)
        assert left.wait(PATIENCE)
        assert way.fetch(elsewhere) == HERE
        assert len(second.asked) == 2


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_connection_that_is_gone_is_replaced(
    way: Way, server: Scripted, links: list[str], when: str
) -> None:
    def gone(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            at_once(OTHER)(peer, asked)
        else:
            peer.reset()

    def leaves(peer: Peer, asked: Asked) -> None:
        at_once(HERE)(peer, asked)
        peer.sock.close()

    if when == "before":
        server.add("/here", leaves)
    else:
        server.add("/other", gone)
    way.fetch(links[0])
    way.client.ask_ahead(links[1], NONE)
    assert way.fetch(links[1]) == OTHER
    assert server.connections == 2


def test_an_answer_nobody_came_for_is_closed_with_the_client(
    way: Way, server: Scripted, links: list[str]
) -> None:
    left = leaving(server, "/other")
    way.fetch(links[0])
    way.client.ask_ahead(links[1], NONE)
    way.client.close()
    assert left.wait(PATIENCE)


def test_a_stop_while_asking_ahead_closes_the_connection(
    way: Way, links: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    way.fetch(links[0])
    asked: list[PlainStream] = []

    def stopped(self: PlainStream, _data: bytes, _seconds: float) -> None:
        asked.append(self)
        raise Interrupted

    monkeypatch.setattr(PlainStream, "send", stopped)
    with pytest.raises(Interrupted):
        way.client.ask_ahead(links[1], NONE)
    assert asked[0].sock.fileno() < 0
