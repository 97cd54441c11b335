"""Incidents of a country visit as data: section E.6 of visits-recommendations-knowledge.md."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KINDS: Final = (
    *("surveillance", "advance_notice", "access", "interview", "prepared", "evidence"),
    *("interlocutors", "movement", "entry", "equipment", "team", "media", "other"),
)
TOLD: Final = ("holder", "office", "security", "coordinator", "government")
"""Who was told of it at once."""
ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {"surveillance": "surveillance", "interlocutors": "threat", "media": "smear"}
)
"""What was done to whoever it put at risk, in the words of a reprisal case; else ``other``."""
