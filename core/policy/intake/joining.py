"""Several intakes as one: files dropped together, and the views a drag has of one thing."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from core.model.checksum import Checksum
from core.model.errors import NoAddressesError
from core.policy.intake.collector import Collector, EnoughError
from core.policy.intake.entry import Entry, Format, Intake


def together(intakes: Iterable[Intake], *, views: bool = False) -> Intake:
    """What was found in all of them, each address once.

    With `views` they show one thing in several ways, as a drag does; then what is found again is
    no repetition. Checksums without addresses go to the links of these names.
    """
    intakes = list(intakes)
    if len(intakes) == 1 and not intakes[0].sums:
        return intakes[0]  # large as it may be, there is nothing to do
    into = Collector("", lambda: False)
    found = into.found
    format_ = None
    parts = 0
    try:
        for one in intakes:
            intake = _behind(one, parts)
            found_here = (intake.entries, intake.duplicates, intake.rejects)
            parts = 1 + max((place.part for row in found_here for place in row), default=parts)
            format_ = format_ or intake.format
            before = list(found.duplicates)
            for entry in intake.entries:
                into.add(entry)
            if views:
                found.duplicates[:] = before
            found.duplicates.extend(intake.duplicates)
            known = {(one.text, one.why) for one in found.rejects} if views else set()
            found.rejects.extend(one for one in intake.rejects if (one.text, one.why) not in known)
            found.messages.extend(intake.messages)
            found.sums.update(intake.sums)
    except EnoughError:
        pass  # the message is among the others
    found.entries[:], fitting = with_sums(found.entries, found.sums)
    if fitting:
        found.messages[:] = [one for one in found.messages if not isinstance(one, NoAddressesError)]
    return replace(found, format=format_ or Format.TEXT)


def _behind(intake: Intake, parts: int) -> Intake:
    """The same, standing behind so many others."""
    if parts == 0:
        return intake
    return replace(
        intake,
        entries=[replace(one, part=one.part + parts) for one in intake.entries],
        duplicates=[replace(one, part=one.part + parts) for one in intake.duplicates],
        rejects=[replace(one, part=one.part + parts) for one in intake.rejects],
    )


def with_sums(entries: list[Entry], sums: dict[str, Checksum]) -> tuple[list[Entry], int]:
    """The entries with checksums given for files of their names, and how many found one."""
    if not sums:
        return entries, 0
    done, fitting = [], 0
    for entry in entries:
        checksum = sums.get(file_name(entry))
        if checksum is not None:
            fitting += 1
            hashes = tuple(dict.fromkeys((*entry.hashes, checksum)))
            entry = replace(entry, checksum=entry.checksum or checksum, hashes=hashes)  # noqa: PLW2901
        done.append(entry)
    return done, fitting


def file_name(entry: Entry) -> str:
    """What the file is called in its list, or in its address."""
    return entry.name or unquote(entry.url.partition("?")[0].rpartition("/")[2])
