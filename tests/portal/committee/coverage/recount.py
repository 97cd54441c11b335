"""The counted columns from facts alone: one pass, no table, no query."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from shared.contracts import (
    followup,
    followup_publication,
    followup_recommendations,
    followup_replies,
)
from shared.core.geneva import start_of
from shared.reference import mandates
from shared.reference.coverage import before, covered


def recounted(facts: Iterable[Any], today: date) -> dict[str, dict[str, str]]:
    """Return letters, replies, recommendations and themes by State."""
    since = start_of(before(today, 24))
    public: dict[str, Any] = {}
    due: dict[str, datetime] = {}
    answered: dict[str, list[datetime]] = defaultdict(list)
    said: dict[str, Any] = {}
    gone: set[str] = set()
    closed: set[str] = set()
    for fact in facts:
        match fact:
            case followup_publication.CommunicationPublished():
                public[fact.communication_id] = fact
            case followup_publication.PublicationWithdrawn():
                public.pop(fact.communication_id, None)
            case followup.ReplyDue() | followup_replies.ExtensionNoted():
                due[fact.communication_id] = fact.due_at
            case followup_publication.ReplyPublished() | followup_publication.ReplyWithheld():
                if fact.kind == "substantive":
                    answered[fact.communication_id].append(fact.received_at)
            case followup_publication.RecommendationPublished(origin=None):
                said[fact.recommendation_id] = fact
            case followup_publication.RecommendationWithdrawn():
                said.pop(fact.recommendation_id, None)
            case followup.ImplementationAssessed():
                gone.discard(fact.recommendation_id)
                if fact.grade == "fully":
                    gone.add(fact.recommendation_id)
            case followup_recommendations.RecommendationClosed():
                closed.add(fact.recommendation_id)
            case _:
                pass
    recent = [one for one in public.values() if one.transmitted_at >= since]
    letters = Counter(one.recipient for one in recent)
    shares = {state: _share(state, recent, due, answered, start_of(today)) for state in covered()}
    open_ = Counter(
        one.addressee
        for key, one in said.items()
        if key not in gone | closed and one.issued_at < since
    )
    return {
        "letters": {state: str(letters[state]) for state in covered()},
        "replies": shares,
        "recommendations": {state: str(open_[state]) for state in covered()},
        "themes": _themes(public.values()),
    }


def _share(
    state: str,
    recent: Iterable[Any],
    due: dict[str, datetime],
    answered: dict[str, list[datetime]],
    now: datetime,
) -> str:
    asked = replied = in_time = 0
    for one in recent:
        at = min(answered[one.communication_id], default=None)
        until = due[one.communication_id]
        if one.recipient == state and (at is not None or until < now):
            asked += 1
            replied += at is not None
            in_time += at is not None and at <= until
    return f"{asked}/{replied}/{in_time}" if asked else "na"


def _themes(public: Iterable[Any]) -> dict[str, str]:
    thematic = {code for code, one in mandates().items() if one.kind == "thematic"}
    written: dict[str, set[str]] = defaultdict(set)
    for one in public:
        written[one.recipient] |= set(one.mandates)
    return {state: str(len(thematic - written[state])) for state in covered()}
