"""Code lists for contact points: accreditation, and reasons for a suspension."""

from types import MappingProxyType

ACCREDITATIONS = MappingProxyType(
    {
        "A": "A: fully compliant with the Paris Principles",
        "B": "B: partially compliant with the Paris Principles",
    }
)
LAPSED = "lapsed"
DISSOLVED = "dissolved"
SUSPENSIONS = MappingProxyType(
    {
        LAPSED: "Its accreditation lapsed or was suspended",
        DISSOLVED: "It was dissolved",
        "independence": "Its independence is in doubt",
        "confidentiality": "Confidentiality was broken",
        "request": "It asked for it itself",
    }
)
