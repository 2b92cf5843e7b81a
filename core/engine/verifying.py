"""Whether a file is what it should be, and which bytes are to be fetched again if not."""

from dataclasses import replace

from core.disk.hashing import damaged, verify
from core.engine.beside import read_beside
from core.engine.running import Piece
from core.engine.siblings import Siblings
from core.engine.work import Work
from core.model.checksum import Checksum, strongest
from core.model.download import Download
from core.model.errors import BadMetalinkError, ChecksumError, HeadgateError, PiecesError
from core.model.pieces import Pieces
from core.model.segment import Span, total
from core.model.states import State
from core.model.timeline import Kind
from core.net.client import Client
from core.policy.metalink import read_metalink
from core.policy.mirrors import mixable
from core.stop import Interrupted

REPAIRS = 2  # how often damaged ranges are fetched again before that becomes an error
OTHERS = 4  # how often if there are mirrors to be asked, and a whole file from one after another
RANGES_SHOWN = 3
WORTH_A_METALINK = 1024 * 1024  # bytes of a file for which one more question is no matter
MAX_METALINK_BYTES = 4 * 1024 * 1024


class Verifying:
    """The step between the last byte and the final name."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._siblings = Siblings()

    def begin_batch(self) -> None:
        """What servers said before may have changed."""
        self._siblings.forget()

    def sound(self, piece: Piece, client: Client) -> bool:
        """Check the whole part file; False if parts of it have to be fetched again.

        Those are no longer held then, and the download goes on. Raises `ChecksumError`,
        `PiecesError`, `DiskError`, `Interrupted`.
        """
        one = piece.download
        if one.checksum is None and one.pieces is None:
            self._look_around(piece, client)
        error = self._mismatch(piece)
        if error is not None and one.pieces is None:
            self._read_metalink(piece, client)
        wrong = self._to_fetch_again(piece, error)
        if wrong:
            self._fetch_again(piece, wrong)
            return False
        if error is not None:
            raise error
        self._proven(one)
        return True

    def _to_fetch_again(self, piece: Piece, error: HeadgateError | None) -> list[Span]:
        """The damaged ranges, as long as fetching them again may help; raises `PiecesError`."""
        one, running = piece.download, piece.running
        pieces, size, known = one.pieces, one.size, one.resource
        assert size is not None, "it is known by now"
        assert known is not None, "a reply was read"
        if pieces is None:
            several = error is not None and running.repairs < OTHERS
            # Somebody's bytes are wrong, and nobody knows whose.
            return [Span(0, size)] if several and running.sources.rely_on_another() else []
        if error is None and one.checksum is not None:
            return []
        wrong = damaged(piece.part, pieces, size, piece.stop, running.count_verified)
        often = OTHERS if mixable(one) else REPAIRS
        if wrong and (running.repairs == often or not known.ranges):
            self._forget(piece, wrong)
            raise PiecesError(ranges=_told(wrong))
        return wrong

    def _proven(self, one: Download) -> None:
        pieces, told = one.pieces, str(one.checksum or "")
        if pieces is not None and not told:
            told = f"{pieces.count} x {pieces.algorithm}"
        if told:
            with self._work.lock:
                one.unconfirmed = False
                self._work.timelines.note(one.id, Kind.CHECKED, checksum=told)

    def _mismatch(self, piece: Piece) -> HeadgateError | None:
        one, running = piece.download, piece.running
        if one.checksum is None:
            return None
        try:
            verify(piece.part, one.checksum, piece.stop, running.count_verified, running.follower)
        except ChecksumError as error:
            return error
        return None

    def _look_around(self, piece: Piece, client: Client) -> None:
        """Nothing was said of the file so far; perhaps it is elsewhere."""
        one = piece.download
        if one.size is not None and one.size >= WORTH_A_METALINK:
            self._read_metalink(piece, client)
        if one.checksum is None and one.pieces is None and self._work.settings.verify_siblings:
            found = self._siblings.checksum(piece, client)
            if found is not None:
                self._learn(piece, found, None)

    def _read_metalink(self, piece: Piece, client: Client) -> None:
        """Learn from the Metalink that the server named, if there is one of this file."""
        one = piece.download
        address = one.resource.announced.metalink if one.resource else ""
        text = read_beside(piece, client, address, MAX_METALINK_BYTES) if address else None
        if text is None:
            return
        try:
            files = read_metalink(text)
        except BadMetalinkError:
            return
        for file in files:
            if file.size == one.size and (len(files) == 1 or file.name == one.name):
                self._learn(piece, strongest(file.checksums), file.pieces)
                return

    def _learn(self, piece: Piece, checksum: Checksum | None, pieces: Pieces | None) -> None:
        """Note what a file must come to. What was said first counts, if the two differ."""
        one = piece.download
        assert one.resource is not None, "a reply was read"
        if one.checksum is not None and one.checksum.contradicts(checksum):
            return
        announced = one.resource.announced
        with self._work.lock:
            if one.checksum is None:
                one.resource = replace(one.resource, announced=replace(announced, digest=checksum))
            if one.request.pieces is None:
                one.request = replace(one.request, pieces=pieces)

    def _forget(self, piece: Piece, wrong: list[Span]) -> None:
        """Damaged ranges are held no more.

        Until a checkpoint records that, a crash costs no more than finding the damage again.
        """
        piece.running.forget(wrong)
        self._work.checkpoints.forget(piece.download.id, wrong, piece.stop)

    def _fetch_again(self, piece: Piece, wrong: list[Span]) -> None:
        """Let damaged ranges be fetched next."""
        one, running, work = piece.download, piece.running, self._work
        self._forget(piece, wrong)
        with work.lock:
            running.repairs += 1
            if work.stop.is_set() or running.ending:
                raise Interrupted
            work.roster.move(one, State.DOWNLOADING)
            work.timelines.note(one.id, Kind.DAMAGED, ranges=_told(wrong))
            work.tell()


def _told(ranges: list[Span]) -> str:
    """Ranges for people: the first few, both ends included, and how many bytes in all."""
    shown = ", ".join(f"{one.start}-{one.end - 1}" for one in ranges[:RANGES_SHOWN])
    return shown if len(ranges) <= RANGES_SHOWN else f"{shown}, … ({total(ranges)} in all)"
