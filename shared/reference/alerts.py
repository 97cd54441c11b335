"""What is done with an alert of early warning, and which mandate is on which State."""

from datetime import timedelta
from types import MappingProxyType
from typing import Final

ACKNOWLEDGED_IN: Final = timedelta(hours=48)
"""Until then somebody has an alert, or the chair is told; as long again, and the Chief is (SD7)."""

REFERRED_TO: Final = MappingProxyType(
    {
        "mandates": "To the mandates concerned",
        "desk": "To the desk of the State",
        "meeting": "To the next meeting of the Committee",
        "chief": "To the Chief of the Special Procedures Branch",
    }
)
DISMISSED: Final = MappingProxyType(
    {
        "campaign": "One campaign explains it",
        "known": "It is known, and somebody acts on it",
        "records": "The records are wrong",
        "chance": "Nothing stands behind it",
    }
)
"""Why nothing follows. All but ``known`` count as a false alert."""
PINS: Final = MappingProxyType(
    {
        "crisis": "A crisis makes the usual too high",
        "records": "The records of that time are wrong",
    }
)
"""Why a State is compared with an earlier time."""

COUNTRIES: Final = MappingProxyType(
    {
        "sr-afghanistan": "AFG",
        "sr-belarus": "BLR",
        "sr-burundi": "BDI",
        "sr-cambodia": "KHM",
        "ie-central-african-republic": "CAF",
        "sr-dprk": "PRK",
        "sr-eritrea": "ERI",
        "sr-iran": "IRN",
        "ie-mali": "MLI",
        "sr-myanmar": "MMR",
        "sr-opt": "PSE",
        "sr-russian-federation": "RUS",
        "ie-somalia": "SOM",
        "sr-syria": "SYR",
    }
)
"""The State of each mandate on a country."""


def mandates_on(state: str) -> frozenset[str]:
    return frozenset(mandate for mandate, of in COUNTRIES.items() if of == state)
