"""Servers that do not play along with further connections: one stream then, and never a mix."""

import random
from collections.abc import Callable

import pytest

from core.model import events
from core.model.snapshot import Row
from core.model.states import Hold, State
from tests.engine.conftest import MakeRig
from tests.engine.test_connections import DATA, FIRST, SEAM, assert_right, begin, go_on
from tests.engine.written import watch
from tests.servers.gated import Gated
from tests.servers.scripted import Asked, Peer, Script, Scripted, content

OTHER = content(len(DATA), "other")
SMALL = DATA[: 400 * 1024]  # not worth a second connection
OLD = "Date: Tue, 15 Nov 2022 12:45:26 GMT"


def to_further(script: Script) -> Callable[[Asked], Script | None]:
    """Answer everything but the first request with another script."""
    return lambda asked: None if asked.number == 1 else script


# --- one connection too many ---------------------------------------------------------------


def status(line: str) -> Script:
    return lambda peer, _asked: peer.head(line, "Content-Length: 0")


def hang_up(peer: Peer, _asked: Asked) -> None:
    peer.sock.close()


def reset(peer: Peer, _asked: Asked) -> None:
    peer.reset()


@pytest.mark.parametrize(
    "refusal",
    [
        status("403 Forbidden"),
        status("429 Slow Down"),
        status("503 Busy"),
        hang_up,
        reset,
    ],
    ids=["403", "429", "503", "closed", "reset"],
)
def test_a_refused_second_connection_costs_nothing_and_is_remembered(
    rig: MakeRig, server: Scripted, refusal: Script
) -> None:
    here = rig(timeout=60, connections=8, retries=0)
    file = Gated(DATA, lambda *_: FIRST, instead=to_further(refusal))
    begin(here, server, file)
    here.wait_until(lambda _rows: len(server.asked) == 2)
    go_on(here, file, file.wait(1))
    assert len(server.asked) == 2, "it stepped down to the one that works"
    file.open()
    assert_right(here)

    second = Gated(DATA, lambda *_: FIRST)
    begin(here, server, second, "/second.bin")
    go_on(here, second, second.wait(1))
    assert len(second.sendings) == 1, "the server is known to take one"
    second.open()
    here.wait(events.BatchEnded)
    assert (here.files / "second.bin").read_bytes() == DATA


def test_a_server_that_takes_four_gets_four(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=8, retries=0)
    refused = 0

    def fifth(asked: Asked) -> Script | None:
        nonlocal refused
        if len(file.live()) < 4:
            return None
        refused += 1
        return status("503 Busy")

    file = Gated(DATA, lambda *_: FIRST, instead=fifth)
    begin(here, server, file)
    file.wait(4)
    here.wait_until(lambda _rows: refused > 0)
    go_on(here, file, file.wait(1))
    asked = len(server.asked)
    go_on(here, file, file.wait(2))
    assert len(file.live()) == 4
    assert len(server.asked) == asked, "nobody goes on asking for a fifth"
    file.open()
    assert_right(here)


def test_a_download_that_is_refused_waits_for_the_one_that_works(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(timeout=60, connections=1, concurrent=2, retries=0)
    first = Gated(DATA, lambda *_: FIRST)
    second = Gated(
        DATA, lambda *_: FIRST, instead=lambda _: status("503 Busy") if first.live() else None
    )
    here.add(server.add("/first.bin", first), server.add("/second.bin", second))
    here.engine.start()
    here.wait_until(lambda _rows: len(server.requests_for("/second.bin")) == 1)
    go_on(here, first, first.wait(1))
    assert len(server.requests_for("/second.bin")) == 1
    first.open()
    second.open()
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.COMPLETED] * 2
    assert (here.files / "second.bin").read_bytes() == DATA


