"""What is changed about a download that is in the list already."""

from dataclasses import dataclass
from typing import Literal

from core.model.checksum import Checksum


@dataclass(frozen=True, slots=True)
class Edit:
    """None leaves a thing as it is. `connections` 0: as many as the settings say."""

    connections: int | None = None
    headers: tuple[tuple[str, str], ...] | None = None
    checksum: Checksum | Literal[""] | None = None  # empty: none is expected any more
