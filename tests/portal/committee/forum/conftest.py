"""People of the forum, a joint letter, and what they send."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import insert, update

from portal.followup.visits.read_model import VISITS, files
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.communications.tables import holders, letters, signatures
from shared.contracts.stakeholders_forum_commands import TYPES
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.committee import Committee
from tests.support.forum import Forum
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready

PAGE = "/forum"
OWN, OTHER, THIRD = "wgad", "sr-food", "sr-housing"
LETTER = str(derive_id("letter of the forum"))
VISIT = str(derive_id("visit of the forum"))


@dataclass
class House:
    """``joint``: a letter of OWN, which leads, and OTHER, which joined; THIRD is only invited."""

    portal: Pages
    forum: Forum

    def holder(self, *mandates: str, **also: Any) -> Visitor:
        return self.portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset(mandates), **also)

    def officer(self, mandate: str = OWN, **also: Any) -> Visitor:
        mandates = frozenset({mandate})
        return self.portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=mandates, **also)

    def joint(self) -> None:
        at = self.portal.clock()
        signing = [
            {"mandate": OWN, "lead": True},
            {"mandate": OTHER, "lead": False, "joined_at": at},
            {"mandate": THIRD, "lead": False, "joined_at": None},
        ]
        letter = {"communication_id": LETTER, "type": "AL", "recipient": "KEN", "state": "drafting"}
        also = {"lead_mandate": OWN, "submission_ids": [str(uuid4())], "changed": 1, "version": 1}
        times = {"drafted_at": at}
        with self.portal.engine.begin() as conn:
            conn.execute(insert(letters).values(**letter, **also, **times))
            for n, each in enumerate(signing):
                row = {"communication_id": LETTER, "position": n, **each}
                conn.execute(insert(signatures).values(**row))
            conn.execute(
                insert(files).values(visit_file_id=VISIT, mandate=OWN, state="KEN", steps=1)
            )

    def declines(self, mandate: str) -> None:
        s = signatures.c
        with self.portal.engine.begin() as conn:
            these = update(signatures).where(s.mandate == mandate)
            conn.execute(these.values(declined_at=self.portal.clock()))

    def term(self, visitor: Visitor, mandate: str, first: date, last: date) -> None:
        assert visitor.account
        row = {
            "term_id": str(uuid4()),
            "mandate": mandate,
            "holder_id": visitor.account.account_id,
            "starts_on": first,
            "last": last,
        }
        with self.portal.engine.begin() as conn:
            conn.execute(insert(holders).values(row))


@pytest.fixture
def house(portal: Pages) -> House:
    Committee(portal.engine, portal.vault)
    ready(portal.engine, [COMMUNICATIONS, VISITS])
    return House(portal, Forum(portal.engine, portal.vault))


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), "checked": "send", **also}


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)
