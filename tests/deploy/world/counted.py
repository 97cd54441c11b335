"""The invented world in the tables of the pages, and its numbers from its facts alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from deploy.local.world.history import History, _published, services
from portal.casefile.reprisals import REPRISALS
from portal.desk.triage.read_model import TRIAGE
from portal.followup.publication.read_model import PUBLICATION
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.public.history.read_model import HISTORY
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.selection.read_model import SELECTION
from portal.stakeholders.read_model import TERMS
from shared.contracts.followup_publication import (
    CommunicationPublished,
    RecommendationPublished,
    RecommendationWithdrawn,
)
from shared.core.geneva import day_of
from shared.facts.kafka import Published
from shared.platform.settings import Settings
from tests.portal.public.register.history import Told, public_after
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.twice import twice

WITHIN: Final = 60
"""Days in which to reply."""
_COUNTED: Final = (
    *(COMMUNICATIONS, HISTORY, PUBLICATION, RECOMMENDATIONS, REGISTER),
    *(REGISTER_STATEMENTS, REPLIES, REPRISALS, SELECTION, TERMS, TRIAGE),
)
"""The read models from which the numbers are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """``facts``: all that happened, in its order; ``told``: what of it is public."""

    site: Pages
    facts: Sequence[Any]
    told: Told
    recommended: Sequence[RecommendationPublished]

    @property
    def letters(self) -> Sequence[CommunicationPublished]:
        return list(self.told.letters.values())

    def busiest(self, most: int) -> list[str]:
        """Return the States with the most public letters."""
        return [one for one, _ in Counter(x.recipient for x in self.letters).most_common(most)]


@contextmanager
def counted(
    history: History, directory: Path, now: datetime, settings: Settings
) -> Iterator[Counted]:
    """Let every fact of the world arrive, twice, in a portal whose clock is at ``now``."""
    arriving = list(_arriving(history, settings))
    facts = [one.fact for one in arriving]
    with pages(*sqlite_urls(directory)) as site:
        site.clock.forward(now - site.clock())
        twice(ready(site.engine, _COUNTED), arriving)
        yield Counted(
            site=site,
            facts=facts,
            told=public_after(facts),
            recommended=list(_recommended(facts).values()),
        )


def _arriving(history: History, settings: Settings) -> Iterator[Published]:
    of = {category: one for one in services(settings).values() for category in one.categories}
    for record in history.ledger.log:
        service = of[record.stream.partition("-")[0]]
        fact = service.published(record.event)
        if fact is not None:
            yield _published(record, fact, service.contract.topic)


def _recommended(facts: Iterable[Any]) -> Mapping[str, RecommendationPublished]:
    found: dict[str, RecommendationPublished] = {}
    for fact in facts:
        match fact:
            case RecommendationPublished():
                found[fact.recommendation_id] = fact
            case RecommendationWithdrawn():
                found.pop(fact.recommendation_id, None)
            case _:
                pass
    return found


def _days(world: Counted, letter: CommunicationPublished) -> list[int]:
    """Return after how many days each public reply in substance came."""
    sent = day_of(letter.transmitted_at)
    return [
        (day_of(one.received_at) - sent).days
        for one in world.told.replies.values()
        if one.communication_id == letter.communication_id and one.kind == "substantive"
    ]


def _is_over(letter: CommunicationPublished, today: date) -> bool:
    return day_of(letter.transmitted_at) < today - timedelta(days=WITHIN)


def pack(world: Counted, year: int, today: date) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return tables of the annual statistics of a year: letters, types, mandates, replies."""
    some = [one for one in world.letters if int(one.reference[-4:]) == year]
    statements = [
        one for one in world.told.statements.values() if day_of(one.first_issued_at).year == year
    ]
    due = [one for one in some if _is_over(one, today)]
    took = {one.communication_id: _days(world, one) for one in some}
    real = [took[one.communication_id] for one in due if took[one.communication_id]]
    mandates = Counter(code for one in some for code in one.mandates)
    states = Counter(one.recipient for one in some)
    return {
        "letters": {"": (len(some), sum(len(one.mandates) > 1 for one in some))},
        "answered": {"": (sum(map(bool, took.values())),)},
        "statements": {"": (len(statements),)},
        "types": {code: (n,) for code, n in Counter(one.type for one in some).items()},
        "mandates": {code: (n,) for code, n in mandates.items()},
        "states": {code: (n,) for code, n in states.items()},
        "substantive": {"": (len(real), len(due))},
        "in_time": {"": (sum(min(one) <= WITHIN for one in real), len(due))},
    }


def profile(world: Counted, state: str, today: date) -> dict[str, Any]:
    """Return what the briefing of a State counts: its lines by kind, and the numbers above them."""
    some = [one for one in world.letters if one.recipient == state]
    ids = {one.communication_id for one in some}
    due = [one for one in some if _is_over(one, today)]
    took = [days for one in some if (days := _days(world, one))]
    said = [one.kind for one in world.told.statements.values() if state in one.states]
    kinds = Counter(
        letter=len(some),
        reply=sum(one.communication_id in ids for one in world.told.replies.values()),
        statement=sum(kind == "press_release" for kind in said),
        visit=sum(kind != "press_release" for kind in said),
        recommendation=sum(one.addressee == state for one in world.recommended),
    )
    return {
        "kinds": +kinds,
        "letters": len(some),
        "due": len(due),
        "answered": sum(bool(_days(world, one)) for one in due),
        "median_days": round(median(map(min, took))) if took else None,
        "grades": Counter(
            one.value for one in world.told.grades.values() if one.communication_id in ids
        ),
    }
