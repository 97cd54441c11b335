"""Country assessments in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Engine, Table, insert

from portal.homes.dossiers.read_model import DOSSIERS
from portal.public.corpus.columns import Row
from portal.public.corpus.laying import ROW
from portal.public.corpus.read_model import rows as reference_rows
from portal.public.register.search import mark
from portal.public.register.tables import letters, recommendations, replies
from services.followup.mission.dossier import DOSSIER, Dossier
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_dossier_commands import TYPES, IssueDossier, SetDossierEntry
from shared.contracts.followup_dossiers import Audience, Entry, Line
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.support.missions import MANDATE, Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.twice import twice
from tests.support.visits import holder_of


@dataclass(slots=True)
class Dossiers:
    """Decides as a holder of the mandate. The assessment of one mission."""

    portal: Pages
    missions: Missions
    told: int = 0
    dossier: Dossier = field(default_factory=Dossier)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.portal.engine, [DOSSIERS])

    @property
    def today(self) -> date:
        return day_of(self.portal.clock())

    def entry(self, text: str, part: str = "un", **also: Any) -> Entry:
        entry_id = str(derive_id("entry of a portal", text))
        seal = self.portal.vault.sealer(f"dossier-{entry_id}")
        given: dict[str, Any] = {
            "entry_id": entry_id,
            "part": part,
            "on": self.today - timedelta(days=9),
            "shared": False,
            "origin": seal(f"origin of {text}"),
            "text": seal(text),
        }
        one = Entry(**{**given, **also})
        self.ask(SetDossierEntry, entry=one)
        return one

    def issue(self, *lines: Line, audience: Audience = "team") -> None:
        self.ask(IssueDossier, audience=audience, lines=lines)

    def asked(self) -> None:
        """Decide on what a page asked for last."""
        kind, data, _ = asked_for(self.portal.asked[-1])
        self._decide(TypeAdapter(TYPES[kind]).validate_python(data))

    def ask(self, kind: type, /, **also: Any) -> None:
        of = {"mission_id": self.missions.mission_id, "mandate": MANDATE}
        self._decide(kind(**of, seen=self.dossier.steps, **also))

    def _decide(self, command: Any) -> None:
        now = replace(self.dossier, mission=self.missions.mission)
        facts: Any = DOSSIER.decide(command, self._asked(), now)
        self.dossier = DOSSIER.fold(facts, self.dossier)
        self.tell(*facts)

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=replace(fact, done_by="account-1"),
                    id=derive_id("dossier fact", self.told),
                    stream=f"visitdossier-{fact.mission_id}",
                    position=self.told,
                    recorded_at=self.portal.clock(),
                    correlation_id=derive_id("case", 1),
                    actor="somebody",
                    traceparent=None,
                    topic=FOLLOWUP.topic,
                    partition=0,
                    offset=self.told,
                )
            )
        twice([self.applier], arrived)

    def _asked(self) -> Asked:
        return Asked(at=self.portal.clock(), by=holder_of(MANDATE))


def published(
    engine: Engine, on: date, *, letters_: int, recommendations_: int, mechanisms: int, state: str
) -> None:
    """Write rows as the read models do: so many of each, of the last three years.

    Every second letter is answered in substance, every fifth recommendation is of the mandate.
    """
    rows: dict[Table, list[dict[str, Any]]] = {
        each: [] for each in (letters, replies, recommendations, reference_rows)
    }
    marked = mark("state", state.casefold())
    for n in range(letters_):
        at = datetime.combine(on, time(9), UTC) - timedelta(days=1 + n % 1_000)
        one = str(derive_id("published letter", n))
        rows[letters].append(
            {
                "key": n + 1,
                "terms": marked,
                "communication_id": one,
                "slug": f"al-{state.lower()}-{n}",
                "reference": f"AL {state} {n}/{at.year}",
                "type": "AL",
                "recipient": state,
                "mandates": [MANDATE],
                "year": at.year,
                "joint": False,
                "transmitted_at": at,
                "edition": 1,
                "text": "x",
                "published_at": at,
            }
        )
        if n % 2 == 0:
            rows[replies].append(
                {
                    "key": n + 1,
                    "terms": marked,
                    "communication_id": one,
                    "reply_id": str(derive_id("published reply", n)),
                    "kind": "substantive",
                    "language": "en",
                    "received_at": at,
                    "text": "x",
                    "published_at": at,
                }
            )
    for n in range(recommendations_):
        at = datetime.combine(on, time(9), UTC) - timedelta(days=1 + n % 1_000)
        rows[recommendations].append(
            {
                "key": n + 1,
                "terms": marked,
                "recommendation_id": str(derive_id("published recommendation", n)),
                "addressee": state,
                "mandate": "wgad" if n % 5 else MANDATE,
                "issued_at": at,
                "text": f"Recommendation {n}: open every place of detention to inspection.",
                "published_at": at,
            }
        )
    rows[reference_rows] = [
        {"key": n + 1, "terms": marked, **_of_mechanism(n, on, state)} for n in range(mechanisms)
    ]
    with engine.begin() as conn:
        for table, some in rows.items():
            if some:
                conn.execute(insert(table), some)


def _of_mechanism(n: int, on: date, state: str) -> dict[str, Any]:
    """Return a row of the corpus: of the review, or of one of two treaty bodies."""
    review = n % 2 == 0
    row = Row(
        text=f"Ratify what was signed, and report on it: {n}.",
        countries=(state,),
        body="UPR" if review else ("CAT", "CEDAW")[n // 2 % 2],
        symbol="A/HRC/60/9" if review else f"CAT/C/{state}/CO/{n % 3}",
        themes=("Torture", "Health") if n % 4 else ("Torture",),
        published=datetime.combine(on, time(0)) - timedelta(days=400 + n % 3),
        position=("Supported" if n % 6 else "Noted") if review else "",
        session="44" if review else "",
    )
    return {
        "item": f"item-{n}",
        "source": "UHRI",
        "family": "",
        "words": f"words-{n}",
        "number": 1,
        "content": "x",
        "states": state,
        "published": on,
        "data": ROW.dump_json(row).decode(),
    }
