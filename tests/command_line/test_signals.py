"""`headgate get` and whoever ends it: signals at any time, a closed pipe, a disk that hangs."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.command_line.test_get import DATA, Words, words
from tests.servers.scripted import Asked, Peer, Scripted

__all__ = ["words"]

# A program in which every write to a part file hangs, as on a disk that went away.
_FROZEN = """
import sys, threading
from core.command_line import get
from core.disk.partfile import PartFile
get.QUIT_SECONDS = 0.0
def hang(*_):
    print("frozen", flush=True)
    threading.Event().wait()
PartFile.write = PartFile.drain = hang
sys.exit(get.main(sys.argv[1:]))
"""


def stalls(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", f"Content-Length: {len(DATA)}")
    peer.send(DATA[:1000])
    peer.stall()


def begun(words: list[str], **more: object) -> subprocess.Popen[str]:
    """A `get` that has received something."""
    program = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload]
    for line in program.stdout:
        if json.loads(line)["received"]:
            return program  # type: ignore[no-any-return]
    raise AssertionError("it ended by itself")


def test_a_signal_before_the_batch_begins_ends_it_too(words: Words, server: Scripted) -> None:
    program = subprocess.Popen(
        words("--json", "-i", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None
    # It reads its list for as long as there is more, so a second link comes only once it reads.
    program.stdin.write(server.add("/a.bin", stalls) + "\n" * 100_000)
    program.stdin.flush()
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate()
    assert program.returncode == 130
    assert "Traceback" not in errors


def test_a_hangup_stops_safely(words: Words, server: Scripted, tmp_path: Path) -> None:
    program = begun(words("--json", server.add("/data.bin", stalls)))
    program.send_signal(signal.SIGHUP)
    rest, _ = program.communicate()
    assert program.returncode == 130
    assert json.loads(rest.splitlines()[-1])["stop_ms"] is not None
    assert (tmp_path / "files" / "data.bin.part").read_bytes() == DATA[:1000]


def test_with_nohup_it_outlives_its_terminal(words: Words, server: Scripted) -> None:
    hung_up = threading.Event()

    def waits(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(DATA)}")
        peer.send(DATA[:1000])
        hung_up.wait(30)
        peer.send(DATA[1000:])

    command = ["nohup", *words("--json", server.add("/data.bin", waits))]
    program = begun(command, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    program.send_signal(signal.SIGHUP)
    hung_up.set()
    program.communicate()
    assert program.returncode == 0


def test_when_nobody_reads_its_lines_it_stops_and_keeps_everything(
    words: Words, server: Scripted, tmp_path: Path
) -> None:
    def drips(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(DATA)}")
        peer.drip(DATA, 0.01)

    command = words("--json", server.add("/data.bin", drips))
    program = begun(command, stderr=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    with program.stderr:
        errors = program.stderr.read()
    assert program.wait() == 130
    assert errors == ""
    kept = (tmp_path / "files" / "data.bin.part").read_bytes()
    assert kept == DATA[: len(kept)] != b""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_asked_again_it_leaves_a_disk_that_hangs(
    words: Words, server: Scripted, tmp_path: Path, name: str
) -> None:
    own = words("--json", server.add("/data.bin", stalls))[4:]
    program = subprocess.Popen(
        [sys.executable, "-c", _FROZEN, *own], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert any("frozen" in line for line in program.stdout), "it ended by itself"
    number = getattr(signal, name)
    program.send_signal(number)
    while program.poll() is None:  # each further signal is one more wish to leave
        os.kill(program.pid, number)
        try:
            program.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    program.communicate()
    assert program.returncode == 130
    assert (tmp_path / "files" / "data.bin.part").exists()
