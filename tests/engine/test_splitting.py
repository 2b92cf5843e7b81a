"""Who gets one more connection, for which bytes, and what that does to the time a file takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, cycle, repeat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.roster import Roster
from core.engine.running import Intent, Piece, Running
from core.engine.segments import Segment
from core.engine.splitting import LOOK_SECONDS, PER_HOST, Splitting
from core.engine.timelines import Timelines
from core.model import events
from core.model.download import Download, Request
from core.model.errors import DiskFullError
from core.model.resource import Resource, Validator
from core.model.segment import Span
from core.model.settings import Settings
from core.model.states import State
from core.policy.hosts import HostLimits
from core.policy.ramp import FIRST_PAUSE_SECONDS, WINDOW_SECONDS, Ramp
from core.policy.segmentation import MIN_PIECE_BYTES
from core.stop import StopSignal
from tests.engine.conftest import MakeRig, NewSignal
from tests.servers.scripted import Asked, Peer, Scripted, content

MB = 1_000_000
HOST = "example.org"
URL = f"https://{HOST}/file.bin"
STRONG = Validator('"v1"')
SETTINGS = Settings(connections=8)


class Office:
    """Splitting over a list of running downloads; the test says what time it is."""

    def __init__(self, signal: NewSignal) -> None:
        self.roster = Roster()
        self.hosts = HostLimits()
        self.splitting = Splitting(self.roster, self.hosts, Timelines(lambda: 0.0))
        self.signal = signal

    def begin(
        self,
        size: int | None = 100 * MB,
        *,
        ranges: bool = True,
        validator: Validator = STRONG,
        url: str = URL,
        level: int = 8,
        make: type[Running] = Running,
    ) -> tuple[Running, Segment]:
        """A download whose first connection delivers 10 MB a second and has all of it to bring."""
        number = len(self.roster) + 1
        resource = Resource(url, size, validator, ranges=ranges)
        one = Download(number, Request(url, Path("nowhere")), float(number), 0.0, resource=resource)
        one.state = State.DOWNLOADING
        running = make.begin(one, 8, lambda: 0.0)
        running.ramp = Ramp(level=level, top=8)
        running.latency = 0.0
        self.roster.add(one)
        self.roster.running[number] = running
        return running, self.connect(running, 0, size)

    def connect(self, running: Running, start: int, end: int | None) -> Segment:
        one = Segment(start, end, start, worker=self.signal())
        assert one.worker is not None
        running.workers.add(one.worker)
        running.add(one)
        running.answered(one, 1.0)
        one.rate = 10.0 * MB
        return one

    def piece(self, stop: StopSignal | None = None) -> Piece | None:
        return self.splitting.piece(stop or self.signal(), 1.0, SETTINGS)


@pytest.fixture
def office(signal: NewSignal) -> Office:
    return Office(signal)


# --- for whom ----------------------------------------------------------------------------


def test_an_idle_worker_gets_half_of_what_one_connection_has_left(office: Office) -> None:
    running, first = office.begin()
    stop = office.signal()
    piece = office.piece(stop)
    assert piece is not None
    assert piece.segment is not None
    assert piece.running is running
    assert (piece.segment.start, piece.segment.end) == (50 * MB, 100 * MB)
    assert piece.segment.position == piece.segment.start
    assert (piece.segment.rival, piece.segment.worker) == (first, stop)
    assert stop in running.workers
    assert first.end == 100 * MB, "until the first byte has come it is the owner's"


def test_a_gap_comes_before_the_rests_of_others(office: Office) -> None:
    running, first = office.begin()
    first.end = 60 * MB
    piece = office.piece()
    assert piece is not None
    assert piece.segment is not None
    assert (piece.segment.start, piece.segment.end) == (60 * MB, 100 * MB)
    assert piece.segment.rival is None
    assert running.uncovered() is None


def test_without_anything_that_runs_there_is_nothing_to_share(office: Office) -> None:
    assert office.piece() is None
    assert office.splitting.seconds_to_look(1.0) is None


def test_a_rest_that_is_contested_already_is_left_alone(office: Office) -> None:
    office.begin()
    assert office.piece() is not None
    assert office.piece() is None


def test_the_next_download_is_looked_at_when_the_first_has_nothing_to_share(
    office: Office,
) -> None:
    office.begin(MIN_PIECE_BYTES)
    second, _ = office.begin()
    piece = office.piece()
    assert piece is not None
    assert piece.running is second


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: setattr(one.download, "state", State.CONNECTING),
        lambda one: setattr(one.download, "state", State.VERIFYING),
        lambda one: setattr(one.download, "state", State.STOPPING),
        lambda one: setattr(one.download, "resource", None),
        lambda one: setattr(one, "failure", DiskFullError()),
    ],
    ids=["connecting", "verifying", "stopping", "unknown", "failed"],
)
def test_what_is_not_on_its_way_is_not_shared(
    office: Office, spoil: Callable[[Running], None]
) -> None:
    running, _ = office.begin()
    spoil(running)
    assert office.piece() is None
    assert office.splitting.seconds_to_look(1.0) is None


@pytest.mark.parametrize(
    ("ranges", "validator"),
    [
        (False, STRONG),
        (True, Validator('W/"v1"')),
        (True, Validator()),
        (True, Validator("", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:38 GMT")),
    ],
)
def test_only_what_is_proven_to_stay_the_same_is_shared(
    office: Office, ranges: bool, validator: Validator
) -> None:
    office.begin(ranges=ranges, validator=validator)
    assert office.piece() is None


def test_a_gap_in_what_may_have_changed_is_left_to_its_own_worker(office: Office) -> None:
    running, first = office.begin(validator=Validator())
    first.end = 60 * MB
    assert office.piece() is None
    stop = office.signal()
    found = office.splitting.segment_for(running, stop, 1.0, SETTINGS, joining=False)
    assert found is not None
    assert found.start == 60 * MB
    assert office.splitting.segment_for(running, stop, 1.0, SETTINGS, joining=False) is None


def test_a_file_of_unknown_size_has_one_connection(office: Office) -> None:
    office.begin(None)
    assert office.piece() is None


def test_a_worker_that_is_with_a_download_goes_on_with_a_gap_whatever_the_server_offers(
    office: Office,
) -> None:
    running, first = office.begin(ranges=False)
    stop = first.worker
    assert stop is not None
    running.wrote(first, 10 * MB)
    running.leave(first)
    found = office.splitting.segment_for(running, stop, 1.0, SETTINGS, joining=False)
    assert found is not None
    assert Span(found.start, found.position) == Span(10 * MB, 10 * MB)
    assert office.splitting.segment_for(running, stop, 1.0, SETTINGS, joining=False) is None


# --- how many ----------------------------------------------------------------------------


def test_no_more_join_than_the_ramp_allows(office: Office) -> None:
    office.begin(level=1)
    assert office.piece() is None
    office.begin(level=2)
    assert office.piece() is not None
    assert office.piece() is None


def test_who_is_with_it_already_may_take_a_rest_all_the_same(office: Office) -> None:
    running, _ = office.begin(level=1)
    stop = office.signal()
    assert office.splitting.segment_for(running, stop, 1.0, SETTINGS, joining=False) is not None


def test_what_a_server_allows_counts_over_all_its_downloads(office: Office) -> None:
    office.begin()
    office.begin(url=f"https://{HOST}/other.bin")
    office.begin(url="https://example.com/elsewhere.bin")
    office.hosts.learn(HOST, 3, 1.0)
    found = [office.piece() for _ in range(4)]
    hosts = [piece.running.host for piece in found if piece is not None]
    assert sorted(hosts) == ["example.com", HOST]


def test_one_server_never_has_too_many_connections(office: Office) -> None:
    for number in range(PER_HOST - 1):
        office.begin(url=f"https://{HOST}/{number}.bin")
    assert office.piece() is not None
    assert office.piece() is None


def test_more_were_asked_for(office: Office) -> None:
    for number in range(PER_HOST - 1):
        office.begin(url=f"https://{HOST}/{number}.bin")
    many = Settings(connections=PER_HOST + 1)
    found = [office.splitting.piece(office.signal(), 1.0, many) for _ in range(4)]
    assert sum(piece is not None for piece in found) == 2


# --- when to look ------------------------------------------------------------------------


def test_while_the_ramp_watches_somebody_looks_when_it_is_due(office: Office) -> None:
    running, _ = office.begin(level=1)
    assert office.splitting.seconds_to_look(1.0) == LOOK_SECONDS
    running.ramp = running.ramp.look(1.0, 0, 1)
    assert office.splitting.seconds_to_look(1.0) == pytest.approx(WINDOW_SECONDS)
    assert office.splitting.seconds_to_look(1.0 + WINDOW_SECONDS / 2) == pytest.approx(
        WINDOW_SECONDS / 2
    )
    running.ramp = Ramp(since=1.0, pause=FIRST_PAUSE_SECONDS)
    assert office.splitting.seconds_to_look(1.0) == LOOK_SECONDS


def test_with_all_connections_it_may_have_nobody_looks_for_more(office: Office) -> None:
    running, _ = office.begin()
    running.ramp = Ramp(level=1, top=1)
    assert office.splitting.seconds_to_look(1.0) is None


# --- orders that need luck -----------------------------------------------------------------


class Quick(Running):
    """Its first connection is through in the moment in which a second one is put to it."""

    def add(self, one: Segment) -> None:
        Running.add(self, one)
        owner = one.rival
        if owner is not None:
            assert owner.end is not None
            self.wrote(owner, owner.end - owner.position)
            self.leave(owner)


def test_a_race_lost_before_it_began_is_not_forgotten(office: Office) -> None:
    office.begin(make=Quick)
    stop = office.signal()
    stop.set()  # by an earlier race
    piece = office.piece(stop)
    assert piece is not None
    assert piece.segment is not None
    assert piece.segment.lost
    assert stop.is_set()


def test_a_signal_of_an_earlier_race_is_cleared(office: Office) -> None:
    office.begin()
    stop = office.signal()
    stop.set()
    assert office.piece(stop) is not None
    assert not stop.is_set()


def test_what_is_to_be_removed_is_shared_no_more(office: Office) -> None:
    running, _ = office.begin()
    running.intent = Intent.REMOVE
    running.download.state = State.STOPPING
    assert office.piece() is None


# --- the time a file takes -----------------------------------------------------------------


@dataclass(eq=False)
class Line:
    """A worker's connection in a world of ticks."""

    segment: Segment
    answers_at: float
    rate: float  # bytes a second; 0 once it has stalled
    lives: int  # bytes until it breaks
    spare: float = 0.0


