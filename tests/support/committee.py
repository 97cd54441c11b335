"""The Committee in a portal of a test: holders with their terms, an election, a chair."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Engine

from portal.committee.members.read_model import COMMITTEE
from shared.contracts.stakeholders_committee import (
    CommitteeChairDesignated,
    CommitteeElected,
    CommitteeMemberLeft,
    Member,
)
from shared.core.message import Sealed, derive_id
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.terms import AT, Terms, started
from tests.support.twice import of_stakeholders, twice

ELECTED_ON = date(2026, 6, 18)
ELECTION = str(derive_id("election", 1))
ANA, BEN, CAI = "Ana Invented", "Ben Invented", "Cai Invented"
HOLDERS = {"sr-torture": ANA, "sr-food": BEN, "sr-housing": CAI}


def term_of(mandate: str) -> str:
    return str(derive_id("term of", mandate))


def member(mandate: str, *nationalities: str, holder_id: str | None = None) -> Member:
    return Member(
        term_id=term_of(mandate),
        mandate=mandate,
        holder_id=holder_id or f"holder-{mandate}",
        nationalities=nationalities or ("FRA",),
    )


def elected(**also: Any) -> CommitteeElected:
    given: dict[str, Any] = {
        "election_id": ELECTION,
        "kind": "annual",
        "elected_on": ELECTED_ON,
        "members": tuple(member(one) for one in HOLDERS),
        "outgoing_chair": None,
        "chair": None,
        "corrects": None,
        "recorded_by": "chief",
        "recorded_at": AT,
        **also,
    }
    return CommitteeElected(**given)


def designated(mandate: str, **also: Any) -> CommitteeChairDesignated:
    given: dict[str, Any] = {"election_id": ELECTION, "from_on": ELECTED_ON, **also}
    return CommitteeChairDesignated(
        term_id=term_of(mandate), recorded_by="chief", recorded_at=AT, **given
    )


def left(mandate: str, on: date, election_id: str = ELECTION) -> CommitteeMemberLeft:
    return CommitteeMemberLeft(
        election_id=election_id,
        term_id=term_of(mandate),
        mandate=mandate,
        left_on=on,
        reason_code="resigned",
        recorded_by="chief",
        recorded_at=AT,
    )


@dataclass(slots=True)
class Committee:
    """The tables of members, in a portal whose mandates have holders."""

    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [COMMITTEE])

    def hold(self, mandates: Sequence[str] = tuple(HOLDERS)) -> None:
        """Let these mandates have a holder, whose account is called after the mandate."""
        terms = Terms(self.engine)
        terms.tell(
            *(
                started(
                    term_of(one),
                    name=HOLDERS[one],
                    mandate=one,
                    holder_id=f"holder-{one}",
                    seal=self.seal,
                )
                for one in mandates
            )
        )

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(of_stakeholders(fact, self.told, "committee-main", AT))
        twice([self.applier], arrived)

    def seal(self, subject: str, text: str) -> Sealed:
        return self.vault.seal(subject, text)
