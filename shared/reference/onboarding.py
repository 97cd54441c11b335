"""The kit of a new mandate-holder: section C.3 of selection-stakeholders-committee.md.

An office may set another kit (``Settings.onboarding_kit``). It holds for terms that are recorded
after it.
"""

from datetime import date
from typing import Final

from shared.contracts.stakeholders_onboarding import KitItem

SINCE: Final = date(2026, 11, 28)
"""Terms that began before this day count as onboarded: nobody recorded it then."""

TWO_FACTOR: Final = "two-factor-key"
"""The item that the accounts know by themselves."""

VISIT_FILES: Final = "visit-files"
"""The open visit files of the mandate (V13): the new holder confirms, renews or drops each."""

OFFICER_TOO: Final = frozenset({VISIT_FILES})
"""The holder's items of which an officer of the mandate, too, says that they are done."""

KIT: Final = (
    KitItem(key="solemn-declaration", owner="holder", due_days=14, bars=True),
    KitItem(key="conflict-declaration", owner="holder", due_days=14, bars=True),
    KitItem(key="travel-document", owner="officer", due_days=60),
    KitItem(key=TWO_FACTOR, owner="holder", due_days=7, bars=True),
    KitItem(key="standing-authorisation", owner="holder", due_days=14, bars=True),
    KitItem(key="handover", owner="officer", due_days=30),
    KitItem(key="induction-session", owner="chief", due_days=90),
    KitItem(key="manual-and-code", owner="holder", due_days=30),
    KitItem(key="page-checked", owner="holder", due_days=21),
    KitItem(key="approval-drill", owner="officer", due_days=21),
    KitItem(key="security-briefing", owner="chief", due_days=60),
    KitItem(key="desks-met", owner="officer", due_days=60),
    KitItem(key=VISIT_FILES, owner="holder", due_days=60),
)
"""The default. The numbers of days are this platform's: the sources name none."""

BARS: Final = tuple(item.key for item in KIT if item.bars)

NAMES: Final = {
    "solemn-declaration": "Solemn declaration",
    "conflict-declaration": "Declaration of conflicts of interest",
    "travel-document": "Travel document",
    TWO_FACTOR: "Two-factor key",
    "standing-authorisation": "Standing authorisation: yes or no",
    "handover": "Handover from the last holder",
    "induction-session": "Induction session",
    "manual-and-code": "Manual and Code of Conduct read",
    "page-checked": "Page of the mandate checked",
    "approval-drill": "Drill of an approval",
    "security-briefing": "Security briefing",
    "desks-met": "Desks met",
    VISIT_FILES: "Open visit files",
}
"""An item of another kit is called by its key."""
