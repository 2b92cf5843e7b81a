"""What is asked of the state database: ids, and what tells one list from another."""

from contextlib import closing
from pathlib import Path

from core.disk.database import ID_BLOCK, identity, reserve_ids
from core.disk.schema import connect


def test_blocks_of_ids_do_not_overlap(tmp_path: Path) -> None:
    with closing(connect(tmp_path)) as opened:
        first, second = reserve_ids(opened), reserve_ids(opened)
    assert second - first >= ID_BLOCK > 0


def test_every_list_is_known_by_itself(tmp_path: Path) -> None:
    known = set()
    for name in "abc":
        with closing(connect(tmp_path / name)) as one:
            known.add(identity(one))
    assert len(known) == 3
