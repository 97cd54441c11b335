"""Situations on the Committee's watch-list: levels, codes, times. K3 and K4 of section D.3."""

from datetime import timedelta
from types import MappingProxyType
from typing import Final, get_args

from shared.contracts.stakeholders_situations import Level

LEVELS: Final[tuple[Level, ...]] = get_args(Level)

REVIEWED_IN: Final = timedelta(days=90)
"""The longest time to the next review of a situation that is open."""
SOON: Final = timedelta(days=7)
"""So long before the day of a review its people are told."""
FOR_CHIEF: Final = timedelta(days=14)
"""A review that is so long overdue is told to the Chief."""
MOST_MANDATES: Final = 3
MOST_GUESTS: Final = 20
"""Of a situation at once, from the United Nations partners of its State."""

INDICATORS: Final = MappingProxyType(
    {
        "cerd-a": "Persistent pattern of discrimination",
        "cerd-b": "Escalating hatred and violence",
        "cerd-c": "New discriminatory law",
        "cerd-d": "Segregation",
        "cerd-e": "No legal framework",
        "cerd-f": "Impunity",
        "cerd-g": "Flows of refugees or displaced people",
        "cerd-h": "Taking of land",
        "cerd-i": "Pollution or hazardous activities",
        "common": "A common risk factor of the Framework of Analysis",
        "specific": "A specific risk factor of the Framework of Analysis",
    }
)
"""What a situation needs at least one of [V: B32 of section E]."""
DECLINED: Final = MappingProxyType(
    {
        "known": "Another situation on the list covers it",
        "coverage": "No code applies to what is known",
        "later": "It is too early to say",
    }
)
TAKEN_BACK: Final = "taken_back"
"""Why who proposed a situation says that it is none."""
CLOSED: Final = MappingProxyType(
    {
        "improved": "The situation improved",
        "procedure": "Another procedure follows it",
        "mistake": "It was opened by mistake",
    }
)
ACTIONS: Final = MappingProxyType(
    {
        "inquiry": "An inquiry or prosecution began",
        "law": "A law or a policy changed",
        "remedy": "A release, or another remedy",
        "access": "A visit or access was granted",
        "reply": "A reply was made public",
        "denial": "The Government denied or refused",
        "restriction": "A new restriction",
    }
)
"""What a Government did, by a public source (K4)."""
