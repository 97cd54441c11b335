"""Reports that mandates owe: when each step is due, and the lists. H.4 of the domain's fourth part.

The weeks are recalled, not verified: each session has its own, and the Chief changes them.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.stakeholders_report_deadlines import Kind, Milestone, Open, Weeks

CHAIN: Final = Weeks(comments=22, approval=15, submission=13, publication=2)
"""``comments``: the five months before the session of the report on a visit, P2 of section E.9 of
visits-recommendations-knowledge.md: the draft is with its State then."""
STAGES: Final[tuple[Open, ...]] = (
    "planned",
    "drafting",
    "holder",
    "state",
    "submitted",
    "editing",
    "translated",
)
BEFORE_STATE: Final = STAGES[:3]
BEFORE_SUBMISSION: Final = STAGES[:4]
ABOUT_A_STATE: Final = frozenset[Kind]({"visit", "observations"})
MAY_NAME_A_STATE: Final = ABOUT_A_STATE | {"follow-up"}
REMINDERS: Final = (30, 14, 7)
"""So many days before a step is due its mandate is reminded."""
LONGEST: Final = 100_000  # words
MOST_WEEKS: Final = 104
SYMBOL: Final = re.compile(r"A(?:/[A-Za-z0-9.-]+)+")
DELAYS: Final = MappingProxyType(
    {
        "visit": "The visit took place later",
        "state": "The State asked for more time",
        "holder": "The holder changed",
        "staff": "Staff were missing",
        "other": "Another reason",
    }
)
DROPPED: Final = MappingProxyType(
    {
        "visit": "The visit did not take place",
        "joint": "It is part of another report",
        "mandate": "The mandate ended",
        "other": "Another reason",
    }
)


def due_on(starts_on: date, weeks: Weeks, slot: date | None) -> Mapping[Milestone, date]:
    """Return when each step is due: back from the session, and what is submitted by the slot.

    Nothing before the submission is due after the slot, and no slot counts after the publication.
    """
    publication = before(starts_on, weeks.publication)
    submission = min(slot or before(starts_on, weeks.submission), publication)
    return {
        "comments": min(before(starts_on, weeks.comments), submission),
        "approval": min(before(starts_on, weeks.approval), submission),
        "submission": submission,
        "publication": publication,
    }


def before(starts_on: date, weeks: int) -> date:
    return starts_on - timedelta(weeks=weeks)


def next_step(stage: str, state: str | None, *, approved: bool) -> Milestone | None:
    """Return what a report is to reach next; None: it is published or dropped."""
    if stage not in STAGES:
        return None
    if stage not in BEFORE_SUBMISSION:
        return "publication"
    if state is not None and stage in BEFORE_STATE and not approved:
        return "comments"
    return "submission" if approved else "approval"
