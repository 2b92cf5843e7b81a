"""One download from its first request to the published file, as an outcome."""

from core.disk.checkpoint import Checkpoints
from core.engine.finishing import finish
from core.engine.opening import AlreadyThere, Opening
from core.engine.running import Piece
from core.engine.streaming import stream
from core.engine.throttle import Throttle
from core.engine.work import Work
from core.model.errors import ChangedError, HeadgateError
from core.model.outcome import Done, Failed, Outcome, Stopped
from core.net.client import Client
from core.stop import Interrupted


class Transfer:
    """Called by workers with a piece and their client; never raises but for a bug."""

    def __init__(self, work: Work, checkpoints: Checkpoints, throttle: Throttle) -> None:
        self._work = work
        self._checkpoints = checkpoints
        self._throttle = throttle
        self._opening = Opening(work, checkpoints)

    def __call__(self, piece: Piece, client: Client) -> Outcome:
        try:
            self._run(piece, client)
        except Interrupted:
            return Stopped()
        except AlreadyThere:
            return Done()
        except HeadgateError as error:
            return Failed(error, progress=piece.running.fresh() > 0)
        return Done()

    def _run(self, piece: Piece, client: Client) -> None:
        self._opening.recover(piece)
        unconfirmed = False
        while (opened := self._opening.fetch(piece, client)) is not None:
            reply, segment = opened
            before = piece.running.received()
            stream(piece, reply, segment, self._throttle, client.network.timeout)
            unconfirmed = not reply.body.confirmed
            if piece.download.size is None and segment.complete:
                break
            if piece.running.received() == before and self._opening.gap(piece) is not None:
                # The reply ended well and brought nothing new: asking again would not help.
                raise ChangedError(host=reply.body.host)
        held = piece.running.held()
        size = piece.download.size
        if size is None:
            size = held[-1].end if held else 0
        self._work.verifying(piece, size, unconfirmed=unconfirmed)
        finish(piece, size, self._work, self._checkpoints)
