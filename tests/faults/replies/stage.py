"""Three servers for all runs, and one run on them."""

import shutil
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple, Protocol

import trustme

from tests.faults.replies.catalogue import Trial
from tests.faults.replies.outcome import Found, Outcome
from tests.faults.replies.site import Site
from tests.servers.scripted import Scripted, scripted


class Program(Protocol):
    """Something that downloads."""

    name: str
    most_connections: int

    def first_half(self, url: str, folder: Path, connections: int) -> None:
        """Begin in `folder / "files"`, and be cut off."""
        ...

    def fetch(self, urls: list[str], folder: Path, connections: int) -> Outcome:
        """Fetch the first link, going on with what is there, and then the others."""
        ...


class Stage(NamedTuple):
    """Plain HTTP, plain HTTP on another port, and TLS; a folder for files."""

    plain: Scripted
    other: Scripted
    secure: Scripted
    folder: Path
    ca_file: Path
    numbers: Iterator[int]

    def perform(self, trial: Trial, program: Program) -> tuple[Outcome, Found]:
        """One run of a program, all traces removed."""
        run = f"run{next(self.numbers)}"
        links = {"run": run, "host": self.plain.url("").partition("//")[2]}
        site = Site(trial.behaviour, trial.shape, links)
        for name, server in (("plain", self.plain), ("other", self.other), ("secure", self.secure)):
            links[name] = server.mount(run, site)
        home = links["secure" if trial.behaviour.secure else "plain"]
        urls = [f"{home}/data.bin"]
        if trial.behaviour.follower:
            urls.append(f"{home}/next.bin")
        folder = self.folder / run
        (folder / "files").mkdir(parents=True)
        try:
            if trial.shape.resume:
                program.first_half(urls[0], folder, trial.shape.connections)
            site.second_half()
            outcome = program.fetch(urls, folder, trial.shape.connections)
            return outcome, Found(
                *(_content(folder / "files" / n) for n in ("data.bin", "next.bin"))
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@contextmanager
def stage(folder: Path, authority: trustme.CA | None = None) -> Iterator[Stage]:
    """Servers for as long as the context lasts."""
    authority = authority or trustme.CA()
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ExitStack() as servers:
        plain, other = (servers.enter_context(scripted()) for _ in range(2))
        secure = servers.enter_context(scripted(context))
        yield Stage(plain, other, secure, folder, ca_file, count(1))


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder on a memory disk where there is one."""
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="headgate-replies-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
