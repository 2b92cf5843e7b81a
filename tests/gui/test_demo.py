"""`headgate --demo` needs no network and no link at hand."""

from pathlib import Path

from core.model import events
from core.model.states import State
from gui.demo import BLOCK, FILES, DemoServer
from tests.engine.ear import Rig


def test_the_demo_files_can_be_had_stall_and_fail(tmp_path: Path, ca_file: Path) -> None:
    with DemoServer() as server:
        here = Rig(tmp_path, ca_file, concurrent=8, timeout=60)
        links = {link.rsplit("/", 1)[1]: link for link in server.links()}
        assert set(links) == {file.name for file in FILES}
        wanted = ["novel.epub", "server-falls-silent.bin", "missing.pdf"]
        ids = here.add(*(links[name] for name in wanted))
        here.engine.start()
        here.wait(events.Completed)
        stalled = next(file for file in FILES if file.stalls_at)
        here.wait_until(lambda rows: rows[ids[1]].received >= (stalled.stalls_at or 0))
        here.engine.stop()
        here.wait(events.BatchEnded)
        assert here.states() == [State.COMPLETED, State.QUEUED, State.FAILED]
        size = next(file.size for file in FILES if file.name == "novel.epub")
        expected = (BLOCK * (size // len(BLOCK) + 1))[:size]
        assert (here.files / "novel.epub").read_bytes() == expected
        here.close()
