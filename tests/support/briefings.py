"""Issues of the briefing in a portal of a test, as services tell of them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.app.read_models import READ_MODELS
from portal.casefile.reprisals import REPRISALS
from portal.followup.replies.read_model import REPLIES
from portal.public.briefings.queries import subject_of
from portal.public.briefings.read_model import BRIEFINGS
from portal.public.register.issue_model import REGISTER_ISSUES
from portal.public.register.read_model import REGISTER, dated_key
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup_publication import CommunicationPublished, PublicationWithdrawn
from shared.contracts.intake import INTAKE
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.briefings import days_of
from tests.stakeholders import briefings as said
from tests.support.approvals import fact_from
from tests.support.followup import due
from tests.support.letters import drafted
from tests.support.portal import Clock, Pages
from tests.support.publication import arriving
from tests.support.ready import ready
from tests.support.submissions import received
from tests.support.twice import of_stakeholders, twice

CODE = "2026-w47"
"""The week before the day of the portal of a test."""
BEGIN = days_of("briefing", CODE).begin
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Issues:
    engine: Engine
    vault: Vault
    told: int = 0
    appliers: list[Applier] = field(init=False)

    def __post_init__(self) -> None:
        ready(self.engine, READ_MODELS)
        self.appliers = [Applier(self.engine, one) for one in (BRIEFINGS, REGISTER_ISSUES)]

    def tell(self, *facts: Any, code: str = CODE, **changed: Any) -> None:
        """Tell of these facts of the issue of this period."""
        arrived = []
        for fact in facts:
            self.told += 1
            kind = "briefing" if "w" in code else "bulletin"
            this = replace(fact, kind=kind, period=code, **changed)
            arrived.append(of_stakeholders(this, self.told, f"briefingissues-{kind}", AT))
        twice(self.appliers, arrived)

    def sealed(self, text: str, code: str = CODE) -> Sealed:
        return self.vault.seal(subject_of(code), text)

    def added(self, text: str, item: str = "added-1", code: str = CODE, **also: Any) -> str:
        given = {"item": item, "text": self.sealed(text, code), **also}
        self.tell(said.ADDED_FACT, code=code, **given)
        return item

    def sent(self, *items: str, code: str = CODE, at: datetime = AT, **also: Any) -> None:
        """Tell that an issue was handed in, approved and sent with these items."""
        self.tell(said.HANDED_IN, code=code, items=items)
        self.tell(said.APPROVED, code=code)
        self.tell(said.WENT, code=code, items=items, sent_at=at, **also)

    def letter(self, number: int, at: datetime = BEGIN + HOUR, state: str = "KEN") -> str:
        """Let a letter be published; return its item."""
        communication_id = str(derive_id("letter of a test", number))
        fact = CommunicationPublished(
            communication_id=communication_id,
            edition=1,
            reference=f"AL {state} {number}/2026",
            type="AL",
            recipient=state,
            mandates=("wgad",),
            transmitted_at=at - timedelta(days=60),
            text="Quib text",
            published_at=at,
        )
        Applier(self.engine, REGISTER).apply(self._arriving(fact))
        return f"letter-{dated_key(fact.transmitted_at, communication_id)}"

    def withdraw(self, number: int, at: datetime = BEGIN + HOUR) -> None:
        fact = PublicationWithdrawn(
            communication_id=str(derive_id("letter of a test", number)),
            transmitted_at=at - timedelta(days=60),
            mandates=("wgad",),
            replies=(),
            reason="source",
            note=Sealed("x", "x"),
            withdrawn_by="x",
            withdrawn_at=AT,
        )
        Applier(self.engine, REGISTER).apply(self._arriving(fact))

    def _arriving(self, fact: object) -> list[Any]:
        self.told += 1
        return [replace(one, position=self.told, offset=self.told) for one in arriving(fact)]


def sent_letter(portal: Pages, number: int, state: str, *, reprisal: bool = False) -> str:
    """Let a letter be sent, of which it is known what it rests on; return its item."""
    communication_id = str(derive_id("letter that was sent", number))
    this = due(communication_id, recipient=state)
    (applier,) = ready(portal.engine, [REPLIES])
    of = replace(this, transmitted_at=BEGIN + HOUR)
    applier.apply([replace(one, position=9_000 + number) for one in arriving(of)])
    behind = str(derive_id("behind", communication_id))
    filed = replace(received(behind, state=state), reprisal=reprisal)
    [drafted_now, *_] = drafted(communication_id, submission_id=behind)
    [reprisals] = ready(portal.engine, [REPRISALS])
    for fact, contract in ((filed, INTAKE), (drafted_now, APPROVALS)):
        reprisals.apply([fact_from(fact, number + 1, "case", contract, Clock())])
    return f"sent-{communication_id}"
