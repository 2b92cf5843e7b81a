"""What a sheet says about itself as a whole."""

from collections.abc import Mapping

from core.disk.volumes import Volume
from core.policy.sheet_row import Standing, Total
from gui.figures import size
from gui.texts import translate


def total_text(total: Total) -> str:
    """How many links are checked, and how large their files are."""
    links = translate("Sheet", "%n link(s) checked", "", total.count)
    if not total.count:
        return links
    if total.unknown == total.count:
        return translate("Sheet", "{links}, sizes not known").format(links=links)
    if total.unknown:
        more = translate("Sheet", "%n of unknown size", "", total.unknown)
        text = translate("Sheet", "{links}, {size} and {more}")
        return text.format(links=links, size=size(total.size), more=more)
    return translate("Sheet", "{links}, {size}").format(links=links, size=size(total.size))


def volume_text(volume: Volume, *, alone: bool) -> str:
    """What is free on a disk; of several disks also what goes there."""
    if volume.free is None:
        return ""
    if volume.too_small:
        text = translate("Sheet", "⚠ Does not fit: {size} for {free} free in {folder}")
    elif alone:
        text = translate("Sheet", "{free} free")
    else:
        text = translate("Sheet", "{size} for {free} free in {folder}")
    return text.format(size=size(volume.total.size), free=size(volume.free), folder=volume.folder)


def found_text(counts: Mapping[Standing, int]) -> str:
    """How many links there are, before anyone looks closer."""
    links = sum(counts.values()) - counts[Standing.NOT_A_LINK]
    if not links:
        return translate("Sheet", "No links yet")
    return translate("Sheet", "%n link(s) found", "", links)
