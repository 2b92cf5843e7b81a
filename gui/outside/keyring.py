"""The computer's keyring: what it keeps for us, on threads alone, as it may ask to be unlocked."""

import json
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.model.download import Credentials

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "headgate"
SAFE = 1  # priority of those that keyring recommends: the others are no good, or plain files
_log = logging.getLogger(__name__)


def usable() -> bool:
    """Whether there is one that keeps passwords safe; it is not unlocked for that."""
    try:
        found = _backend()
        several = getattr(found, "backends", None)  # one that passes on to others, the best first
        return all(one.priority >= SAFE for one in [found, *(several or [])[:1]])
    except Exception as error:  # noqa: BLE001 - backends are others' code, and the bus may be broken
        _tell("no keyring", error)
        return False


def keep(place: str, credentials: Credentials) -> bool:
    """Keep what `place` (`scheme://host:port`) gets; False if the keyring does not take it."""
    words = json.dumps({"user": credentials.user, "password": credentials.password})
    try:
        _backend().set_password(SERVICE, place, words)
    except Exception as error:  # noqa: BLE001 - see above
        _tell("not kept", error)
        return False
    return True


def find(place: str) -> Credentials | None:
    """What is kept for `place`, if the keyring tells."""
    try:
        words = _backend().get_password(SERVICE, place)
        if words is None:
            return None
        kept = json.loads(words)
        return Credentials(str(kept["user"]), str(kept["password"]))
    except Exception as error:  # noqa: BLE001 - see above; nor is it sure who wrote the entry
        _tell("not found", error)
        return None


def forget(places: Iterable[str]) -> list[str]:
    """Delete what is kept for these; returns those for which nothing is kept any more."""
    return [place for place in places if _forget(place)]


def _forget(place: str) -> bool:
    try:
        backend = _backend()
        if backend.get_password(SERVICE, place) is not None:
            backend.delete_password(SERVICE, place)
    except Exception as error:  # noqa: BLE001 - see above
        _tell("not forgotten", error)
        return False
    return True


def _backend() -> "KeyringBackend":
    import keyring

    return keyring.get_keyring()


def _tell(what: str, error: Exception) -> None:
    """Without the error's words: nobody knows what a backend puts there."""
    _log.debug("keyring: %s (%s)", what, type(error).__name__)
