"""What runs on a pool thread: pull a piece, work on it, give it back, until none is left."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from core.engine.running import Piece
from core.engine.work import Work
from core.model.errors import UnexpectedError
from core.model.outcome import Failed, Outcome
from core.net.client import Client
from core.net.network import Network
from core.stop import StopSignal

_log = logging.getLogger(__name__)
Transfer = Callable[[Piece, Client], Outcome]


def run_worker(
    _number: int,
    work: Work,
    stop: StopSignal,
    network: Callable[[], Network],
    transfer: Transfer,
    broken: Callable[[UnexpectedError], None],
) -> None:
    """One worker's part of a batch; returns when the batch is over or stopped.

    It returns whatever happens: an exception that escaped could leave the batch's AsyncResult
    incomplete for ever. One that nobody expected fails its download with a report, and the
    worker goes on; one that is nobody's download's is told to `broken`, which ends the batch.
    """
    try:
        with closing(StopSignal(parent=stop)) as own, _clients(network, own) as client:
            while not stop.is_set() and (piece := work.take(own)) is not None:
                work.settle(piece, _outcome(piece, client, transfer))
    except BaseException as error:  # noqa: BLE001 - see above
        _log.exception("a worker broke off")
        broken(UnexpectedError.of(error))


def _outcome(piece: Piece, client: Callable[[], Client], transfer: Transfer) -> Outcome:
    try:
        return transfer(piece, client())
    except BaseException as error:  # noqa: BLE001 - see above
        _log.exception("download %d failed unexpectedly", piece.download.id)
        return Failed(UnexpectedError.of(error))


@contextmanager
def _clients(network: Callable[[], Network], stop: StopSignal) -> Iterator[Callable[[], Client]]:
    """The worker's client; another one when the network's settings have changed."""
    client: Client | None = None

    def current() -> Client:
        nonlocal client
        if client is None or client.network is not network():
            if client is not None:
                client.close()
            client = Client(network(), stop)
        return client

    try:
        yield current
    finally:
        if client is not None:
            client.close()
