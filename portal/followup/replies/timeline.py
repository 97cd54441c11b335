"""The timeline of a case: its facts, as far as a person may see them.

Hidden facts leave no visible gap: a Government that was not told of a closure sees neither the
closure nor the reopening.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from portal.casefile.replies.sight import Sight
from shared.core.geneva import day_of
from shared.core.message import Sealed

# Who sees a fact beyond those of whom it is said below. Everybody who sees the case sees these.
_EVERYBODY = frozenset(
    {
        "reply-due",
        "reply-overdue",
        "receipt-acknowledged",
        "extension-noted",
        "government-reply-logged",
        "reminder-sent",
    }
)
_OTHERS: Mapping[str, Callable[[Sight], bool]] = MappingProxyType(
    {
        "extension-requested": lambda sight: sight.replies,
        "reply-attachment-added": lambda sight: sight.replies,
        "translation-requested": lambda sight: sight.house,
        "translation-received": lambda sight: sight.house,
        "reply-assessed": lambda sight: sight.house,
        "case-text-erased": lambda sight: sight.house,
        "dialogue-noted": lambda sight: sight.house,
        "dialogue-corrected": lambda sight: sight.house,
        "reminder-proposed": lambda sight: sight.drafts,
        "reminder-drafted": lambda sight: sight.drafts,
        "reminder-approved": lambda sight: sight.drafts,
        "reply-forwarded-to-source": lambda sight: sight.source,
        "source-commented": lambda sight: sight.source,
        # To whomever it was addressed: if to the same Government, it is in its own list.
        "follow-up-letter-sent": lambda sight: sight.house or not sight.government,
        "case-closed": lambda sight: sight.house or not sight.government,
    }
)
# Notes that the Government reads: what it wrote itself.
_TO_THE_GOVERNMENT = frozenset({"extension-requested"})
_OF_A_DAY = frozenset({"receipt-acknowledged", "government-reply-logged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``by_id``: for the house only. ``note``: None also where it is not for this person."""

    position: int
    kind: str
    at: datetime
    by_id: str | None
    by_government: bool
    mandate: str | None
    detail: str | None
    until: datetime | None
    other_id: str | None
    note: Sealed | None

    @property
    def on(self) -> date | None:
        """The day, of what is known by its day alone."""
        return day_of(self.at) if self.kind in _OF_A_DAY else None


def shown(rows: Iterable[Any], sight: Sight) -> list[Step]:
    """Return the visible ``rows`` (oldest first), newest first."""
    told = False  # the Government, of the closure that stands
    found = []
    for row in rows:
        if row.kind == "closure-notified" and row.detail == "state":
            told = True
        if _sees(row, sight, told=told):
            found.append(_step(row, sight))
        if row.kind == "case-reopened":
            told = False
    return found[::-1]


def _sees(row: Any, sight: Sight, *, told: bool) -> bool:
    if not sight.case:
        return False
    if row.kind in _EVERYBODY:
        return True
    if row.kind == "closure-notified":
        return sight.replies if row.detail == "state" else sight.source
    if row.kind == "case-reopened":
        return sight.house or not sight.government or told
    seen = _OTHERS.get(row.kind)
    return seen is not None and seen(sight)


def _step(row: Any, sight: Sight) -> Step:
    reads_note = sight.house or (sight.replies and row.kind in _TO_THE_GOVERNMENT)
    # With what it was closed is not for those who see where it stands only.
    detail = row.detail if sight.replies or row.kind != "case-closed" else None
    return Step(
        position=row.position,
        kind=row.kind,
        at=row.at,
        by_id=row.by_id if sight.house else None,
        by_government=bool(row.by_government),
        mandate=row.mandate if sight.house else None,
        detail=detail,
        until=row.until,
        other_id=row.other_id,
        note=row.note if reads_note else None,
    )
