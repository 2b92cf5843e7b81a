"""From whatever a person drops, pastes or lists to links: one function, `take.take_in`.

It is not named here: its readers take a twentieth of a second to load.
"""

from core.policy.intake.entry import Entry, Format, Intake, Reject, Why
from core.policy.intake.joining import together
from core.policy.intake.patterns import Pattern

__all__ = ["Entry", "Format", "Intake", "Pattern", "Reject", "Why", "together"]
