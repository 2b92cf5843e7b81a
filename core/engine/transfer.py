"""One piece of work from its request to its outcome, the last of a file with its publishing."""

from collections.abc import Callable

from core.disk.checkpoint import Checkpoints
from core.engine.at_once import ask_for_next
from core.engine.finishing import check_length, finish
from core.engine.lanes import Lanes
from core.engine.opening import AlreadyThere, Opening
from core.engine.running import Piece
from core.engine.seam import check_seams
from core.engine.streaming import Streaming
from core.engine.throttle import Throttle
from core.engine.verifying import Verifying
from core.engine.work import Work
from core.model.errors import (
    BadReplyError,
    ContentError,
    HeadgateError,
    MisplacedError,
    NameLookupError,
    NetworkError,
    OfflineError,
    ServerError,
    UnknownHostError,
    UnreachableError,
)
from core.model.outcome import Done, Failed, Outcome, Stopped
from core.net.client import Client
from core.net.reply import Opened
from core.stop import Interrupted

_WITHOUT_NETWORK = (UnreachableError, NameLookupError, UnknownHostError)
AT_ONCE_BYTES = 1024 * 1024  # a file this small is there before a checkpoint would help it


class Transfer:
    """Called by workers with a piece and their client; never raises but for a bug."""

    def __init__(
        self,
        work: Work,
        checkpoints: Checkpoints,
        throttle: Throttle,
        online: Callable[[], bool],
    ) -> None:
        self._work = work
        self._online = online
        self._checkpoints = checkpoints
        self._throttle = throttle
        self._lanes = Lanes()
        self._opening = Opening(work, checkpoints)
        self._verifying = Verifying(work)

    def begin_batch(self) -> None:
        """Called before the first piece of a batch."""
        self._verifying.begin_batch()

    def __call__(self, piece: Piece, client: Client) -> Outcome:
        streaming = Streaming(self._throttle, self._lanes, client.network.timeout)
        try:
            self._run(piece, client, streaming)
        except Interrupted:
            return Stopped()
        except AlreadyThere:
            self._pay(piece)
            return Done()
        except HeadgateError as error:
            return Failed(self._behind(error), progress=streaming.received > 0)
        return Done()

    def _behind(self, error: HeadgateError) -> HeadgateError:
        """The missing network, if that is what is behind an error."""
        if isinstance(error, _WITHOUT_NETWORK) and not self._online():
            offline = OfflineError()
            offline.__cause__ = error
            return offline
        return error

    def _pay(self, piece: Piece) -> None:
        """A file that came at once counts against the limits too."""
        brought = piece.running.fresh()
        if brought:
            piece.running.throttle.pay(brought, piece.stop)
            self._throttle.pay(brought, piece.stop)

    def _run(self, piece: Piece, client: Client, streaming: Streaming) -> None:
        running, one = piece.running, piece.download
        if piece.segment is None:
            self._opening.recover(piece)
            reply = self._opening.first(piece, client)
            if reply is not None:
                running.unconfirmed = not reply.confirmed
                if reply.body.length is None or reply.body.length > AT_ONCE_BYTES:
                    row = self._work.journal.row(one)
                    self._checkpoints.keep(row, piece.part, running.held)
                self._stream(piece, reply, streaming)
        else:
            self._fetch(piece, client, streaming)
        while True:
            while not running.alone_and_complete() and self._work.next_segment(piece) is not None:
                self._fetch(piece, client, streaming)
            if not self._work.finishing(piece):
                return
            check_length(piece)
            check_seams(piece)
            if self._verifying.sound(piece, client):
                break
        if one.size is not None and one.size <= AT_ONCE_BYTES:
            ask_for_next(piece, self._work, client)
        finish(piece, self._work, self._checkpoints)

    def _fetch(self, piece: Piece, client: Client, streaming: Streaming) -> None:
        """The piece's segment, over a connection of its own; a mirror may fail to bring it."""
        segment = piece.segment
        assert segment is not None, "there is something to fetch"
        try:
            self._fetch_from_source(piece, client, streaming)
        except (NetworkError, ServerError, ContentError):
            if not piece.running.sources.do_without(segment.source):
                raise
            if piece.segment is not None:
                self._leave(piece)

    def _fetch_from_source(self, piece: Piece, client: Client, streaming: Streaming) -> None:
        try:
            reply = self._opening.further(piece, client)
        except Interrupted:
            self._end_of_race(piece)
        except HeadgateError:
            if not piece.running.complete():
                raise
            self._leave(piece)  # others have brought it meanwhile
        else:
            self._stream(piece, reply, streaming)

    def _stream(self, piece: Piece, reply: Opened, streaming: Streaming) -> None:
        segment = piece.segment
        assert segment is not None, "there is somewhere to write to"
        before = segment.position
        try:
            streaming.run(piece, reply, segment)
        except Interrupted:
            self._end_of_race(piece)
            return
        except HeadgateError as error:
            if isinstance(error, MisplacedError) or not piece.running.complete():
                raise
        self._leave(piece)
        running = piece.running
        if segment.position == before and not (segment.complete or running.complete()):
            if not running.seam or segment.seam > running.seam:
                raise BadReplyError(host=reply.body.host, reason="it sends nothing new")
            running.seam = 0  # so little comes at a time that none is left for comparing

    def _end_of_race(self, piece: Piece) -> None:
        """An interruption is the end of a lost race, or else goes on up."""
        segment, running = piece.segment, piece.running
        assert segment is not None, "there was something to race for"
        if not running.ended(segment):
            raise Interrupted
        self._leave(piece)

    def _leave(self, piece: Piece) -> None:
        """Be done with a segment, and with the signal that told of a lost race."""
        segment, running = piece.segment, piece.running
        assert segment is not None, "there is a segment to leave"
        running.leave(segment)
        piece.segment = None
        if segment.lost:
            piece.stop.clear()
            if running.ending:
                raise Interrupted  # that was asked for as well, and must not be cleared away
