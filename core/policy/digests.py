"""The checksum a server announces with a file (RFC 9530, RFC 3230)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from core.model.checksum import Checksum, checksum_of, find_algorithm, strongest

# A member of a dictionary (RFC 8941, section 3.2) whose value is no inner list.
_MEMBER = re.compile(
    r"""[ \t]*(?P<key>[a-z*][a-z0-9_.*-]*)
    (?:=(?::(?P<bytes>[A-Za-z0-9+/=]*):|"(?:[^"\\]|\\.)*"|[A-Za-z0-9*?.:/+_!-]+))?
    (?:[ ]*;[ ]*[a-z*][a-z0-9_.*-]*(?:=(?::[A-Za-z0-9+/=]*:|"(?:[^"\\]|\\.)*"|[^\s,;"]+))?)*
    [ \t]*(?P<more>,|\Z)""",
    re.VERBOSE,
)


def announced_digest(fields: Mapping[str, Sequence[str]], *, whole: bool) -> Checksum | None:
    """The strongest checksum of the whole file in a reply's header.

    `whole` tells whether the reply's content is the whole file: only then its Content-Digest
    says anything about it. Content-MD5 is ignored, because nobody agreed what a range's is.
    """
    found = list(_structured(fields.get("repr-digest", ())))
    if whole:
        found += _structured(fields.get("content-digest", ()))
    found += _listed(fields.get("digest", ()))
    return strongest(found)


def _structured(values: Sequence[str]) -> Iterator[Checksum]:
    """`sha-256=:BASE64:, …`; a field with a mistake anywhere says nothing (RFC 8941, 4.2)."""
    text, position = ", ".join(values), 0
    known: dict[str, str] = {}
    more = bool(text)
    while more:
        found = _MEMBER.match(text, position)
        if found is None:
            return
        known[found["key"]] = found["bytes"] or ""
        position, more = found.end(), bool(found["more"])
    yield from _checksums(known)


def _listed(values: Sequence[str]) -> Iterator[Checksum]:
    """`SHA-256=BASE64,MD5=BASE64` (RFC 3230, section 4.3.2)."""
    members = (member.partition("=") for member in ",".join(values).split(","))
    yield from _checksums({name.strip(): value for name, _, value in members})


def _checksums(members: Mapping[str, str]) -> Iterator[Checksum]:
    for name, value in members.items():
        entry = find_algorithm(name)
        found = checksum_of(entry, value) if entry else None
        if found is not None:
            yield found
