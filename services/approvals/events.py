"""Facts about communications, their numbers and what decisions about them rest on.

All are told as they are (decision 0002).
"""

from shared.contracts.approvals import APPROVALS, Fact

Event = Fact
CATALOGUE = APPROVALS.catalogue
CATEGORIES = (
    "communication",
    "reference",
    "authority",
    "consent",
    "statement",
    "press",
    "lettererasure",
)
