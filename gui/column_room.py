"""Which columns go where there is no room for all, and how wide names and status are."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

# What can be had elsewhere at a glance goes first; names and status stay.
GIVE_WAY = ("finished", "added", "left", "speed", "size", "progress")


class Wish(NamedTuple):
    """How wide a column is, in pixels: as narrow as it may be, its share, and all it wants."""

    least: int
    share: int
    whole: int


def columns_away(widths: Mapping[str, int], room: int, keep: Collection[str] = ()) -> list[str]:
    """Those to hide so that the others fit into `room`, or as nearly as can be; pixels."""
    away: list[str] = []
    lack = sum(widths.values()) - room
    for key in GIVE_WAY:
        if lack > 0 and key in widths and key not in keep:
            away.append(key)
            lack -= widths[key]
    return away


def status_width(room: int, name: Wish, status: Wish) -> int:
    """What the status has of the `room` for both.

    Beyond their shares both grow alike, until one has all it wants.
    """
    spare = room - name.share - status.share
    more = max(spare // 2, spare - (name.whole - name.share)) if spare > 0 else spare
    return max(status.least, min(status.whole, status.share + more))
