"""Looking closely at one download, for the inspector."""

from core.engine.running import Running
from core.engine.work import Work
from core.model.detail import Detail, SegmentView
from core.model.states import State


def look_at(work: Work, download_id: int) -> Detail | None:
    """A download as it stands, or None if it is gone. Takes the lock of `Work` for a moment."""
    with work.lock:
        one = work.roster.get(download_id)
        if one is None:
            return None
        running = work.roster.running.get(one.id)
        return Detail(
            row=work.roster.row(one, work.clocks.monotonic(), work.queue.hold),
            request=one.request,
            resource=one.resource,
            held=tuple(running.held()) if running else one.held,
            segments=_segments(running) if running else (),
            limit_rate=one.limit_rate,
            checksum=one.checksum,
            proven=one.state is State.COMPLETED and one.resource is not None,
            verified=running.verified if running else 0,
            attempts=one.attempts,
            moments=work.timelines.of(one.id),
        )


def _segments(running: Running) -> tuple[SegmentView, ...]:
    with running.lock:
        rivals = {id(one.rival) for one in running.segments if one.rival is not None}
        return tuple(
            SegmentView(
                one.start,
                one.position,
                one.end,
                one.rate,
                racing=one.rival is not None or id(one) in rivals,
            )
            for one in running.segments
        )
