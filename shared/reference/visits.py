"""Country visits as data: code lists of section E.6, and when a reminder is proposed.

Sections: visits-recommendations-knowledge.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.followup_visits import Standing
from shared.core.message import derive_id
from shared.reference import OTHER, recipients, states

KINDS: Final = ("official", "follow_up", "urgent", "unofficial", "other_body")
CHANNELS: Final = ("mission", "email", "post", "hand", "other")
"""The permanent mission comes first, as the usual one."""
HERE: Final = "here"
"""The channel of what a Government answers by an account of its own; nobody logs it."""
REASONS: Final = (
    "politics",
    "scheduling",
    "elections",
    "security",
    "health",
    "terms",
    "priorities",
    "late",
    "none",
)
"""Of postponements and cancellations: postponement.reason."""
BALANCE: Final = "balance"
DECLINED: Final = (*REASONS, BALANCE)
STATUSES: Final = (
    "requested",
    "reminded",
    "acknowledged",
    "informed",
    "invited",
    "accepted",
    "dates",
    "agreed",
    "postponed",
    "deemed",
    "declined",
    "cancelled",
    "lapsed",
    "none",
)

IN_SIGHT: Final = frozenset({"accepted", "dates", "agreed", "postponed"})
"""A Government that invited or accepted is not asked again: dates are proposed."""
NO_VISIT: Final = frozenset({"none", "declined", "cancelled", "lapsed"})
"""No visit is there of which anything could be said."""
FIRST_REMINDER: Final = timedelta(days=183)
NEXT_REMINDER: Final = timedelta(days=365)
ANSWER_IN: Final = timedelta(days=30)
"""In which a proposal of dates is to be answered."""
OLD: Final = timedelta(days=365)
"""A letter that was sent longer ago is history: nobody has to have decided on it here."""
LONGEST: Final = timedelta(days=92)
"""A range of days that is proposed is at most a quarter."""
FARTHEST: Final = timedelta(days=1_827)
"""A visit begins at most five years after the letter that proposes its dates."""
FIRST_DAY: Final = date(1967, 1, 1)
"""No special procedure is older."""
LONGEST_VISIT: Final = timedelta(days=30)
"""Days that are agreed are those of the visit, and not a quarter."""
AHEAD: Final = timedelta(days=1)
"""A day at a place begins at most so much before that of Geneva."""
SHORT_NOTICE: Final = timedelta(weeks=8)
"""Dates that begin earlier than so after they are agreed are at short notice."""
MOST_FILES: Final = 20
"""Of one letter."""
MOST_HOURS: Final = 24 * 365
"""Before a visit was to begin, of one that is postponed."""
DEEMED_AFTER: Final = 2
"""Postponements without new dates, after which a visit can be deemed cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """``note``: stands wherever the territory is named."""

    state: str
    name: str
    note: str


_ADMINISTERED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "FRA": ("NCL", "PYF"),
        "GBR": ("AIA", "BMU", "CYM", "GIB", "MSR", "PCN", "SHN", "TCA", "VGB"),
        "NZL": ("TKL",),
        "USA": ("ASM", "GUM", "VIR"),
    }
)
"""Non-Self-Governing Territories of the list of the United Nations, by who administers them.

That of Western Sahara names nobody, so it is of no State's file; the Falkland Islands (Malvinas)
have a note of their own.
"""
LISTED: Final = "A Non-Self-Governing Territory on the list of the United Nations."
TERRITORIES: Final[Mapping[str, Territory]] = MappingProxyType(
    {
        "XKX": Territory(
            state="SRB",
            name="Kosovo",
            note="References to Kosovo shall be understood to be in the context of Security "
            "Council resolution 1244 (1999).",
        ),
        "FLK": Territory(
            state="GBR",
            name="Falkland Islands (Malvinas)",
            note="A dispute exists between the Governments of Argentina and the United Kingdom of "
            "Great Britain and Northern Ireland concerning sovereignty over the Falkland Islands "
            "(Malvinas).",
        ),
        **{
            code: Territory(state=state, name=states()[code].name, note=LISTED)
            for state, codes in _ADMINISTERED.items()
            for code in codes
        },
    }
)


def territories_of(state: str) -> tuple[str, ...]:
    return tuple(code for code, one in TERRITORIES.items() if one.state == state)


def visit_file_id(mandate: str, state: str) -> str:
    """Return the file of a mandate on a State: there is one, whoever holds the mandate."""
    return str(derive_id("visit file", mandate, state))


def visited() -> frozenset[str]:
    """Return the codes of the States to which a request can be addressed."""
    return frozenset(recipients()) - {OTHER}


def remind_on(now: Standing) -> date | None:
    """Return the day from which a reminder is proposed: after six months, then yearly (V2)."""
    if now.unanswered_on is None or now.written_on is None or now.to_send is not None:
        return None
    return now.written_on + (NEXT_REMINDER if now.reminders else FIRST_REMINDER)


def asks_again(now: Standing) -> bool:
    """Whether a request makes sense: a Government that invited or accepted is not asked again."""
    return now.invited_on is None and now.status not in IN_SIGHT


def is_open(now: Standing) -> bool:
    """Whether a request is open: a Government that declined it, or gave dates, has answered."""
    dated = now.status == "agreed" or (now.status == "dates" and now.dates_by == "state")
    return now.asked_on is not None and now.status != "declined" and not dated


def answers_to(now: Standing) -> frozenset[str]:
    """Return what makes sense as an answer of a Government to what is on file."""
    begun = now.asked_on is not None or now.invited_on is not None
    in_sight = now.dates is not None or now.invited_on is not None or now.status in IN_SIGHT
    which = {
        "acknowledgement": begun,
        "acceptance": now.asked_on is not None,
        "declination": begun,
        "dates": begun,
        "postponement": now.dates is not None or now.status == "postponed",
        "cancellation": in_sight,
        "terms_answer": now.terms is not None,
    }
    return frozenset(name for name, makes_sense in which.items() if makes_sense)


def begun_anew(now: Standing, on: date) -> Standing:
    """Return where a file stands for what comes on that day: a visit that is over is behind it."""
    over = now.status == "agreed" and now.dates is not None and now.dates.last < on
    return Standing(last_on=now.last_on) if over else now


def years_since(day: date, on: date) -> int:
    """Return the full years from one day to another."""
    return on.year - day.year - ((on.month, on.day) < (day.month, day.day))
