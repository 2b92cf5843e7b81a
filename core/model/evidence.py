"""What a checkpoint writes down: which bytes a part file holds, and how to know them again."""

import re
import zlib
from dataclasses import dataclass
from typing import NamedTuple

from core.model.segment import Span, merge

_TEXT = re.compile(r"(.+;(?:[0-9]+/[0-9]+/[0-9]+)?);([0-9a-f]{8})")
_PROOF = re.compile(r"([0-9]+)-([0-9]+):([0-9a-f]{8})")


class Proof(NamedTuple):
    """Bytes from `start` up to, not including, `end`, and the CRC-32 of them."""

    start: int
    end: int
    crc: int


class Stamp(NamedTuple):
    """A part file at rest: nobody has written to it while all three are what they were."""

    inode: int
    size: int
    modified: int  # nanoseconds since the epoch


@dataclass(frozen=True, slots=True)
class Evidence:
    """Proofs of what is held, and the stamp of the file when they were made."""

    proofs: tuple[Proof, ...] = ()
    stamp: Stamp | None = None

    @property
    def spans(self) -> list[Span]:
        """What is held, if all of it can be proven."""
        return merge(Span(one.start, one.end) for one in self.proofs)


NOTHING = Evidence()


def to_text(evidence: Evidence) -> str:
    """Compact form for the journal, closed by a checksum of its own; empty if nothing is held."""
    if not evidence.proofs:
        return ""
    proofs = ",".join(f"{start}-{end - 1}:{crc:08x}" for start, end, crc in evidence.proofs)
    body = f"{proofs};{'/'.join(map(str, evidence.stamp or ()))}"
    return f"{body};{zlib.crc32(body.encode()):08x}"


def from_text(text: str) -> Evidence:
    """What `to_text` wrote; raises `ValueError` on anything else, a single changed digit too."""
    if not text:
        return NOTHING
    found = _TEXT.fullmatch(text)
    if not found or zlib.crc32(found[1].encode()) != int(found[2], 16):
        raise ValueError(f"no evidence: {text[:40]}")
    proofs, _, stamp = found[1].partition(";")
    return Evidence(
        tuple(_proof(one) for one in proofs.split(",")),
        Stamp(*map(int, stamp.split("/"))) if stamp else None,
    )


def _proof(text: str) -> Proof:
    found = _PROOF.fullmatch(text)
    if not found or int(found[1]) > int(found[2]):
        raise ValueError(f"no proof: {text}")
    return Proof(int(found[1]), int(found[2]) + 1, int(found[3], 16))
