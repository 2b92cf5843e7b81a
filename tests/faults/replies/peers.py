"""curl, wget and aria2c by their command lines, told to resume and to follow redirects."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.faults.replies.outcome import HUNG, Outcome

STALL_SECONDS = "2"
PATIENCE = 30.0  # seconds until a run counts as hung
CRASHED = Outcome(done=False, word="crashed")


class Peer:
    """A program that fetches one link after the other into `folder / "files"`."""

    name = ""
    most_connections = 1

    def __init__(self, ca_file: Path) -> None:
        self.ca_file = str(ca_file)

    def words(self, urls: list[str], files: Path, connections: int) -> list[str]:
        raise NotImplementedError

    def first_half(self, url: str, folder: Path, connections: int) -> None:
        self.fetch([url], folder, connections)

    def fetch(self, urls: list[str], folder: Path, connections: int) -> Outcome:
        words = self.words(urls, folder / "files", connections)
        own = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"}
        try:
            ended = subprocess.run(
                words, capture_output=True, env=own, timeout=PATIENCE, cwd=folder, check=False
            )
        except subprocess.TimeoutExpired:
            return HUNG
        if ended.returncode < 0:
            return CRASHED
        return Outcome(done=ended.returncode == 0, word=f"status {ended.returncode}")


class Curl(Peer):
    name = "curl"

    def words(self, urls: list[str], files: Path, connections: int) -> list[str]:
        patience = ["--connect-timeout", STALL_SECONDS, "-y", STALL_SECONDS, "-Y", "1"]
        own = [
            "-q",
            "-sS",
            "-f",
            "-L",
            "--fail-early",
            "--max-redirs",
            "20",
            "--cacert",
            self.ca_file,
            *patience,
        ]
        each = [word for url in urls for word in ("-C", "-", "-O", url)]
        return ["curl", *own, "--output-dir", str(files), *each]


class Wget(Peer):
    name = "wget"

    def words(self, urls: list[str], files: Path, connections: int) -> list[str]:
        patience = ["--tries=3", "--waitretry=0", f"--timeout={STALL_SECONDS}"]
        own = ["--no-config", "-q", "-c", "--no-hsts", f"--ca-certificate={self.ca_file}"]
        return ["wget", *own, *patience, "-P", str(files), *urls]


class Aria2(Peer):
    name = "aria2c"
    most_connections = 8

    def words(self, urls: list[str], files: Path, connections: int) -> list[str]:
        patience = ["--max-tries=3", "--retry-wait=0", f"--timeout={STALL_SECONDS}"]
        own = ["--no-conf", "-q", "-c", f"--ca-certificate={self.ca_file}", "-d", str(files)]
        several = [f"-x{connections}", f"-s{connections}", "-k1M", "-j1", "-Z"]
        kept = ["--auto-file-renaming=false", "--file-allocation=none"]
        return ["aria2c", *own, *patience, *several, *kept, *urls]


def installed(ca_file: Path) -> list[Peer]:
    """Those that can be run here."""
    return [kind(ca_file) for kind in (Curl, Wget, Aria2) if shutil.which(kind.name)]
