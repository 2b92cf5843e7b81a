"""Looking names up: digits at once, answers shared and kept for a while, nobody ever held up."""

import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from core.model.errors import ConnectTimeoutError, NameLookupError, UnknownHostError
from core.net import resolver
from core.net.resolver import REMEMBER_SECONDS, Address, Resolver, take_turns
from core.stop import Interrupted, StopSignal
from tests.net.conftest import Names
from tests.net.way import PATIENCE, PROMPT, Watched, Way, ended_by_stop
from tests.servers.scripted import Scripted, serve_file

V4, V6 = socket.AF_INET, socket.AF_INET6
HOME = Address(V4, ("127.0.0.1", 80))


class Slow:
    """A system resolver that thinks until it is let go, and counts who asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.entered = threading.Event()
        self.go = threading.Event()
        self.failure: OSError | None = None

    def lookup_now(self, host: str, port: int) -> list[Address]:
        self.asked.append(host)
        self.entered.set()
        self.go.wait(20)
        if self.failure is not None:
            raise self.failure
        return [Address(V4, ("127.0.0.1", port))]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    one = Slow()
    monkeypatch.setattr(resolver, "lookup_now", one.lookup_now)
    yield one
    one.go.set()


def lookups() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("lookup ")]


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("127.0.0.1", [Address(V4, ("127.0.0.1", 80))]),
        ("::1", [Address(V6, ("::1", 80, 0, 0))]),
        ("2001:db8::a", [Address(V6, ("2001:db8::a", 80, 0, 0))]),
    ],
)
@pytest.mark.usefixtures("names")
def test_digits_need_no_look_up(stop: Watched, host: str, addresses: list[Address]) -> None:
    assert Resolver().resolve(host, 80, stop, 5) == addresses


def test_the_system_knows_this_machine() -> None:
    assert any(
        address.target[0] in ("127.0.0.1", "::1")
        for address in resolver.lookup_now("localhost", 80)
    )


def test_a_name_that_looks_like_digits_is_looked_up(stop: Watched, names: Names) -> None:
    names["files.test1"] = ["127.0.0.1"]
    assert Resolver().resolve("files.test1", 80, stop, 5) == [HOME]


def test_an_answer_is_kept_for_a_while(stop: Watched, slow: Slow) -> None:
    slow.go.set()
    one = Resolver()
    assert one.resolve("files.test", 80, stop, 5) == [HOME]
    assert one.resolve("files.test", 80, stop, 5) == [HOME]
    assert slow.asked == ["files.test"]


def test_an_answer_is_forgotten_after_a_minute(
    stop: Watched, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.go.set()
    one = Resolver()
    one.resolve("files.test", 80, stop, 5)
    later = resolver.time.monotonic() + REMEMBER_SECONDS
    monkeypatch.setattr(resolver.time, "monotonic", lambda: later)
    one.resolve("files.test", 80, stop, 5)
    assert slow.asked == ["files.test"] * 2


def test_a_failure_is_not_kept(stop: Watched, slow: Slow) -> None:
    slow.go.set()
    slow.failure = socket.gaierror(socket.EAI_AGAIN, "try again")
    one = Resolver()
    with pytest.raises(socket.gaierror):
        one.resolve("files.test", 80, stop, 5)
    slow.failure = None
    assert one.resolve("files.test", 80, stop, 5) == [HOME]


def test_a_look_up_that_takes_too_long_times_out(stop: Watched, slow: Slow) -> None:
    with pytest.raises(TimeoutError):
        Resolver().resolve("files.test", 80, stop, 0.05)
    assert slow.entered.wait(PATIENCE)
    assert slow.asked == ["files.test"]


def test_a_hanging_look_up_is_left_at_once(stop: Watched, slow: Slow) -> None:
    one = Resolver()
    raised, seconds = ended_by_stop(
        lambda: one.resolve("files.test", 80, stop, 30), stop, slow.entered
    )
    assert isinstance(raised, Interrupted)
    assert seconds < PROMPT
    (left_behind,) = lookups()
    slow.go.set()
    left_behind.join(PATIENCE)
    assert lookups() == []


def test_later_waiters_share_a_look_up_under_way(stop: Watched, slow: Slow) -> None:
    one = Resolver()
    raised, _ = ended_by_stop(lambda: one.resolve("files.test", 80, stop, 30), stop, slow.entered)
    assert isinstance(raised, Interrupted)
    stop.clear()
    answers: list[list[Address]] = []
    waiting = [
        threading.Thread(target=lambda: answers.append(one.resolve("files.test", 80, stop, 30)))
        for _ in range(3)
    ]
    for thread in waiting:
        thread.start()
    assert stop.blocked.wait(PATIENCE)
    slow.go.set()
    for thread in waiting:
        thread.join(PATIENCE)
    assert answers == [[HOME]] * 3
    assert slow.asked == ["files.test"]


def test_names_and_ports_do_not_share_a_look_up(stop: Watched, slow: Slow) -> None:
    slow.go.set()
    one = Resolver()
    one.resolve("a.test", 80, stop, 5)
    one.resolve("b.test", 80, stop, 5)
    assert one.resolve("a.test", 81, stop, 5) == [Address(V4, ("127.0.0.1", 81))]
    assert slow.asked == ["a.test", "b.test", "a.test"]


def test_a_failure_nobody_waited_for_is_not_told_later(stop: Watched, slow: Slow) -> None:
    one = Resolver()
    ended_by_stop(lambda: one.resolve("files.test", 80, stop, 30), stop, slow.entered)
    slow.failure = socket.gaierror(socket.EAI_NONAME, "we were offline")
    (left_behind,) = lookups()
    slow.go.set()
    left_behind.join(PATIENCE)
    # Hours later, on another network:
    slow.failure = None
    stop.clear()
    assert one.resolve("files.test", 80, stop, 5) == [HOME]


def test_one_signal_does_not_end_the_wait_of_another(stop: Watched, slow: Slow) -> None:
    one, second = Resolver(), StopSignal()
    answers: list[list[Address]] = []
    patient = threading.Thread(
        target=lambda: answers.append(one.resolve("files.test", 80, second, 30))
    )
    patient.start()
    assert slow.entered.wait(PATIENCE)
    raised, _ = ended_by_stop(lambda: one.resolve("files.test", 80, stop, 30), stop)
    assert isinstance(raised, Interrupted)
    slow.go.set()
    patient.join(PATIENCE)
    second.close()
    assert answers == [[HOME]]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch, slow: Slow) -> Iterator[Resolver]:
    """A resolver with as many look-ups left behind as it may have."""
    monkeypatch.setattr(resolver, "MOST", 2)
    monkeypatch.setattr(resolver, "LOOK_SECONDS", 0.01)
    one = Resolver()
    for name in ("a.test", "b.test"):
        leaver = Watched()
        slow.entered.clear()
        ended_by_stop(partial(one.resolve, name, 80, leaver, 30), leaver, slow.entered)
        leaver.close()
    yield one
    slow.go.set()
    for thread in lookups():
        thread.join(PATIENCE)


def test_look_ups_left_behind_do_not_pile_up(full: Resolver, stop: Watched, slow: Slow) -> None:
    with pytest.raises(TimeoutError):
        full.resolve("c.test", 80, stop, 0.05)
    assert len(lookups()) == 2
    assert slow.asked == ["a.test", "b.test"]


def test_the_next_look_up_begins_when_one_has_ended(
    full: Resolver, stop: Watched, slow: Slow
) -> None:
    slow.go.set()
    assert full.resolve("c.test", 80, stop, 5) == [HOME]
    assert slow.asked == ["a.test", "b.test", "c.test"]


def test_a_name_that_is_being_looked_up_is_no_further_one(
    full: Resolver, stop: Watched, slow: Slow
) -> None:
    with pytest.raises(TimeoutError):
        full.resolve("a.test", 80, stop, 0.05)
    slow.go.set()
    assert full.resolve("a.test", 80, stop, 5) == [HOME]


def test_a_stop_ends_the_wait_for_one_to_end(full: Resolver) -> None:
    stop = StopSignal()
    stop.set()
    with pytest.raises(Interrupted):
        full.resolve("c.test", 80, stop, 30)
    stop.close()


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("", ""),
        ("4a", "4a"),
        ("4a 4b 4c", "4a 4b 4c"),
        ("6a 6b 4a 4b", "6a 4a 6b 4b"),
        ("4a 4b 6a", "4a 6a 4b"),
        ("6a 4a 4b 4c", "6a 4a 4b 4c"),
        ("6a 4a 6b 4b", "6a 4a 6b 4b"),
    ],
)
def test_families_take_turns(given: str, taken: str) -> None:
    def addresses(text: str) -> list[Address]:
        return [Address(V4 if word[0] == "4" else V6, (word, 80)) for word in text.split()]

    assert take_turns(addresses(given)) == addresses(taken)


# --- through a client ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), UnknownHostError),
        (socket.gaierror(socket.EAI_NODATA, "No address"), UnknownHostError),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), NameLookupError),
        (socket.gaierror(socket.EAI_FAIL, "Failure"), NameLookupError),
    ],
)
def test_a_failed_look_up_says_whether_to_try_again(
    way: Way, slow: Slow, failure: OSError, error: type[Exception]
) -> None:
    slow.go.set()
    slow.failure = failure
    with pytest.raises(error, match=r"files\.test"):
        way.open("http://files.test/")


def test_an_impossible_name_is_unknown(way: Way) -> None:
    with pytest.raises(UnknownHostError):
        way.open("http://" + "a" * 64 + ".test/")


def test_a_name_that_cannot_be_looked_up_in_time_is_a_timeout(
    make_way: Callable[..., Way], slow: Slow
) -> None:
    with pytest.raises(ConnectTimeoutError):
        make_way(timeout=0.05).open("http://files.test/")
    assert slow.entered.wait(PATIENCE)
    assert slow.asked == ["files.test"]


def test_a_name_leads_to_its_server(server: Scripted, way: Way, names: Names) -> None:
    names["files.test"] = ["127.0.0.1"]
    server.add("/f", serve_file(b"hi"))
    assert way.fetch(f"http://files.test:{server.address[1]}/f") == b"hi"
