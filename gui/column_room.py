"""Which columns of the list go where there is no room for all of them."""

from collections.abc import Collection, Mapping

# What can be had elsewhere at a glance goes first; names and status stay.
GIVE_WAY = ("finished", "added", "left", "speed", "size", "progress")


def columns_away(widths: Mapping[str, int], room: int, keep: Collection[str] = ()) -> list[str]:
    """Those to hide so that the others fit into `room`, or as nearly as can be; pixels."""
    away: list[str] = []
    lack = sum(widths.values()) - room
    for key in GIVE_WAY:
        if lack > 0 and key in widths and key not in keep:
            away.append(key)
            lack -= widths[key]
    return away
