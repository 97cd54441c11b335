"""What is set about reprisal cases: section I of visits-recommendations-knowledge.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from shared.core.roles import Role

ORIGINS: Final = ("submission", "visit", "session", "mail")
"""``visit``: an incident of a mission, or somebody whom it put at risk (M9)."""
TOLD_OF: Final = ("submission", "visit", "session", "other")
"""What whoever reports a reprisal oneself cooperated in. ``other``: they say so in the report."""
RELATIONS: Final = ("cooperated", "procedures", "treaty", "relative", "law")
"""I.1 (a) to (d); and a law that punishes cooperation, which has no victim yet."""
NO_VICTIM: Final = "law"
ACTS: Final = (
    *("threat", "surveillance", "travel_ban", "accreditation", "arrest", "charge", "dismissal"),
    *("smear", "legislation", "funding", "violence", "killing", "disappearance", "family"),
    *("online", "other"),
)
CONSENTS: Final = ("demarche", "letter", "statement", "sg_report", "sharing")
ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "meeting": "demarche",
        "letter": "letter",
        "field": "sharing",
        "leadership": "sharing",
        "president": "sharing",
        "statement": "statement",
        "report": "statement",
        "dialogue": "statement",
    }
)
"""The actions of the framework, and the consent that each needs."""
PUBLIC: Final = frozenset({"statement", "report", "dialogue"})
"""What is marked for review once its consent was withdrawn (XR3)."""
ANSWERS: Final = ("yes", "conditions", "no", "withdrawn")
AGREES: Final = frozenset({"yes", "conditions"})
GIVEN_BY: Final = ("victim", "family", "holder", "nobody")
"""``holder``: a decision, as nobody can be reached. ``nobody``: there is no victim."""
CHANNELS: Final = ("return_channel", "in_person", "telephone", "partner")
"""How a victim is contacted: by no mail (XR4)."""
KNOWN: Final = ("yes", "no", "unclear")
"""Whether the alleged author knows of the cooperation."""
STATES_OF_IT: Final = ("worse", "same", "better", "ended")
REPLIES: Final = ("none", "denied", "partial", "acted")
PARTS: Final = ("text", "annex_i", "annex_ii")
CLOSED: Final = ("ended", "withdrawn", "resolved", "no_more", "erased")
WITHDRAWN: Final = ("consent", "danger", "mistake")
"""Why a published case is taken back."""
OUTCOMES: Final = ("going", "ended", "withdrawn", "resolved", "no_more")
"""At the end of the year in which a case was reported. What was erased is "no more" (XR2)."""
CONTACT: Final = timedelta(hours=24)
SCREEN: Final = timedelta(hours=48)
HARM_DAYS: Final = 7
SHARED_WITH: Final = ("mailbox",)
"""The Office's mailbox for reprisals (XR7)."""
SHOWN_TO: Final[Mapping[str, Role]] = MappingProxyType(
    {"desk": Role.DESK_OFFICER, "partner": Role.UN_PARTNER}
)
"""Who outside the group may be shown a text about one case, by consent (XR1)."""
SHOWN_DAYS: Final = 90
"""For how many days at the most."""
_PART: Final = r"(?:Add|Corr|Rev)\.[0-9]{1,3}|(?!(?:ADD|CORR|REV)\.)[A-Z0-9.()-]{1,20}"
SYMBOL: Final = rf"[A-Z]{{1,5}}(?:/(?:{_PART})){{1,6}}"
"""Of a document of the United Nations, such as A/HRC/42/30 or A/HRC/34/34/Add.1."""
REVIEWS: Final = (10, 30, 90)
"""After how many days from the end of a visit whoever it put at risk is looked after (XR5)."""
LOOK_DAYS: Final = 90
LOOK_DAYS_URGENT: Final = 30
READERS: Final = frozenset(
    {Role.REPRISALS_FOCAL_POINT, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}
)
TELLERS: Final = frozenset({Role.CONTACT_POINT, Role.NGO_MEMBER})
"""Who reports from an account (I1), and reads nothing of it afterwards; partners by their visit."""
SHUT: Final = (Role.GOVERNMENT, Role.CONTACT_POINT, Role.NGO_MEMBER)
"""For whom no case exists, whatever else they are: an institution may be the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The call for one report of the Secretary-General. ``words``: what all cases have."""

    first: date
    last: date
    closes_on: date
    words: int


_OLDER: Final = frozenset(range(2014, 2020))
"""Whose year began on 1 June and ended on 31 May: so each begins where the last one ended."""
_WORDS: Final = 10_700


def report_of(year: int) -> Report:
    """Return the period, the closing date and the budget of a year's report."""
    ends = (5, 31) if year in _OLDER else (4, 30)
    begins = (6, 1) if year in _OLDER or year == 2020 else (5, 1)  # noqa: PLR2004
    return Report(
        first=date(year - 1, *begins),
        last=date(year, *ends),
        closes_on=date(year, 6, 1) if year in _OLDER else date(year, 5, 1),
        words=_WORDS,
    )


def latest_look(today: date, *, urgent: bool, visit_ends: date | None = None) -> date:
    """Return by when a case is looked at again. ``visit_ends``: of a case from a visit (XR5)."""
    reviews = [visit_ends + timedelta(days=each) for each in REVIEWS] if visit_ends else []
    last = today + timedelta(days=LOOK_DAYS_URGENT if urgent else LOOK_DAYS)
    return min([last, *(each for each in reviews if each > today)])