class World:
    """Eight workers, one file, connections with rates and fates; time passes in ticks."""

    TICK = 0.005
    LATENCY = 0.01

    def __init__(self, office: Office, size: int, fates: Iterator[tuple[float, int]]) -> None:
        self.office = office
        self.fates = fates
        self.now = 1.0
        self.running, first = office.begin(size, level=1)
        first.rate = None
        self.lines = {first.worker: self.line(first)}
        self.lines[first.worker].answers_at = self.now
        self.idle = [office.signal() for _ in range(7)]
        self.brought = 0

    def line(self, segment: Segment) -> Line:
        rate, lives = next(self.fates)
        return Line(segment, self.now + self.LATENCY, rate, lives)

    def seconds(self) -> float:
        """Until every byte is there and everybody has gone."""
        while self.lines:
            self.now += self.TICK
            assert self.now < 100.0, "it never ends"
            for stop, line in list(self.lines.items()):
                assert stop is not None
                self.move(stop, line)
            for stop in list(self.idle):
                piece = self.office.splitting.piece(stop, self.now, SETTINGS)
                if piece is not None and piece.segment is not None:
                    self.idle.remove(stop)
                    self.lines[stop] = self.line(piece.segment)
        return self.now - 1.0

    def move(self, stop: StopSignal, line: Line) -> None:
        segment, running = line.segment, self.running
        assert segment.end is not None
        if stop.is_set():
            assert running.ended(segment)
            stop.clear()
            self.leave(stop, line)
        elif self.now >= line.answers_at:
            if not segment.sampled_at:
                running.answered(segment, self.now)
            line.spare += line.rate * self.TICK
            count = min(int(line.spare), segment.end - segment.position, line.lives)
            line.spare -= count
            line.lives -= count
            self.brought += count
            running.wrote(segment, count)
            if segment.complete or line.lives < 1:
                self.leave(stop, line)

    def leave(self, stop: StopSignal, line: Line) -> None:
        self.running.leave(line.segment)
        found = self.office.splitting.segment_for(
            self.running, stop, self.now, SETTINGS, joining=False
        )
        if found is None:
            self.running.workers.discard(stop)
            del self.lines[stop]
            self.idle.append(stop)
        else:
            self.lines[stop] = self.line(found)


