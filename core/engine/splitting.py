"""One more connection for a download that runs: for which, and from where."""

import math

from core.engine.roster import Roster
from core.engine.running import Piece, Running
from core.engine.segments import Segment
from core.engine.timelines import Timelines
from core.model.settings import Settings
from core.model.states import State
from core.model.timeline import Kind
from core.policy.hosts import HostLimits
from core.policy.segmentation import best_cut
from core.stop import StopSignal

PER_HOST = 16  # connections to one server over all downloads, unless more were asked for
LOOK_SECONDS = 0.05  # how often an idle worker looks whether it could help by now


class Splitting:
    """Called inside the lock of `Work`."""

    def __init__(self, roster: Roster, hosts: HostLimits, timelines: Timelines) -> None:
        self._roster = roster
        self._hosts = hosts
        self._timelines = timelines

    def piece(self, stop: StopSignal, now: float, settings: Settings) -> Piece | None:
        """A share of a running download for the idle worker that owns `stop`."""
        stop.clear()  # before there is anything to lose: to lose it again sets the signal
        for running in self._roster.running.values():
            if not self._open_to_all(running):
                continue
            segment = self.segment_for(running, stop, now, settings, joining=True)
            if segment is not None:
                running.workers.add(stop)
                self._timelines.note(
                    running.download.id,
                    Kind.SPLIT,
                    connections=len(running.workers),
                    start=segment.start,
                )
                return Piece(running, stop, segment)
        return None

    def segment_for(
        self,
        running: Running,
        stop: StopSignal,
        now: float,
        settings: Settings,
        *,
        joining: bool,
    ) -> Segment | None:
        """What a worker could fetch: a range nobody has, else a share of somebody's rest.

        `joining` tells a worker that comes from one that is with the download already.
        """
        size = running.download.size
        running.ramp = running.ramp.look(now, running.fresh(), running.delivering())
        if joining and len(running.workers) >= self._allowed(running, now, settings):
            return None
        gap = running.uncovered()
        if gap is not None:
            found = Segment(gap.start, gap.end, gap.start, worker=stop)
            running.add(found)
            return found
        if size is None or not self._open_to_all(running):
            return None
        owners, rests = running.rests(now)
        cut = best_cut(rests, running.latency)
        if cut is None:
            return None
        owner = owners[cut.number]
        found = Segment(cut.start, owner.end, cut.start, worker=stop, rival=owner)
        running.add(found)
        return found

    def seconds_to_look(self, now: float) -> float | None:
        """When an idle worker should look again; None if nothing could come of it."""
        waits = []
        for running in self._roster.running.values():
            if self._open_to_all(running) and len(running.workers) < running.ramp.top:
                due = running.ramp.due(now)
                waits.append(LOOK_SECONDS if due is None else min(due, LOOK_SECONDS))
        return min(waits, default=None)

    def _open_to_all(self, running: Running) -> bool:
        """Whether a download can have several connections at all."""
        one = running.download
        return (
            one.state is State.DOWNLOADING
            and running.failure is None
            and one.resource is not None
            and one.resource.ranges
            and one.resource.validator.strong
        )

    def _allowed(self, running: Running, now: float, settings: Settings) -> int:
        """How many connections a download may have right now: a fair share of its server's."""
        host = running.host
        others = self._roster.connections_to(host) - len(running.workers)
        limit = self._hosts.limit(host, now) if self._hosts else None
        most = max(PER_HOST, settings.connections) if limit is None else limit
        sharing = sum(
            one.host == host and self._open_to_all(one) for one in self._roster.running.values()
        )
        share = math.ceil(most / max(1, sharing))
        return max(0, min(running.ramp.level, share, most - others))
