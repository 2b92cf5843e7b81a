"""The log of a download: in order, bounded, and forgotten with it."""

from core.engine import timelines as module
from core.engine.timelines import MOMENTS, Timelines
from core.model import events
from core.model.errors import NotFoundError
from core.model.timeline import Kind
from tests.engine.conftest import MakeRig
from tests.servers.scripted import Scripted, content, serve_file

DATA = content(300_000)


def test_moments_come_in_their_order_with_what_they_tell() -> None:
    times = iter([1.0, 2.0])
    lines = Timelines(lambda: next(times))
    error = NotFoundError(host="a.example")
    lines.note(7, Kind.ANSWERED, address="https://a.example/", received=5)
    lines.note(7, Kind.FAILED, error)
    first, second = lines.of(7)
    assert (first.at, first.values) == (1.0, {"address": "https://a.example/", "received": "5"})
    assert (second.at, second.kind, second.error) == (2.0, Kind.FAILED, error)
    assert lines.of(8) == ()


def test_the_oldest_moments_go_first() -> None:
    lines = Timelines(lambda: 0.0)
    for number in range(MOMENTS + 10):
        lines.note(1, Kind.SPLIT, start=number)
    moments = lines.of(1)
    assert len(moments) == MOMENTS
    assert moments[0].values == {"start": "10"}


def test_the_quietest_download_is_forgotten_first() -> None:
    lines = Timelines(lambda: 0.0)
    for number in range(module.KEPT):
        lines.note(number, Kind.STOPPED)
    lines.note(0, Kind.STOPPED)
    lines.note(module.KEPT, Kind.STOPPED)
    assert lines.of(1) == ()
    assert len(lines.of(0)) == 2
    lines.forget(0)
    assert lines.of(0) == ()


def test_the_inspector_sees_all_of_a_finished_download(rig: MakeRig, server: Scripted) -> None:
    run = rig()
    (number,) = run.add(server.add("/a.bin", serve_file(DATA)))
    run.run()
    detail = run.engine.look_at(number)
    assert detail is not None
    assert detail.row.received == len(DATA)
    assert detail.resource is not None
    assert detail.resource.size == len(DATA)
    assert detail.segments == ()
    assert [one.kind for one in detail.moments] == [Kind.ANSWERED, Kind.COMPLETED]
    run.engine.remove([number])
    assert run.engine.look_at(number) is None


def test_a_running_download_shows_its_segments(rig: MakeRig, server: Scripted) -> None:
    run = rig(connections=1)
    (number,) = run.add(server.add("/a.bin", serve_file(DATA)))
    run.engine.limit([number], 10_000)
    run.engine.start()
    run.wait(events.Started)
    detail = run.engine.look_at(number)
    assert detail is not None
    (segment,) = detail.segments
    assert (segment.start, segment.end, segment.racing) == (0, len(DATA), False)
    assert detail.limit_rate == 10_000
    run.engine.stop()
    run.wait(events.BatchEnded)
    detail = run.engine.look_at(number)
    assert detail is not None
    assert detail.moments[-1].kind is Kind.STOPPED
