"""What a new download's file is called, and whether it is the one that was asked for."""

from core.engine.running import Piece
from core.model.errors import WebPageError, WrongSizeError
from core.model.resource import Resource
from core.net.client import host_of
from core.policy.filenames import Chosen, choose, from_url, page_instead_of_file


def name_for(piece: Piece, resource: Resource) -> Chosen:
    """What the file is to be called, if that name is free."""
    request = piece.download.request
    return choose(
        wanted=request.name,
        disposition=resource.disposition,
        final_url=request.url if resource.mirror else resource.url,
        first_url=request.url,
        content_type=resource.content_type,
    )


def refuse_page(piece: Piece, resource: Resource) -> None:
    """Raise `WebPageError` if a page came where the link promised a file."""
    request = piece.download.request
    if page_instead_of_file(
        url=request.url,
        wanted=request.name,
        disposition=resource.disposition,
        content_type=resource.content_type,
    ):
        name = request.name or from_url(request.url)
        raise WebPageError(host=host_of(resource.url), name=name)


def refuse_size(piece: Piece, resource: Resource) -> None:
    """Raise `WrongSizeError` if this cannot be the file that was described."""
    wanted, size = piece.download.request.size, resource.size
    if None not in (wanted, size) and wanted != size:
        host = host_of(resource.url)
        raise WrongSizeError(host=host, expected=str(wanted), actual=str(size))
