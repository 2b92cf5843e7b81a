"""What the checkpoints know of a part file in their care."""

from collections.abc import Callable
from dataclasses import dataclass, field

from core.disk.partfile import PartFile
from core.disk.rows import Row
from core.model.segment import Span
from core.policy.putting_off import nearly_done


@dataclass(slots=True)
class Kept:
    """An open part file, and what is known of it. Guarded by the checkpoints' lock."""

    part: PartFile
    held: Callable[[], list[Span]]
    row: Row | None = None  # for the note on the part file
    recorded: list[Span] = field(default_factory=list)
    lasting: bool = False  # its entry in the folder and its mark were synced
    leaving: bool = False  # nobody writes any more: sync once more, then close
    syncing: bool = False
    put_off: bool = False  # its last checkpoint was left out: it looked nearly done
    departures: int = 0  # how often it was let go

    def may_wait(self, held: list[Span]) -> bool:
        """Whether a checkpoint is better left out this once."""
        size = self.row.resource.size if self.row and self.row.resource else None
        return not (self.put_off or self.leaving) and nearly_done(size, held, self.recorded)
