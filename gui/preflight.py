"""Looking before Qt leaps: without a display or a system library it only aborts."""

import ctypes
import os
import sys
from collections.abc import Mapping

# Library → Debian's package. Qt loads the first group always, the second on X11.
_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def obstacle(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """One sentence that says why no window can open and what to do; empty if one can."""
    if not platform.startswith("linux"):
        return ""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    has_display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if not chosen and not has_display:
        return (
            "There is no display to open a window on: start Headgate from a desktop session, "
            "or use “headgate get” to download without a window."
        )
    wanted = dict(_ALWAYS)
    if chosen in ("", "xcb") and not environment.get("WAYLAND_DISPLAY"):
        wanted |= _X11
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if missing:
        return (
            "The window needs system libraries that are missing: install them with "
            f"“sudo apt-get install {' '.join(missing)}”."
        )
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
