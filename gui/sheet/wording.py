"""What a sheet says about itself as a whole."""

from collections.abc import Mapping

from core.disk.volumes import Volume
from core.model.download import NameSource
from core.policy.sheet_row import Standing, Total
from gui.figures import size
from gui.texts import QT_TRANSLATE_NOOP, translate

_WHY_NAMES = {
    NameSource.USER: QT_TRANSLATE_NOOP("NameReason", "You or your list chose this name."),
    NameSource.SERVER: QT_TRANSLATE_NOOP("NameReason", "The server calls the file so."),
    NameSource.FINAL_LINK: QT_TRANSLATE_NOOP(
        "NameReason", "It is the last part of the address the link led to."
    ),
    NameSource.LINK: QT_TRANSLATE_NOOP("NameReason", "It is the last part of the link."),
    NameSource.HOST: QT_TRANSLATE_NOOP(
        "NameReason",
        "Neither the server nor the link names the file; this is the server's name.",
    ),
}


def why_name(source: NameSource) -> str:
    """Why a file is called what it is."""
    return translate("NameReason", _WHY_NAMES[source])


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
