"""From whatever a person drops, pastes or lists to links: one function, `take_in`."""

from core.policy.intake.entry import Entry, Format, Intake, Reject, Why
from core.policy.intake.joining import together
from core.policy.intake.patterns import Pattern
from core.policy.intake.take import take_in

__all__ = ["Entry", "Format", "Intake", "Pattern", "Reject", "Why", "take_in", "together"]
