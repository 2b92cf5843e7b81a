"""Proving what a part file holds: checksums made at checkpoints, compared when it is reopened.

Neither half is enough alone. Size, time and inode tell at once that nobody has touched a file,
but after a crash they differ in any case, by what we ourselves wrote after the last checkpoint.
Checksums tell then, but reading all of a large file each time it goes on would take minutes.
So a file that is still as the last sync left it is believed, and any other is read.
"""

import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from core.disk.mark import bears_mark
from core.disk.partfile import PartFile
from core.model.errors import PartLostError
from core.model.evidence import Evidence, Proof
from core.model.segment import Span, merge, without

READ_BYTES = 256 * 1024  # stays in the processor's cache while it is summed
MIN_BLOCK = 1024 * 1024


def prove(part: PartFile, held: Iterable[Span]) -> Evidence:
    """Evidence of `held`, which was just synced. Only what is new is read, from the page cache.

    Raises `PartLostError` if the file does not hold so much, else a `DiskError`.
    """
    covered = merge(Span(one.start, one.end) for one in part.proofs)
    proofs = {one.end: one for one in part.proofs}
    for span in without(held, covered):
        position = span.start
        while position < span.end:
            before = proofs.get(position)
            if before is None or position >= _block_end(before.start):
                before = Proof(position, position, 0)
            end = min(span.end, _block_end(before.start))
            crc = _checksum(part, position, end, before.crc)
            if crc is None:
                raise PartLostError(name=part.path.name)
            if before.start < position:
                del proofs[position]
            proofs[end] = Proof(before.start, end, crc)
            position = end
    part.proofs = sorted(proofs.values())
    return Evidence(tuple(part.proofs), part.stamp())


def disown(part: PartFile, spans: Iterable[Span]) -> None:
    """These bytes are about to be replaced: nothing is proven of them any more."""
    gone = list(spans)
    part.proofs = [
        one
        for one in part.proofs
        if not any(one.start < span.end and span.start < one.end for span in gone)
    ]


def recover(
    path: Path, token: str, evidence: Evidence, check: Callable[[], None]
) -> tuple[PartFile, list[Span]]:
    """Reopen the part file of the download `token`: the file, and what it is proven to hold.

    `check` is called often, and may raise. Raises `PartLostError` if the file is gone or is
    somebody else's by now, else `InUseError` or another `DiskError`.
    """
    part = PartFile.reopen(path)
    try:
        ours = bears_mark(part.descriptor, token)
        held = [] if ours is False else trust(part, evidence, check)
        if ours is None:  # what is recorded must tell
            ours = bool(held) or not evidence.proofs or not part.size()
        if not ours:
            raise PartLostError(name=path.name)
    except BaseException:
        part.close()
        raise
    return part, held


def trust(part: PartFile, evidence: Evidence, check: Callable[[], None]) -> list[Span]:
    """What of `evidence` the reopened file still holds; raises a `DiskError`."""
    if evidence.stamp is not None and evidence.stamp == part.stamp():
        part.proofs = list(evidence.proofs)
    else:
        part.proofs = [
            one
            for one in evidence.proofs
            if _checksum(part, one.start, one.end, 0, check) == one.crc
        ]
    return Evidence(tuple(part.proofs)).spans


def _checksum(
    part: PartFile, start: int, end: int, crc: int, check: Callable[[], None] = lambda: None
) -> int | None:
    """CRC-32 of the bytes, going on from `crc`; None if the file ends before."""
    buffer = memoryview(bytearray(min(READ_BYTES, end - start)))
    while start < end:
        check()
        count = part.read_into(buffer[: end - start], start)
        if not count:
            return None
        crc = zlib.crc32(buffer[:count], crc)
        start += count
    return crc


def _block_end(position: int) -> int:
    """Where a proof that begins at `position` ends at the latest.

    Blocks grow with the position, eight for each doubling, so that even a huge file has no more
    than about a hundred, and one changed byte costs at most an eighth of what lies before it.
    """
    block = max(MIN_BLOCK, 1 << max(0, position.bit_length() - 4))
    return (position // block + 1) * block
