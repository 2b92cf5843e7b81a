"""Files so small that they came with their header: no part file, no segments, no checkpoints."""

import os
from pathlib import Path

from core.disk.partfile import SUFFIX
from core.disk.reserve import MAX_NUMBER, left_behind
from core.disk.whole import CannotName, WholeFile
from core.engine.running import Piece
from core.engine.work import Work
from core.model.checksum import Checksum
from core.model.download import Conflict
from core.model.errors import ChecksumError, NameTakenError
from core.net.client import Client
from core.net.reply import Opened
from core.policy.safe_names import numbered


def deliver(piece: Piece, reply: Opened, name: str, work: Work, client: Client) -> bool:
    """Put the file behind `reply` under its final name, if all of it is in hand.

    False if it is not, or if this disk or the user's wishes need the longer way: nothing is
    there then, and the reply can still be read. Raises `ChecksumError`, `DiskError`, `Interrupted`.
    """
    request = piece.download.request
    if request.options.conflict is not Conflict.RENAME:
        return False
    data = reply.body.whole()
    if data is None or not reply.all_of_it:
        return False  # a first part, or the page that comes with “there are no bytes”
    piece.stop.check()
    expected = request.checksum or reply.resource.announced.digest
    if request.mirrors if expected else (request.pieces or work.settings.verify_siblings):
        return False  # to be checked, or asked for elsewhere if it is wrong, and not at once
    if expected is not None:
        _verify(data, expected)
    token = work.journal.token(piece.download.id)
    if work.journal.is_older(piece.download.id) and left_behind(request.folder, name, token):
        return False
    file = WholeFile.create(os.fspath(request.folder))
    if file is None:
        return False
    try:
        reply.body.give_back()
        ask_for_next(piece, work, client)
        file.write(data, request.url, token)
        work.delivered(piece, reply.resource, _name(file, name, request.folder), len(data))
    except CannotName:
        return False
    finally:
        file.close()
    return True


def _name(file: WholeFile, name: str, folder: Path) -> str:
    """Name the file, or give it the next free `name (2)`.

    Raises `CannotName`, `NameTakenError`.
    """
    base = os.fspath(folder)
    for number in range(1, MAX_NUMBER):
        candidate = numbered(name, number)
        if os.path.lexists(f"{base}/{candidate}{SUFFIX}"):  # another download has reserved it
            continue
        if file.name_it(candidate):
            return candidate
    raise NameTakenError(name=name, folder=str(folder))


def ask_for_next(piece: Piece, work: Work, client: Client) -> None:
    """While a small file is being finished, the answer for the next is on its way."""
    following = work.promise(piece.stop)
    if following is not None and following.name is None:
        client.ask_ahead(following.request.url, following.request.options)


def _verify(data: memoryview, expected: Checksum) -> None:
    hasher = expected.hasher()
    hasher.update(data)
    actual = hasher.hexdigest()
    if actual != expected.value:
        raise ChecksumError(algorithm=expected.algorithm, actual=actual, expected=expected.value)
