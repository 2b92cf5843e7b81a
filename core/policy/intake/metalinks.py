"""Metalinks as entries: the best address of each file, the others as mirrors."""

import re

from core.model.checksum import strongest
from core.model.errors import BadMetalinkError
from core.policy.intake.collector import Collector
from core.policy.intake.entry import Entry, Why
from core.policy.metalink import read_metalink

# The text was decoded already, whatever its first line says.
_ENCODING = re.compile(r"(<\?xml[^>]{0,100}?)\sencoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def read_metalinks(text: str, into: Collector) -> bool:
    """Every file of a Metalink 3 or 4 that lies on a web server."""
    try:
        files = read_metalink(
            _ENCODING.sub(r"\1", text.lstrip(), count=1).encode("utf-8", "replace")
        )
    except BadMetalinkError as error:
        into.found.messages.append(error)
        return True
    for number, file in enumerate(files, 1):
        if not file.sources:
            into.reject(file.name, number, Why.NO_ADDRESS)
            continue
        first, *others = (source.url for source in file.sources)
        folder, _, name = file.name.rpartition("/")
        into.add(
            Entry(
                first,
                number,
                name=name or None,
                checksum=strongest(file.checksums),
                size=file.size,
                mirrors=tuple(others),
                hashes=file.checksums,
                pieces=file.pieces,
                folder=folder,
            )
        )
    return True
