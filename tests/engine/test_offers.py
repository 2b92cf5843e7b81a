"""A changed file keeps its old part; the user starts again, saves beside, has another link."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model import events
from core.model.download import Conflict, Credentials, Options
from core.model.errors import NotALinkError
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, scripted, serve_file

DATA = content(3_000_000)
NEWER = content(len(DATA), "newer")
HALF = len(DATA) // 2
SAMPLED = 16 * 1024


@pytest.fixture
def other() -> Iterator[Scripted]:
    with scripted() as running:
        yield running


def replaced(data: bytes = NEWER) -> Script:
    """A server that stalls in the middle, and has another version when it is asked again."""

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            serve_file(data, etag='"v2"')(peer, asked)
            return
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"', "Accept-Ranges: bytes")
        peer.send(DATA[:HALF])
        peer.stall()

    return script


def stopped_in_the_middle(here: Rig, link: str, script_held: int = HALF, **request: object) -> int:
    """A download of which so many bytes are there."""
    [number] = here.add(link, **request)
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == script_held)
    here.engine.stop()
    here.wait(events.BatchEnded)
    return number


@pytest.fixture
def here(rig: MakeRig) -> Rig:
    return rig(connections=1)


@pytest.fixture
def changed(here: Rig, server: Scripted) -> int:
    """A download whose file has changed."""
    number = stopped_in_the_middle(here, server.add("/data.bin", replaced()))
    here.run()
    assert code(here, number) == "changed"
    return number


def code(here: Rig, number: int) -> str | None:
    error = here.look()[number].error
    return error.code if error else None


def part(here: Rig) -> bytes:
    return (here.files / "data.bin.part").read_bytes()


def test_what_is_there_of_a_changed_file_stays_however_often_it_is_tried(
    here: Rig, changed: int
) -> None:
    here.engine.retry([changed])
    here.run()
    assert code(here, changed) == "changed"
    assert part(here)[:HALF] == DATA[:HALF]


def test_it_can_be_started_again(here: Rig, changed: int) -> None:
    here.engine.offers.start_again([changed])
    assert here.look()[changed].received == 0
    here.run()
    assert here.states() == [State.COMPLETED]
    assert here.names() == ["data.bin"]
    assert (here.files / "data.bin").read_bytes() == NEWER


@pytest.mark.parametrize("conflict", Conflict)
def test_it_can_be_saved_beside_the_old_part(
    here: Rig, server: Scripted, conflict: Conflict
) -> None:
    link = server.add("/data.bin", replaced())
    old = stopped_in_the_middle(here, link, options=Options(conflict=conflict))
    here.run()
    [new] = here.engine.offers.save_beside([old])
    here.run(only=[new])
    assert here.look()[new].state is State.COMPLETED
    assert here.look()[old].state is State.FAILED
    assert here.names() == ["data (2).bin", "data.bin.part"]
    assert (here.files / "data (2).bin").read_bytes() == NEWER
    assert part(here)[:HALF] == DATA[:HALF]


def test_another_link_goes_on_where_the_old_one_changed(
    here: Rig, changed: int, other: Scripted
) -> None:
    here.engine.offers.use_link(changed, other.add("/elsewhere", serve_file(DATA, etag='"x"')))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    *samples, rest = (asked.range for asked in other.asked)
    assert samples[0] == (0, SAMPLED - 1)
    assert samples[-1] == (HALF - SAMPLED, HALF - 1)
    assert rest == (HALF - 65536, None)


def test_another_link_is_still_the_link_after_a_restart(
    rig: MakeRig, here: Rig, changed: int, other: Scripted
) -> None:
    link = other.add("/elsewhere", serve_file(DATA))
    here.engine.offers.use_link(changed, link)
    here.close()
    again = rig(connections=1)
    again.engine.restore()
    assert again.look()[changed].url == link
    again.run()
    assert (again.files / "data.bin").read_bytes() == DATA


def differing_at(position: int) -> bytes:
    wrong = bytearray(DATA)
    wrong[position] ^= 1
    return bytes(wrong)


@pytest.mark.parametrize(
    "script",
    [
        serve_file(NEWER),
        serve_file(differing_at(0)),
        serve_file(differing_at(HALF - 1)),
        serve_file(DATA[:-1]),
        serve_file(NEWER, ranges=False),
        serve_file(differing_at(HALF // 3), ranges=False),
    ],
    ids=["other", "first byte", "last byte", "shorter", "other, whole", "inside, whole"],
)
def test_a_link_to_another_file_is_refused_and_the_part_kept(
    here: Rig, changed: int, other: Scripted, script: Script
) -> None:
    here.engine.offers.use_link(changed, other.add("/elsewhere", script))
    here.run()
    assert code(here, changed) == "other_file"
    assert part(here)[:HALF] == DATA[:HALF]
    here.engine.retry([changed])
    here.engine.offers.use_link(changed, other.add("/right", serve_file(DATA)))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_link_without_ranges_is_compared_from_the_start(
    here: Rig, changed: int, other: Scripted
) -> None:
    here.engine.offers.use_link(changed, other.add("/elsewhere", serve_file(DATA, ranges=False)))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def stalling_soon(peer: Peer, asked: Asked) -> None:
    """A server that stalls in the middle of each part it is asked for."""
    first, last = asked.range or (0, None)
    last = len(DATA) - 1 if last is None else last
    peer.head(
        "206 Partial Content",
        f"Content-Range: bytes {first}-{last}/{len(DATA)}",
        f"Content-Length: {last + 1 - first}",
        'ETag: "v1"',
    )
    peer.send(DATA[first : first + 400_000])
    peer.stall()


@pytest.mark.parametrize("gives", [DATA, NEWER])
def test_a_file_with_several_gaps_goes_on_from_another_link_too(
    rig: MakeRig, server: Scripted, other: Scripted, gives: bytes
) -> None:
    here = rig(connections=2)
    number = stopped_in_the_middle(here, server.add("/data.bin", stalling_soon), 800_000)
    here.engine.offers.use_link(number, other.add("/elsewhere", serve_file(gives)))
    here.run()
    if gives == DATA:
        assert (here.files / "data.bin").read_bytes() == DATA
    else:
        assert code(here, number) == "other_file"


def test_what_was_given_for_the_old_address_is_not_sent_to_the_new_one(
    here: Rig, server: Scripted, other: Scripted
) -> None:
    options = Options(
        headers=(("X-Api-Key", "hunter2"), ("Accept-Language", "de")),
        referer="https://a.example/hunter2",
        credentials=Credentials("bob", "hunter2"),
    )
    number = stopped_in_the_middle(here, server.add("/data.bin", replaced()), options=options)
    link = other.add("/elsewhere", serve_file(DATA))
    here.engine.offers.use_link(number, link.replace("://", "://ann:secret@"))
    here.run()
    assert here.look()[number].url == link
    assert other.asked
    for asked in other.asked:
        assert "hunter2" not in str(asked.headers)
        assert asked.headers["authorization"].startswith("Basic ")
        assert asked.headers["accept-language"] == "de"


def test_what_is_no_link_changes_nothing(here: Rig, changed: int) -> None:
    before = here.look()[changed]
    with pytest.raises(NotALinkError):
        here.engine.offers.use_link(changed, "no link")
    assert here.look()[changed] == before


def test_what_runs_or_is_completed_stays_as_it_is(here: Rig, server: Scripted) -> None:
    def stalling(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(DATA)}")
        peer.send(DATA[:HALF])
        peer.stall()

    [done] = here.add(server.add("/done.bin", serve_file(DATA)))
    here.run()
    [runs] = here.add(server.add("/runs.bin", stalling))
    here.engine.start()
    here.wait_until(lambda rows: rows[runs].received == HALF)
    both, offers = [done, runs], here.engine.offers
    offers.start_again(both)
    for number in both:
        offers.use_link(number, "http://a.example/")
    assert offers.save_beside(both) == []
    assert here.look()[done].state is State.COMPLETED
    assert here.look()[runs].received == HALF
    assert here.look()[runs].url.endswith("/runs.bin")
    here.engine.stop()
    here.wait(events.BatchEnded)


def test_one_that_was_never_opened_is_simply_asked_for_elsewhere(
    here: Rig, server: Scripted, tmp_path: Path
) -> None:
    [number] = here.add("http://127.0.0.1:9/data.bin")
    here.engine.offers.use_link(number, server.add("/other.bin", serve_file(DATA)))
    here.run()
    assert (tmp_path / "files" / "other.bin").read_bytes() == DATA
