"""How many workers thousands of small files need: fewer than they could have.

One interpreter runs one worker at a time. While files are so small that the workers hardly
wait for the network, each further one only makes them stand in each other's way.
"""

from dataclasses import dataclass, replace

LOOK_SECONDS = 0.01
FIRST_LEVEL = 1
FLOOD = 4  # downloads begun between two looks that make a flood
BUSY = 0.6  # share of one processor that leaves nothing to gain


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many downloads may run at a time: twice as many at each look, half in a flood."""

    level: int = FIRST_LEVEL
    at: float = 0.0  # monotonic seconds of the last look
    processor: float = 0.0  # seconds of processor time used until then
    begun: int = 0  # downloads begun until then

    def look(self, now: float, processor: float, begun: int) -> "Crowd":
        """Take note of what was done since the last look; too soon to tell changes nothing."""
        seconds = now - self.at
        if seconds < LOOK_SECONDS:
            return self
        busy = (processor - self.processor) / seconds
        flood = begun - self.begun >= FLOOD and busy >= BUSY and seconds < 10 * LOOK_SECONDS
        level = max(1, self.level // 2) if flood else self.level * 2
        return replace(self, level=level, at=now, processor=processor, begun=begun)
