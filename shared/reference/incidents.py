"""Incidents of a country visit as data: section E.6 of visits-recommendations-knowledge.md."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shared.contracts.followup_partners import Kind

KINDS: Final = (
    *("surveillance", "advance_notice", "access", "interview", "prepared", "evidence"),
    *("interlocutors", "movement", "entry", "equipment", "team", "media", "other"),
)
OF_SECURITY: Final = ("surveillance", "movement", "entry", "equipment", "team")
"""The kinds about the safety and the movement of the team [D]; none is about whom it meets."""
LOGGED_BY: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {"rc": KINDS, "security": OF_SECURITY, "nhri": KINDS, "ngo": KINDS}
)
"""The partners of a mission that log incidents, each with the kinds that it logs (E.10)."""
MOST_ANSWERS: Final = 20
"""Of a Government to one incident that was put to it."""
TOLD: Final = ("holder", "office", "security", "coordinator", "government")
"""Who was told of it at once."""
ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {"surveillance": "surveillance", "interlocutors": "threat", "media": "smear"}
)
"""What was done to whoever it put at risk, in the words of a reprisal case; else ``other``."""
