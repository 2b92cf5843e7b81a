"""`headgate get` killed with SIGKILL goes on where it was, and the file is right."""

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.servers.nginx import Nginx
from tests.servers.scripted import content

SIZE = 12_000_000


def _get(web: Nginx, folder: Path, *more: str) -> list[str]:
    words = ["-m", "gui", "get", f"{web.http}/slow/killed.bin", "--json", "-x", "1"]
    return [
        sys.executable, *words, "-d", str(folder / "files"),
        "--state-dir", str(folder / "state"), *more,
    ]  # fmt: skip


def test_a_killed_get_continues_and_the_hash_is_right(web: Nginx, tmp_path: Path) -> None:
    (web.root / "killed.bin").write_bytes(content(SIZE))
    first = subprocess.Popen(_get(web, tmp_path), stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    recorded = 0
    for line in first.stdout:
        told = json.loads(line)
        # The journal records once a second: wait until there is something to go on with.
        if told["event"] == "progress" and told["received"] > 5_000_000:
            recorded = told["received"]
            break
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert recorded, "the download was over before it could be killed"
    second = subprocess.run(_get(web, tmp_path), capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in second.stdout.splitlines()]
    summary = told[-1]
    assert summary["completed"] == 1
    file = tmp_path / "files" / "killed.bin"
    assert hashlib.sha256(file.read_bytes()).digest() == hashlib.sha256(content(SIZE)).digest()
    assert summary["received"] < SIZE, "nothing was kept of what the killed one received"
    assert [path.name for path in file.parent.iterdir()] == ["killed.bin"]
