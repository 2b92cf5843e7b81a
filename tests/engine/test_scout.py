"""One idle worker looks, the others sleep: who is woken by what, and that nobody is forgotten."""

import threading
from collections.abc import Callable, Iterator
from queue import Queue

import pytest

from core.engine.scout import Scout

PATIENCE = 30.0  # seconds until a test that waits for a thread gives up


# --- who is woken ------------------------------------------------------------------------


class Bell(threading.Condition):
    """A condition that only notes how it was used; while one waits on it, `meanwhile` happens."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []
        self.rung: list[str] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        self.meanwhile()
        return True

    def notify(self, n: int = 1) -> None:
        self.rung.append(str(n))

    def notify_all(self) -> None:
        self.rung.append("all")


class Watched:
    """A scout with bells for conditions."""

    def __init__(self) -> None:
        self.scout = Scout(threading.RLock())
        self.scout._rest = self.rest = Bell()
        self.scout._look = self.look = Bell()

    def wait(self, seconds: float | None = None) -> None:
        self.scout.wait(lambda: seconds)


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_the_first_who_waits_looks_again_in_time(watched: Watched) -> None:
    watched.wait(0.25)
    watched.wait(None)
    assert watched.look.waits == [0.25, None]
    assert watched.rest.waits == []


def test_who_waits_besides_the_scout_rests_until_it_is_called(watched: Watched) -> None:
    watched.look.meanwhile = watched.wait
    watched.wait(0.25)
    assert watched.look.waits == [0.25]
    assert watched.rest.waits == [None]


def test_news_wakes_the_scout_alone(watched: Watched) -> None:
    watched.look.meanwhile = watched.scout.tell
    watched.wait()
    assert watched.look.rung == ["1"]
    assert watched.rest.rung == []


def test_who_found_something_calls_one_of_those_who_rest(watched: Watched) -> None:
    watched.wait()
    watched.scout.found()
    assert watched.rest.rung == ["1"]
    assert watched.look.rung == []


def test_while_a_scout_is_out_nobody_else_has_to_be_called(watched: Watched) -> None:
    watched.look.meanwhile = watched.scout.found
    watched.wait()
    assert watched.rest.rung == []


def test_a_stop_wakes_everybody(watched: Watched) -> None:
    watched.scout.wake()
    assert (watched.look.rung, watched.rest.rung) == (["all"], ["all"])


def test_a_scout_that_could_not_wait_is_not_missed_for_ever(watched: Watched) -> None:
    def fail() -> float | None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        watched.scout.wait(fail)
    watched.wait(0.25)
    assert watched.look.waits == [0.25]


# --- with threads ------------------------------------------------------------------------


class Room:
    """Things to take, and threads that wait for them as workers do."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.scout = Scout(self.lock)
        self.things = 0
        self.stopped = False
        self.events: Queue[str] = Queue()
        self.threads: list[threading.Thread] = []

    def worker(self) -> None:
        with self.lock:
            while not self.stopped:
                if self.things:
                    self.things -= 1
                    self.scout.found()
                    self.events.put("took")
                    return
                self.events.put("waits")  # in the lock: who has it next finds us waiting
                self.scout.wait(lambda: None)
        self.events.put("left")

    def enter(self, count: int) -> None:
        """So many workers come and find nothing."""
        for _ in range(count):
            self.threads.append(threading.Thread(target=self.worker))
            self.threads[-1].start()
            assert self.next() == "waits"

    def put(self, count: int) -> None:
        with self.lock:
            self.things += count
            self.scout.tell()

    def stop(self) -> None:
        with self.lock:
            self.stopped = True
            self.scout.wake()

    def next(self) -> str:
        return self.events.get(timeout=PATIENCE)

    def until(self, *wanted: str) -> None:
        """Until so many of these have come, whatever else comes."""
        missing = list(wanted)
        while missing:
            found = self.next()
            if found in missing:
                missing.remove(found)


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.stop()
    for thread in made.threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_several_things_told_of_once_are_all_taken(room: Room) -> None:
    room.enter(5)
    room.put(4)
    room.until("took", "took", "took", "took")
    with room.lock:
        assert room.things == 0


def test_things_told_of_one_after_the_other_are_all_taken(room: Room) -> None:
    room.enter(5)
    for _ in range(5):
        room.put(1)
        room.until("took")


def test_whoever_comes_while_the_scout_is_out_is_called_too(room: Room) -> None:
    room.enter(1)
    room.enter(1)
    room.put(2)
    room.until("took", "took")


def test_after_a_stop_nobody_waits(room: Room) -> None:
    room.enter(5)
    room.stop()
    room.until("left", "left", "left", "left", "left")


def test_the_scout_comes_back_by_itself_in_time() -> None:
    lock = threading.RLock()
    scout = Scout(lock)
    with lock:
        scout.wait(lambda: 0.0)
        scout.wait(lambda: 0.001)
