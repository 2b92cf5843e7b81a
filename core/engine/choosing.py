"""Which download is begun next: a retry that is due, else the first that nothing holds up."""

from collections.abc import Callable

from core.engine.outages import Outages
from core.engine.queue import Queue
from core.engine.roster import Roster
from core.model import events
from core.model.download import Download
from core.model.outcome import Outcome, Stopped
from core.model.settings import Settings
from core.model.site_rules import SiteRule, read_site_rules
from core.model.states import Hold, State
from core.policy import sites
from core.policy.crowd import LOOK_SECONDS
from core.policy.hosts import HostLimits


class Choosing:
    """Called inside the lock of `Work`."""

    def __init__(
        self,
        roster: Roster,
        hosts: HostLimits,
        outages: Outages,
        monotonic: Callable[[], float],
    ) -> None:
        self.queue = Queue(roster, self._why_not)
        self._roster = roster
        self._hosts = hosts
        self._outages = outages
        self._monotonic = monotonic
        self._rules: tuple[SiteRule, ...] = ()

    def follow(self, settings: Settings) -> None:
        """Go by other settings."""
        self._rules = read_site_rules(settings.site_rules)

    def rule_for(self, one: Download) -> SiteRule:
        """What the user wants of its site."""
        return sites.rule_for(self._rules, one.request.url)

    def open(self) -> None:
        """A batch begins: what is gone shows anew."""
        self._outages.clear()

    def next(self) -> Download | None:
        """A retry that is due, or else the next queued one; it is out of the queue then."""
        if self._outages.offline(self._monotonic()):
            return None
        return self._due() or self.queue.next()

    def queued(self) -> Download | None:
        """The first in the queue that can begin; it is out of it then."""
        return None if self._outages.offline(self._monotonic()) else self.queue.next()

    def begun(self, one: Download) -> None:
        self._outages.begun(one)

    def anybody_waits(self) -> bool:
        """Whether somebody will begin though nothing runs."""
        return bool(self._roster.retry_at) or (bool(self._outages) and bool(self.queue))

    def settled(self, one: Download, outcome: Outcome) -> list[events.Event]:
        """A worker gave a download back; what is to be told of it."""
        if isinstance(outcome, Stopped):
            self._outages.gave_up(one)
        return self.got_further(one)  # who has just lost something is no scout any more

    def got_further(self, one: Download) -> list[events.Event]:
        """If that was a scout, what was gone is back, and everybody who waited may begin."""
        return [events.ResourceBack(error) for error in self._outages.further(one)]

    def seconds_to_look(self, busy: int) -> float | None:
        """When an idle worker should look again while `busy` others work; None for never."""
        now = self._monotonic()
        waits = [self._outages.seconds_to_look(now)]
        if not self._outages.offline(now):
            retry_at = self._roster.retry_at.lowest()
            if retry_at is not None:
                waits.append(max(0.0, retry_at - now))
            if self.queue and busy:
                waits.append(LOOK_SECONDS)
        return min((one for one in waits if one is not None), default=None)

    def at_limit(self, host: str) -> bool:
        """Whether a server takes no further connection."""
        limit = self._hosts.limit(host, self._monotonic()) if self._hosts else None
        return limit is not None and self._roster.connections_to(host) >= limit

    def _why_not(self, one: Download) -> Hold | None:
        hold = self._outages.why_not(one, self._monotonic())
        return hold or (Hold.HOST if self._enough(one) or self.at_limit(one.host) else None)

    def _enough(self, one: Download) -> bool:
        """Whether as many downloads from its server run as the user lets run at a time."""
        most = self.rule_for(one).downloads
        return bool(most) and self._roster.downloads_from(one.host) >= most

    def _due(self) -> Download | None:
        retry_at = self._roster.retry_at.lowest()
        if retry_at is None or retry_at > self._monotonic():
            return None
        number = self._roster.retry_at.pop()
        one = None if number is None else self._roster.get(number)
        if one is not None and self._enough(one):
            self._roster.move(one, State.QUEUED)
            self.queue.put(one, admitted=True)
            return None
        return one
