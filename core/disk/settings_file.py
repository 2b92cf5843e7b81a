"""The settings on disk: JSON, replaced as a whole, unknown or bad values left out."""

import json
import logging
import os
from dataclasses import asdict, fields, replace
from pathlib import Path

from core.disk.faults import disk_error
from core.model.errors import BadOptionError
from core.model.settings import Settings, check

FILE_NAME = "settings.json"
_log = logging.getLogger(__name__)


def load_settings(folder: Path) -> Settings:
    """What was saved; a value that cannot be used falls back to its default, and is logged."""
    settings = Settings()
    try:
        stored = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except FileNotFoundError:
        return settings
    except (OSError, ValueError) as error:
        _log.warning("the settings cannot be read: %s", error)
        return settings
    if not isinstance(stored, dict):
        return settings
    for one in fields(Settings):
        value = stored.get(one.name, getattr(settings, one.name))
        if type(value) is not type(getattr(settings, one.name)):
            _log.warning("setting %s is not usable", one.name)
            continue
        try:
            settings = check(replace(settings, **{one.name: value}))
        except BadOptionError:
            _log.warning("setting %s is not usable", one.name)  # its reason may hold a secret
    return settings


def save_settings(folder: Path, settings: Settings) -> None:
    """Write all settings; a crash leaves the old file or the new one. Raises a `DiskError`."""
    target = folder / FILE_NAME
    fresh = target.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        raise disk_error(error, folder) from error
