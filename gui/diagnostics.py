"""What to tell when asking for help: versions and figures, and nothing that is private."""

import os
import platform
import ssl
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication

from core import __version__
from core.model.settings import Settings
from core.model.snapshot import Row

_SESSION = ("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")


def versions() -> dict[str, str]:
    """The parts the program is made of, by name."""
    return {
        "Headgate": __version__,
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "PySide6": _version("PySide6-Essentials"),
        "requests": _version("requests"),
        "urllib3": _version("urllib3"),
        "certifi": _version("certifi"),
        "idna": _version("idna"),
        "charset-normalizer": _version("charset-normalizer"),
        "platformdirs": _version("platformdirs"),
        "keyring": _version("keyring"),
        "OpenSSL": ssl.OPENSSL_VERSION.removeprefix("OpenSSL "),
    }


def diagnostics(settings: Settings, rows: Iterable[Row]) -> str:
    """A text to paste: no link, no name, no folder, and of settings no text that was typed."""
    listed = list(rows)
    states = Counter(row.state.value for row in listed)
    errors = Counter(row.error.code for row in listed if row.error is not None)
    lines = [f"{name} {number}" for name, number in versions().items()]
    lines.append(f"system: {platform.platform()}, {os.cpu_count()} processors")
    lines += [f"{name}: {os.environ.get(name, '')}" for name in _SESSION]
    screen = QGuiApplication.primaryScreen()
    lines.append(f"display: {QGuiApplication.platformName()}, scale {screen.devicePixelRatio():g}")
    lines.append(f"locale: {QLocale().name()}")
    lines.append(f"downloads: {_counted(states)}")
    lines.append(f"errors: {_counted(errors)}")
    lines.append(f"settings: {', '.join(_changed(settings)) or 'as they come'}")
    return "\n".join(lines)


def _changed(settings: Settings) -> list[str]:
    """Settings that are not at their default; of texts only that there is one."""
    told = []
    for one in fields(Settings):
        value = getattr(settings, one.name)
        if value == one.default:
            continue
        typed = isinstance(value, str) and "choices" not in one.metadata
        told.append(f"{one.name} {'set' if typed else value}")
    return told


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items())) or "none"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
