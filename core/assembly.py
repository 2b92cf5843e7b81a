"""Builds an engine from settings and paths; the one place that names the concrete parts."""

import gc
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.disk.journal import Journal
from core.engine.clocks import Clocks
from core.engine.engine import Engine
from core.model.settings import MAX_CONNECTIONS, Settings, check
from core.net.jar import Jar
from core.net.network import make_network
from core.net.reach import online

if TYPE_CHECKING:
    from http.cookiejar import CookieJar

_log = logging.getLogger(__name__)
_OF_NETWORK = ("proxy", "user_agent", "site_rules", "ca_file", "insecure", "timeout")


def calm_the_collector() -> None:
    """Have Python look for garbage in what is new alone.

    Downloads hold no cycles. To look through a hundred thousand of them takes a tenth of a
    second, and would be half of the work of adding them.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 10_000)


def warm_up() -> None:
    """Load what the first worker would have to load; slow, so run it on a thread."""
    from core.net import session

    _log.debug("%s is loaded", session.__name__)


def build_engine(
    settings: Settings,
    state_folder: Path,
    *,
    owner: str,
    cookies: "CookieJar | None" = None,
    pool_size: int = MAX_CONNECTIONS,
    clocks: Clocks | None = None,
    online: Callable[[], bool] = online,
) -> Engine:
    """An engine with an idle pool. `owner` keeps the lists of several programs apart.

    `online` tells whether there is a network to wait for, once something failed for want of it.
    Raises `BadOptionError` for settings that cannot be, `StateError` for an unusable list.
    """
    network = make_network(check(settings), Jar(cookies), __version__)
    return Engine(
        settings,
        network,
        lambda on_fault: Journal(state_folder, owner, on_fault),
        pool_size,
        clocks or Clocks(),
        online,
    )


def reconfigure(engine: Engine, old: Settings, new: Settings) -> None:
    """Have an engine go on with other settings; raises `BadOptionError`, and changes nothing then.

    Connections that are open stay as they are; the next ones follow the new settings.
    """
    check(new)
    network = None
    if any(getattr(old, name) != getattr(new, name) for name in _OF_NETWORK):
        network = make_network(new, engine.cookies, __version__, engine.signing_in.logins)
    engine.configure(new, network)
