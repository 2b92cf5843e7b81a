"""Asking about links before they are added: little, and little at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from queue import Queue

import pytest

from core.engine import inquiry as module
from core.engine.inquiry import AT_ONCE_PER_HOST, Inquiry
from core.model.download import NameSource
from core.model.errors import HeadgateError, NotFoundError, UnavailableError
from core.model.settings import Settings
from core.net.jar import Jar
from core.net.network import make_network
from core.policy.asking import Answer
from core.policy.intake import Entry
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

LONG = 60.0
DATA = content(5000)


@contextmanager
def asking(heard: Callable[[Answer], None]) -> Iterator[Inquiry]:
    with closing(Inquiry(make_network(Settings(timeout=30), Jar(), "0"), heard)) as one:
        yield one


def ask(*urls: str) -> dict[str, Answer]:
    """Every answer, by address."""
    answers: Queue[Answer] = Queue()
    with asking(answers.put) as one:
        one.ask([Entry(url) for url in urls])
        told = [answers.get(timeout=LONG) for _ in urls]
    return {answer.url: answer for answer in told}


def test_size_and_name_come_with_a_single_byte(server: Scripted) -> None:
    asked: list[Asked] = []

    def file(peer: Peer, one: Asked) -> None:
        asked.append(one)
        peer.head(
            "206 Partial Content", "Content-Length: 1", "Content-Range: bytes 0-0/5000",
            'Content-Disposition: attachment; filename="real name.zip"',
        )  # fmt: skip
        peer.send(DATA[:1])

    url = server.add("/get?id=1", file)
    assert ask(url)[url] == Answer(url, 5000, "real name.zip", NameSource.SERVER)
    assert [one.headers["range"] for one in asked] == ["bytes=0-0"]


def test_a_server_without_ranges_tells_as_well_and_a_dead_link_is_one(server: Scripted) -> None:
    whole = server.add("/x.bin", serve_file(DATA, ranges=False))
    dead = server.url("/gone.zip")
    told = ask(whole, dead)
    assert told[whole] == Answer(whole, 5000, "x.bin", NameSource.LINK)
    assert isinstance(told[dead].error, NotFoundError)


def test_two_at_a_time_and_each_link_once(server: Scripted) -> None:
    lock, now, most = threading.Lock(), [0], [0]
    enough = threading.Event()

    def slow(peer: Peer, _asked: Asked) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            if now[0] == AT_ONCE_PER_HOST:
                enough.set()
        assert enough.wait(LONG)
        peer.head("206 Partial Content", "Content-Length: 1", "Content-Range: bytes 0-0/7")
        with lock:
            now[0] -= 1
        peer.send(b"x")

    urls = [server.add(f"/{number}", slow) for number in range(9)]
    answers: Queue[Answer] = Queue()
    with asking(answers.put) as one:
        for _ in range(3):
            one.ask([Entry(url) for url in urls])
        told = [answers.get(timeout=LONG) for _ in urls]
    assert sorted(answer.url for answer in told) == sorted(urls)
    assert answers.empty()
    assert most[0] == AT_ONCE_PER_HOST


def test_a_server_that_has_had_enough_is_left_alone(server: Scripted) -> None:
    def busy(peer: Peer, _asked: Asked) -> None:
        peer.head("503 Service Unavailable", "Content-Length: 0")

    urls = [server.add(f"/{number}", busy) for number in range(20)]
    first = ask(urls[0])
    assert isinstance(first[urls[0]].error, UnavailableError)
    answers: list[Answer] = []
    with asking(answers.append) as one:
        one.ask([Entry(url) for url in urls])
        threads = [thread for thread in threading.enumerate() if thread.name == "inquiry"]
        for thread in threads:
            thread.join(LONG)
    assert 1 <= len(answers) <= AT_ONCE_PER_HOST


def test_of_a_long_list_only_the_first_are_asked(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    urls = [server.add(f"/{number}", serve_file(DATA)) for number in range(4)]
    answers: Queue[Answer] = Queue()
    with asking(answers.put) as one:
        one.ask([Entry(url) for url in urls])
        one.ask([Entry(url) for url in urls])
        told = {answers.get(timeout=LONG).url for _ in range(2)}
    assert told == set(urls[:2])
    assert one._asked == told


def test_closing_ends_what_is_under_way(server: Scripted) -> None:
    asked = threading.Event()

    def silent(peer: Peer, _asked: Asked) -> None:
        asked.set()
        peer.stall()

    answers: list[Answer] = []
    with asking(answers.append) as one:
        one.ask([Entry(server.add("/x", silent))])
        assert asked.wait(LONG)
        threads = [thread for thread in threading.enumerate() if thread.name == "inquiry"]
    for thread in threads:
        thread.join(LONG)
        assert not thread.is_alive()
    assert answers == []


def test_a_bug_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_words: object, **_more: object) -> None:
        raise ValueError("never thought of")

    monkeypatch.setattr(module.Client, "open", broken)
    url = "http://127.0.0.1:9/x"
    error = ask(url)[url].error
    assert isinstance(error, HeadgateError)
    assert error.code == "unexpected"


@pytest.mark.parametrize("online", [True, False])
def test_without_a_network_no_link_is_called_dead(online: bool) -> None:
    answers: list[Answer] = []
    network = make_network(Settings(timeout=10), Jar(), "0")
    with closing(Inquiry(network, answers.append, lambda: online)) as one:
        one.ask([Entry("http://127.0.0.1:9/x")])
        for thread in threading.enumerate():
            if thread.name == "inquiry":
                thread.join(LONG)
    assert len(answers) == online
