"""The server's side of one run: an honest first half if there is one, then the behaviour."""

import threading

from tests.faults.replies.answer import Answer, End, pieces
from tests.faults.replies.behaviour import At, Behaviour, File, Shape
from tests.servers.scripted import Asked, Peer, content

PIECE = 16 * 1024
PACED_RATE = 1_500_000.0  # bytes a second and connection, so that more connections are wanted
NEXT = content(5_000, "next")  # the file of a follower


class Spent(Exception):  # noqa: N818 - no error: the first half is over
    """As much was sent as the first half may have."""


class Site:
    """Answers for one folder on all servers of the stage."""

    def __init__(self, behaviour: Behaviour, shape: Shape, links: dict[str, str]) -> None:
        self.behaviour = behaviour
        self.shape = shape
        self.links = links
        self._lock = threading.Lock()
        self._number = 0
        self._budget = shape.size // 2 if shape.resume else None

    def second_half(self) -> None:
        """From now on the server misbehaves."""
        with self._lock:
            self._budget = None

    def __call__(self, peer: Peer, asked: Asked) -> None:
        if asked.target.endswith("/next.bin"):
            self._send(peer, File().answer(asked, NEXT))
            return
        if self._budget is not None:
            self._honest_half(peer, asked)
            return
        bent = not asked.target.partition("/real/")[1]
        with self._lock:
            self._number += bent
            number = self._number
        changed = self.shape.resume or number > 1
        file = self.behaviour.then if changed and self.behaviour.then else self.behaviour.file
        data = file.data(self.shape.size)
        answer = file.answer(asked, data)
        at = At(asked, number, data, self.links)
        if bent and self.behaviour.when(at):
            answer = self.behaviour.bend(answer, at)
        self._send(peer, answer)

    def _honest_half(self, peer: Peer, asked: Asked) -> None:
        file = self.behaviour.file
        try:
            self._send(peer, file.answer(asked, file.data(self.shape.size)))
        except Spent:
            peer.finish()

    def _send(self, peer: Peer, answer: Answer) -> None:
        """Put it on the wire, slowly where more connections shall be wanted."""
        wire, head = answer.wire, len(answer.before) + len(answer.head)
        if answer.drip:
            peer.drip(wire[:head], answer.drip)
        else:
            peer.send(wire[:head])
        for piece in pieces(wire[head:], (PIECE,)):
            self._spend(len(piece))
            peer.send(piece)
            if self.shape.connections > 1:
                peer.closing.wait(len(piece) / PACED_RATE)
        match answer.end:
            case End.KEEP:
                return
            case End.FIN:
                peer.finish()
            case End.RESET:
                peer.reset()
            case End.STALL:
                peer.stall()

    def _spend(self, count: int) -> None:
        with self._lock:
            if self._budget is not None:
                if self._budget < count:
                    self._budget = 0
                    raise Spent
                self._budget -= count
