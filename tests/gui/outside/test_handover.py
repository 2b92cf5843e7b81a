"""A second start: its links arrive, nothing else can, and nobody waits for long."""

import json
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from core.disk.presence import Presence
from gui.drops import Offer
from gui.outside import handover
from gui.outside.entering import Answer, enter, place_of
from gui.outside.handover import Receiver, hand_over, pack, unpack

LONG = 20_000


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "here"


@pytest.fixture
def receiver(qapp: object, place: Path) -> Iterator[Receiver]:
    made = Receiver(place)
    yield made
    made.close()


def send(place: Path, data: bytes) -> QLocalSocket:
    caller = QLocalSocket()
    caller.connectToServer(str(place))
    assert caller.waitForConnected(LONG)
    caller.write(data)
    caller.flush()
    return caller


def test_links_and_files_arrive(qtbot: QtBot, receiver: Receiver, place: Path) -> None:
    offer = Offer("https://example.org/a", (place.parent / "list.txt",))
    with qtbot.waitSignal(receiver.received, timeout=LONG) as heard:
        caller = send(place, pack(offer))
    assert heard.args == [offer]
    qtbot.waitUntil(caller.canReadLine, timeout=LONG)
    assert caller.readLine().data() == handover.TAKEN


def test_a_line_may_come_in_pieces(qtbot: QtBot, receiver: Receiver, place: Path) -> None:
    line = pack(Offer("https://example.org/a", ()))
    with qtbot.waitSignal(receiver.received, timeout=LONG):
        caller = send(place, line[:10])

        def held() -> list[int]:
            return [one.bytesAvailable() for one in receiver.findChildren(QLocalSocket)]

        qtbot.waitUntil(lambda: held() == [10], timeout=LONG)
        caller.write(line[10:])


@pytest.mark.parametrize(
    "line",
    [
        b"\n", b"null\n", b"[]\n", b"{}\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n",
        b'{"text": 1, "files": []}\n', b'{"text": "", "files": "/etc"}\n',
        b'{"text": "", "files": [1]}\n', b'{"text": "", "files": [["/etc"]]}\n',
    ],
)  # fmt: skip
def test_what_is_no_offer_is_refused(
    qtbot: QtBot, receiver: Receiver, place: Path, line: bytes
) -> None:
    heard: list[object] = []
    receiver.received.connect(heard.append)
    caller = send(place, line)
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: caller.state() is gone, timeout=LONG)
    assert not heard
    assert not caller.readAll().data()


def test_a_line_without_end_is_refused(
    qtbot: QtBot, receiver: Receiver, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "MAX_BYTES", 1000)
    caller = send(place, b"x" * 2000)
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: caller.state() is gone, timeout=LONG)


def test_only_absolute_paths_are_files() -> None:
    offer = unpack(json.dumps({"text": "", "files": ["relative", "/absolute"]}).encode())
    assert offer == Offer("", (Path("/absolute"),))


def test_only_this_user_may_connect(receiver: Receiver, place: Path) -> None:
    mode = place.stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert not mode & 0o077


def test_a_stale_socket_is_no_obstacle(qtbot: QtBot, place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place))
    assert hand_over(place, Offer("", ()), 1.0) is Answer.ABSENT
    receiver = Receiver(place)
    with qtbot.waitSignal(receiver.received, timeout=LONG):
        send(place, pack(Offer("", ())))
    receiver.close()


def test_one_that_never_answers_is_given_up(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(str(place))
        hung.listen()
        assert hand_over(place, Offer("", ()), 0.2) is Answer.SILENT


def test_one_that_is_just_leaving_is_not_taken_for_hung(place: Path, tmp_path: Path) -> None:
    """Its end of the line is closed before the answer: the list is free in a moment."""
    held: list[Presence] = [Presence(tmp_path / "lock")]

    def lock() -> Presence | None:
        try:
            return Presence(tmp_path / "lock")
        except BlockingIOError:
            return None

    def hand() -> Answer:
        if held:
            held.pop().close()
        return Answer.ABSENT

    found = enter(lock, hand, 20.0)
    assert isinstance(found, Presence)
    found.close()


def test_one_that_neither_answers_nor_leaves_ends_the_asking() -> None:
    assert enter(lambda: None, lambda: Answer.ABSENT, 0.1) is Answer.ABSENT


def test_it_listens_where_nobody_else_may_look(tmp_path: Path) -> None:
    private, public = tmp_path / "private", tmp_path / "public"
    private.mkdir(mode=0o700)
    public.mkdir()
    public.chmod(0o755)
    state = tmp_path / "state"
    assert place_of(state, {"XDG_RUNTIME_DIR": str(private)}).parent == private
    other = place_of(tmp_path / "other", {"XDG_RUNTIME_DIR": str(private)})
    assert other != place_of(state, {"XDG_RUNTIME_DIR": str(private)})
    for elsewhere in (str(public), str(tmp_path / "nowhere"), ""):
        assert place_of(state, {"XDG_RUNTIME_DIR": elsewhere}) == state / "window.socket"