def test_a_file_that_is_forbidden_itself_teaches_nothing_about_its_server(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(timeout=60, connections=4, concurrent=3)
    busy = [Gated(SMALL, lambda *_: len(SMALL) // 2) for _ in range(2)]
    links = [server.add(f"/busy-{number}.bin", file) for number, file in enumerate(busy)]
    here.add(*links)
    here.engine.start()
    for file in busy:
        file.wait(1)
    [number] = here.add(server.add("/forbidden.bin", status("403 Forbidden")))
    here.wait_until(lambda rows: rows[number].hold is Hold.HOST)  # as for a connection too many
    busy[0].open()
    here.wait(events.DownloadFailed, lambda one: one.id == number)
    assert len(server.requests_for("/forbidden.bin")) == 2, "there was one to spare this time"

    file = Gated(DATA, lambda *_: FIRST)
    here.add(server.add("/data.bin", file))
    file.wait(4)
    for one in (busy[1], file):
        one.open()
    assert here.wait(events.BatchEnded).cause is None
    assert here.states().count(State.COMPLETED) == 3


def test_a_connection_that_breaks_on_the_way_is_not_one_too_many(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(timeout=60, connections=1, concurrent=2)
    busy = Gated(SMALL, lambda *_: len(SMALL) // 2)
    breaking = Gated(DATA, lambda *_: FIRST)
    here.add(server.add("/busy.bin", busy), server.add("/breaking.bin", breaking))
    here.engine.start()
    busy.wait(1)
    for number in range(1, 4):
        sent = number * FIRST - (number - 1) * SEAM  # what is held before is compared
        here.wait_until(lambda rows, sent=sent: _of(rows, "breaking.bin") == sent)
        breaking.cut(breaking.wait(number))
    breaking.wait(4)
    breaking.open()
    busy.open()
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.COMPLETED] * 2


def _of(rows: dict[int, Row], name: str) -> int:
    return sum(row.received for row in rows.values() if row.name == name)


# --- answers that are something else -------------------------------------------------------


def whole_file(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", f"Content-Length: {len(OTHER)}", 'ETag: "v1"')
    peer.send(OTHER)


def part(
    *,
    shift: int = 0,
    size: int = len(DATA),
    short: int = 0,
    fields: tuple[str, ...] = ('ETag: "v1"',),
) -> Script:
    """A 206 with bytes of another file: shifted, of another size, or of another version."""

    def script(peer: Peer, asked: Asked) -> None:
        assert asked.range is not None
        start, last = asked.range[0] + shift, asked.range[1]
        end = len(DATA) if last is None else last + 1
        body = OTHER[start:end]
        peer.head(
            "206 Partial Content",
            f"Content-Range: bytes {start}-{start + len(body) - 1}/{size}",
            f"Content-Length: {len(body) - short}",
            *fields,
        )
        peer.send(body[: len(body) - short])

    return script


@pytest.mark.parametrize(
    "answer",
    [
        whole_file,
        part(shift=1),
        part(shift=-1),
        part(size=len(DATA) + 1),
        part(short=1),
        part(fields=('ETag: "v2"',)),
        part(fields=('ETag: W/"v1"',)),
        part(fields=()),
        part(fields=("Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT", OLD)),
    ],
    ids=[
        "200", "later range", "earlier range", "other size", "other length",
        "other tag", "weak tag", "no tag", "date instead of tag",
    ],
)  # fmt: skip
def test_a_further_connection_that_brings_something_else_is_not_used(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch, answer: Script
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=8, retries=0)
    file = Gated(DATA, lambda *_: FIRST, instead=to_further(answer))
    begin(here, server, file)
    here.wait_until(lambda _rows: len(server.asked) >= 2)
    go_on(here, file, file.wait(1))
    file.open()
    assert_right(here)
    assert written.wrong == []
    assert len(file.sendings) == 1


def test_a_further_connection_with_another_date_is_not_used(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=8, retries=0)
    file = Gated(
        DATA,
        lambda *_: FIRST,
        fields=("Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT", OLD),
        instead=to_further(part(fields=("Last-Modified: Tue, 15 Nov 1994 12:45:27 GMT", OLD))),
    )
    begin(here, server, file)
    here.wait_until(lambda _rows: len(server.asked) >= 2)
    go_on(here, file, file.wait(1))
    file.open()
    assert_right(here)
    assert written.wrong == []


def test_a_file_without_a_strong_validator_is_not_split(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=8)
    file = Gated(DATA, lambda *_: FIRST, fields=('ETag: W/"v1"',))
    begin(here, server, file)
    go_on(here, file, file.wait(1))
    file.open()
    assert_right(here)
    assert len(server.asked) == 1


# --- a file that changes in the middle -----------------------------------------------------


@pytest.mark.parametrize("size", [len(DATA), len(DATA) - 1000, len(DATA) + 1000])
def test_a_file_that_changes_under_all_connections_is_never_mixed(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=4, retries=1)
    now = content(size, "new version")
    new = Gated(now, lambda *_: size, fields=('ETag: "v2"',))
    changed = False
    old = Gated(DATA, lambda *_: FIRST, instead=lambda _: new if changed else None)
    begin(here, server, old)
    old.wait(4)
    here.wait_until(lambda rows: sum(row.received for row in rows.values()) == 4 * FIRST)
    changed = True
    for one in list(old.sendings):
        old.cut(one)
    assert here.wait(events.BatchEnded).cause is None
    assert written.wrong == [], "nothing of the new version was written"
    assert here.states() == [State.FAILED]
    assert here.names() == ["data.bin.part"]
    part_file = (here.files / "data.bin.part").read_bytes()
    for one in old.sendings:
        assert part_file[one.start : one.start + FIRST] == DATA[one.start : one.start + FIRST]


# --- redirects and breaks ------------------------------------------------------------------


def test_where_a_redirect_led_may_expire(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=4, retries=0)
    file = Gated(DATA, lambda *_: FIRST)
    ways = 0

    def once(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            file(peer, asked)
        else:
            peer.head("403 Forbidden", "Content-Length: 0")

    def way(peer: Peer, _asked: Asked) -> None:
        nonlocal ways
        ways += 1
        target = server.add(f"/{ways}/data.bin", once)
        peer.head("302 Found", f"Location: {target}", "Content-Length: 0")

    begin(here, server, way, "/link")
    file.wait(4)
    assert len(file.live()) == 4
    file.open()
    assert_right(here)


def test_what_a_broken_connection_had_left_is_taken_by_others(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=4, retries=0)
    file = Gated(DATA, lambda *_: FIRST)
    begin(here, server, file)
    file.wait(4)
    here.wait_until(lambda rows: sum(row.received for row in rows.values()) >= 4 * FIRST)
    for one in file.sendings[:3]:
        file.cut(one)
        file.at(one.position - SEAM)  # it goes on where that one broke
    file.open()
    assert_right(here)
    assert written.wrong == []


@pytest.mark.parametrize("connections", [1, 4])
def test_connections_that_all_die_young_bring_the_file_together(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch, connections: int
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=connections, retries=1)

    def dies(peer: Peer, asked: Asked) -> None:
        assert asked.range is not None
        start, last = asked.range
        end = len(DATA) if last is None else last + 1
        span = f"Content-Range: bytes {start}-{end - 1}/{len(DATA)}"
        peer.head("206 Partial Content", span, f"Content-Length: {end - start}", 'ETag: "v1"')
        peer.send(DATA[start : min(end, start + 350_000 + 10_000 * (asked.number % 7))])
        peer.sock.close()

    here.add(server.add("/data.bin", dies))
    here.run()
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == DATA
    assert written.wrong == []
    assert written.twice < len(DATA) // 4, "hardly anything came twice"


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_answered_the_batch_ends_and_no_wrong_file_has_a_name(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=8, concurrent=3, retries=0)
    data = DATA[:4_000_000]
    chance = random.Random(seed)
    answers: list[Script | None] = [
        None,
        None,
        status("503 Busy"),
        status("404 Not Found"),
        reset,
        hang_up,
        whole_file,
        part(fields=('ETag: "v2"',)),
        part(shift=1),
    ]

    def drawn(asked: Asked) -> Script | None:
        return None if asked.number == 1 else chance.choice(answers)

    files = [Gated(data, lambda *_: FIRST, instead=drawn) for _ in range(4)]
    here.add(*(server.add(f"/{number}.bin", file) for number, file in enumerate(files)))
    here.engine.start()
    for file in files[:3]:
        file.wait(1)
    here.wait_until(lambda _rows: len(server.asked) >= 4)
    for file in files:
        file.open()
    here.wait_until(lambda _rows: not here.engine.running)
    assert written.wrong == []
    for row in here.look().values():
        assert row.state in (State.COMPLETED, State.FAILED)
        assert row.name in here.names() or row.state is State.FAILED
    for path in here.files.iterdir():
        assert path.suffix == ".part" or path.read_bytes() == data
