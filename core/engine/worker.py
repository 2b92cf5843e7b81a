"""What runs on a pool thread: pull a piece, work on it, give it back, until none is left."""

import logging
from collections.abc import Callable

from core.engine.running import Piece
from core.engine.work import Work
from core.model.errors import UnexpectedError
from core.model.outcome import Failed, Outcome
from core.net.client import Client
from core.net.network import Network
from core.stop import StopSignal

_log = logging.getLogger(__name__)


def run_worker(
    _number: int,
    work: Work,
    stop: StopSignal,
    network: Callable[[], Network],
    transfer: Callable[[Piece, Client], Outcome],
) -> None:
    """One worker's part of a batch; returns when the batch is over or stopped.

    An exception nobody expected fails its download with a report, and the worker goes on:
    one that escaped would leave the batch's AsyncResult incomplete for ever.
    """
    own = StopSignal(parent=stop)
    client: Client | None = None
    try:
        while not stop.is_set() and (piece := work.take(own)) is not None:
            outcome: Outcome
            try:
                if client is None or client.network is not network():
                    if client is not None:
                        client.close()
                    client = Client(network(), own)
                outcome = transfer(piece, client)
            except BaseException as error:  # noqa: BLE001 - see above
                _log.exception("download %d failed unexpectedly", piece.download.id)
                outcome = Failed(UnexpectedError(reason=f"{type(error).__name__}: {error}"))
            work.settle(piece, outcome)
    finally:
        if client is not None:
            client.close()
        own.close()
