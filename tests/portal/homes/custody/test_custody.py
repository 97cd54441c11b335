"""Custody: the Chief's work list of what an ended mandate left open, and its decisions."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.casefile.replies import cases
from portal.followup.recommendations import shared_with
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications import queries
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.statements import queries as of_statements
from portal.letters.statements.read_model import STATEMENTS
from portal.web.accounts.account import actor_of
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_custody import (
    LetterKeptAsRecord,
    LetterPassedOn,
    StatementKeptAsRecord,
    StatementPassedOn,
)
from shared.contracts.followup_custody import CasePassedOn, RecommendationPassedOn
from shared.contracts.stakeholders_custody import Item
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.approvals import statements as statement
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import test_custody as told
from tests.stakeholders import test_registry as registry
from tests.support import followup
from tests.support.approvals import fact_from
from tests.support.letters import LEAD, LETTER, T0, upto
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID as SUBMISSION
from tests.support.terms import Terms
from tests.support.twice import twice

PAGE, DESK, TO = "/custody", "/mandates/desk", registry.OTHER
OPEN = f"{PAGE}/{LEAD}/letters/{LETTER}"
SENT = str(derive_id("communication", 2))
CASE = f"{PAGE}/{LEAD}/reply-cases/{SENT}"
ISSUED = f"{PAGE}/{LEAD}/recommendations/{followup.RECOMMENDATION}"
LAST = T0.date() - timedelta(days=1)
ENDED = replace(registry.MERGED, ended_on=LAST)
AT = T0


class World:
    """The tables that custody reads, with what a mandate left that ended yesterday."""

    def __init__(self, portal: Pages) -> None:
        self.portal, self.number = portal, 0
        self.letters = Applier(portal.engine, COMMUNICATIONS)
        self.letters.prepare()
        self.statements = Applier(portal.engine, STATEMENTS)
        self.statements.prepare()
        Applier(portal.engine, REPLIES).prepare()
        Applier(portal.engine, RECOMMENDATIONS).prepare()
        self.terms = Terms(portal.engine)

    def letter(self, *facts: Any) -> None:
        for fact in facts:
            self.number += 1
            clock = self.portal.clock
            twice([self.letters], [fact_from(fact, self.number, "case", APPROVALS, clock)])

    def statement(self, *facts: Any) -> None:
        for fact in facts:
            self.number += 1
            clock = self.portal.clock
            twice([self.statements], [fact_from(fact, self.number, "case", APPROVALS, clock)])


@pytest.fixture
def world(portal: Pages) -> World:
    world = World(portal)
    world.terms.tell(registry.CREATED, registry.OTHER_CREATED, ENDED)
    world.letter(*upto("awaiting"))
    followup.tell(portal.engine, REPLIES, [followup.due(SENT, mandates=(LEAD,))])
    followup.tell(portal.engine, RECOMMENDATIONS, [followup.issued(mandate=LEAD)])
    return world


@pytest.fixture
def chief(portal: Pages, world: World) -> Visitor:
    return portal.signed_in(Role.CHIEF)


def somebody(portal: Pages, role: Role, mandate: str) -> Actor:
    return actor_of(portal.person(role, mandates=frozenset({mandate})))


def decided(kind: Item, item_id: str, **also: Any) -> Any:
    return replace(told.DECIDED, mandate=LEAD, kind=kind, item_id=item_id, **also)


def test_each_open_letter_case_and_recommendation_of_an_ended_mandate_waits_for_the_chief(
    portal: Pages, chief: Visitor, world: World
) -> None:
    page = chief.get(PAGE).text
    assert "Open letter Urgent appeal, begun on 24 Nov 2026" in text(page)
    assert "Reply case Urgent appeal, UA CHE 1/2026, Switzerland" in text(page)
    assert "Recommendation" in text(page)
    assert all(one in page for one in (OPEN, CASE, ISSUED))
    assert "Kenya" not in text(page), "whom a draft is to is not on the list"
    assert "Open work of mandates that ended 3 " in text(chief.get(DESK).text)
    world.terms.tell(registry.REESTABLISHED)
    assert "Nothing waits for a decision." in text(chief.get(PAGE).text)
    assert chief.get(OPEN).status_code == 404


def test_a_mandate_whose_last_day_is_today_still_decides_for_itself(
    portal: Pages, chief: Visitor, world: World
) -> None:
    world.terms.tell(replace(ENDED, ended_on=T0.date()))
    assert "Nothing waits for a decision." in text(chief.get(PAGE).text)


@pytest.mark.parametrize("files", [False, True])
def test_a_decision_names_a_successor_and_a_reason_and_moves_files_only_if_it_says_so(
    portal: Pages,
    chief: Visitor,
    files: bool,  # noqa: FBT001  # a case of the test
) -> None:
    assert "Foreseen by the act of the Council" in text(chief.get(OPEN).text)
    sent = {"command_id": str(uuid4()), "to": TO, "reason": "The theme goes on there."}
    assert chief.post(OPEN, {**sent, "reason": ""}).status_code == 422
    assert chief.post(OPEN, {**sent, "to": ""}).status_code == 422
    sent |= {"files": "y"} if files else {}
    assert "Check this decision" in text(chief.post(OPEN, sent).text)
    assert not portal.asked
    assert chief.post(OPEN, {**sent, "checked": "send"}).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == "decide-custody"
    assert "theme" not in json.dumps(body)
    assert body["data"] | {"reason": 0} == {
        "mandate": LEAD,
        "kind": "letters",
        "item_id": LETTER,
        "to": TO,
        "submission_ids": [SUBMISSION] if files else [],
        "reason": 0,
    }


def test_record_only_is_a_decision_too_and_what_is_decided_stays_on_the_page(
    portal: Pages, chief: Visitor, world: World
) -> None:
    sent = {"command_id": str(uuid4()), "to": "record", "reason": "Over.", "checked": "send"}
    assert chief.post(ISSUED, sent).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert (body["data"]["to"], body["data"]["submission_ids"]) == (None, [])
    assert 'name="files"' not in chief.get(ISSUED).text
    reason = portal.vault.seal(f"recommendation-{followup.RECOMMENDATION}", "Over (invented).")
    kept = decided("recommendations", followup.RECOMMENDATION, to=None, reason=reason)
    world.terms.tell(replace(kept, submission_ids=()))
    page = chief.get(PAGE).text
    assert ISSUED not in page
    assert "It stays as a record Over (invented)." in text(page)
    assert chief.get(ISSUED).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_reads_or_decides(portal: Pages, world: World, role: Role) -> None:
    visitor = portal.signed_in(role, mandates=frozenset({LEAD, TO}))
    for path in (PAGE, OPEN, CASE, ISSUED):
        assert visitor.get(path).status_code == 403
    assert not portal.asked


# --- what follows --------------------------------------------------------------------------------


def passed(**also: Any) -> LetterPassedOn:
    values: dict[str, Any] = {
        "communication_id": LETTER,
        "mandate": LEAD,
        "to": TO,
        "lead": True,
        "joins": True,
        "version": 1,
        "passed_at": AT,
    }
    return LetterPassedOn(**{**values, **also})


def test_a_letter_passed_on_waits_for_its_successor_who_has_no_files_with_it(
    portal: Pages, world: World
) -> None:
    holder, before = (
        somebody(portal, Role.MANDATE_HOLDER, TO),
        somebody(portal, Role.MANDATE_HOLDER, LEAD),
    )
    with portal.engine.connect() as conn:
        assert queries.find(conn, holder, LETTER) is None
        assert len(queries.waiting_for(conn, before)) == 1
    world.letter(passed())
    with portal.engine.connect() as conn:
        found = queries.find(conn, holder, LETTER)
        assert found is not None
        letter, _ = found
        assert (letter.lead_mandate, letter.state) == (TO, "awaiting")
        assert next(one.mandate for one in letter.signing) == TO
        assert not letter.has_case(holder), "consent was to the mandate that ended"
        assert len(queries.waiting_for(conn, holder)) == 1
        assert not queries.waiting_for(conn, before)


def test_a_letter_kept_as_a_record_waits_for_nobody(portal: Pages, world: World) -> None:
    world.letter(LetterKeptAsRecord(communication_id=LETTER, mandate=LEAD, kept_at=AT))
    before = somebody(portal, Role.MANDATE_HOLDER, LEAD)
    with portal.engine.connect() as conn:
        assert not queries.waiting_for(conn, before)
        found = queries.find(conn, before, LETTER)
        assert found is not None
        assert found[0].state == "withdrawn"


def test_an_open_statement_of_an_ended_mandate_waits_for_the_chief_too(
    portal: Pages, chief: Visitor, world: World
) -> None:
    path = f"{PAGE}/{LEAD}/statements/{statement.ID}"
    assert chief.get(path).status_code == 404
    world.statement(*statement.CLEARED[:1], *statement.CLEARED[2:])
    assert "Open statement Press release, begun on" in text(chief.get(PAGE).text)
    assert statement.WORDS.title not in chief.get(PAGE).text
    sent = {"command_id": str(uuid4()), "to": TO, "reason": "Its theme goes on.", "files": "y"}
    assert chief.post(path, {**sent, "checked": "send"}).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert (body["data"]["kind"], body["data"]["item_id"]) == ("statements", statement.ID)
    assert body["data"]["submission_ids"] == [statement.SUBMISSION]
    world.terms.tell(replace(decided("statements", statement.ID), submission_ids=()))
    assert chief.get(path).status_code == 404


def test_a_statement_that_was_public_is_no_open_work(chief: Visitor, world: World) -> None:
    world.statement(*statement.OUT, statement.REVISED)
    assert "Open statement" not in text(chief.get(PAGE).text)


def test_a_statement_passed_on_waits_for_its_successor(portal: Pages, world: World) -> None:
    holder = somebody(portal, Role.MANDATE_HOLDER, TO)
    before = somebody(portal, Role.MANDATE_HOLDER, LEAD)
    world.statement(*statement.CLEARED)
    with portal.engine.connect() as conn:
        assert of_statements.find(conn, holder, statement.ID) is None
    passed_on = StatementPassedOn(
        statement_id=statement.ID,
        mandate=LEAD,
        to=TO,
        mandates=(TO, statement.OTHER),
        joins=True,
        version=1,
        passed_at=AT,
    )
    world.statement(passed_on)
    with portal.engine.connect() as conn:
        found = of_statements.find(conn, holder, statement.ID)
        assert found is not None
        assert (found.state, found.mandates) == ("awaiting", (TO, statement.OTHER))
        assert found.waits_for(holder, AT)
        old = of_statements.find(conn, before, statement.ID)
        assert old is None or not old.waits_for(before, AT)
    world.statement(replace(passed_on, to=LEAD, mandate=TO, mandates=(LEAD, statement.OTHER)))
    with portal.engine.connect() as conn:
        back = of_statements.find(conn, before, statement.ID)
    assert back is not None
    assert back.mandates == (LEAD, statement.OTHER)


def test_a_statement_kept_as_a_record_waits_for_nobody(portal: Pages, world: World) -> None:
    before = somebody(portal, Role.MANDATE_HOLDER, LEAD)
    kept = StatementKeptAsRecord(statement_id=statement.ID, mandate=LEAD, kept_at=AT)
    world.statement(*statement.CLEARED, kept)
    with portal.engine.connect() as conn:
        found = of_statements.find(conn, before, statement.ID)
    assert found is not None
    assert (found.state, found.waits_for(before, AT)) == ("withdrawn", False)


def test_a_successor_follows_a_case_and_reads_nothing_that_the_source_said(
    portal: Pages, world: World
) -> None:
    officer = somebody(portal, Role.HUMAN_RIGHTS_OFFICER, TO)
    before = somebody(portal, Role.HUMAN_RIGHTS_OFFICER, LEAD)
    facts = [
        followup.due(SENT, mandates=(LEAD,)),
        CasePassedOn(communication_id=SENT, mandate=LEAD, to=TO, joins=True, passed_at=AT),
    ]
    followup.tell(portal.engine, REPLIES, facts)
    with portal.engine.connect() as conn:
        found, old = cases.find(conn, officer, SENT), cases.find(conn, before, SENT)
    assert found is not None
    assert old is not None
    assert (found.sight.house, found.sight.source) == (True, False)
    assert old.sight.source


def test_a_recommendation_passed_on_is_its_successors(portal: Pages, world: World) -> None:
    holder = somebody(portal, Role.MANDATE_HOLDER, TO)
    facts: list[Any] = [followup.issued(mandate=LEAD)]
    passed_on = RecommendationPassedOn(
        recommendation_id=followup.RECOMMENDATION, mandate=LEAD, to=TO, passed_at=AT
    )
    followup.tell(portal.engine, RECOMMENDATIONS, [*facts, passed_on])
    with portal.engine.connect() as conn:
        found = shared_with.find(conn, holder, followup.RECOMMENDATION)
    assert found is not None
    assert (found.mandate, found.ours) == (TO, True)