FOREVER = 1000.0  # MB


@pytest.mark.parametrize(
    ("rates", "lives", "rate", "most"),
    [
        ([8.0], FOREVER, 64.0, 1.10),
        ([8.0] * 7 + [0.25], FOREVER, 56.25, 1.10),
        ([8.0, 8.0, 0.0, 8.0, 8.0, 8.0, 0.0, 8.0], FOREVER, 48.0, 1.10),
        ([8.0], 5.0, 64.0, 1.15),
    ],
    ids=["equals", "one crawls", "two stall", "all die young"],
)
def test_a_file_takes_about_as_long_as_all_connections_together_need(
    office: Office, rates: list[float], lives: float, rate: float, most: float
) -> None:
    size = 256 * MB
    world = World(office, size, ((one * MB, int(lives * MB)) for one in chain(rates, repeat(8.0))))
    ideal = size / (rate * MB)
    assert world.seconds() <= ideal * most
    assert world.running.held() == [Span(0, size)]
    assert world.brought <= size * 1.05, "races fetch little twice"


fates = st.lists(st.tuples(st.floats(0.5, 64.0), st.floats(0.1, 20.0)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 20 * MB), fates)
def test_whatever_becomes_of_connections_the_file_gets_whole(
    size: int, several: list[tuple[float, float]]
) -> None:
    signals: list[StopSignal] = []

    def signal() -> StopSignal:
        signals.append(StopSignal())
        return signals[-1]

    endless = ((rate * MB, int(lives * MB)) for rate, lives in cycle(several))
    world = World(Office(signal), size, endless)
    world.seconds()
    assert world.running.held() == [Span(0, size)]
    assert world.brought >= size
    for one in signals:
        one.close()


# --- with real connections ---------------------------------------------------------------


def test_nobody_waits_for_a_connection_that_stalls(rig: MakeRig, server: Scripted) -> None:
    data = content(4_000_000)

    def script(peer: Peer, asked: Asked) -> None:
        first, last = asked.range or (0, None)
        part = data[first : len(data) if last is None else last + 1]
        peer.head(
            "206 Partial Content",
            f"Content-Range: bytes {first}-{first + len(part) - 1}/{len(data)}",
            f"Content-Length: {len(part)}",
            'ETag: "v1"',
        )
        if asked.number == 2:
            peer.send(part[:50_000])
            peer.stall()
            return
        for place in range(0, len(part), 20_000):
            peer.send(part[place : place + 20_000])
            if peer.closing.wait(0.005):
                return

    here = rig(connections=4, pool_size=4)
    here.add(server.add("/data.bin", script))
    assert here.run().cause is None
    assert not any(isinstance(event, events.Retrying) for event in here.heard)
    assert len(server.asked) > 2
    assert (here.files / "data.bin").read_bytes() == data
