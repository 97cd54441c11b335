"""The tables of statements, those of the people at work and the public ones."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal.letters.statements.read_model import STATEMENTS
from portal.letters.statements.tables import signatures, statements, steps
from portal.public.register import statement_model, statement_queries
from portal.public.register.cards import Wanted
from portal.public.register.statement_model import REGISTER_STATEMENTS
from shared.contracts.all import CONTRACTS
from shared.contracts.approvals_erasure import LetterTextErased
from shared.contracts.approvals_statements import (
    StatementApprovalVoided,
    StatementChangesRequested,
    StatementDeclined,
    StatementIssued,
    StatementWithdrawn,
)
from shared.core.testing import AT
from shared.read_models.model import Applier, ReadModel, digest
from tests.approvals.statements import (
    APPROVED,
    DRAFTED,
    GIVEN,
    ID,
    ISSUED,
    LEAD,
    OTHER,
    OTHER_GIVEN,
    REQUESTED,
    REVISED,
    SEALED,
    WITHDRAWN,
)
from tests.support.compiled import engine_of
from tests.support.publication import arriving

HISTORY = Path(__file__).parents[3] / "contracts" / "history"
VOIDED = StatementApprovalVoided(statement_id=ID, mandate=LEAD, version=1, voided_at=AT)
CHANGES = StatementChangesRequested(
    statement_id=ID,
    mandate=LEAD,
    mandates=(LEAD, OTHER),
    version=1,
    note=SEALED,
    requested_by="holder",
    requested_at=AT,
)
DECLINED = StatementDeclined(
    statement_id=ID, mandate=OTHER, mandates=(LEAD,), declined_by="other-holder", declined_at=AT
)
CORRECTED = replace(ISSUED, edition=2, text="Corrected.", issued_at=AT.replace(day=9))
ANOTHER = replace(ISSUED, statement_id="another", kind="mission_report", states=("FRA", "GBR"))
ERASED = LetterTextErased(
    what="statement",
    item_id=ID,
    erasure_id="e-1",
    basis="safety",
    asked_by="family",
    erased_by="protection-1",
    erased_at=AT,
)
BACK = replace(WITHDRAWN, first_issued_at=AT)
STORY = (
    *(DRAFTED, REQUESTED, GIVEN, CHANGES, VOIDED, REVISED, REQUESTED, GIVEN, OTHER_GIVEN),
    *(APPROVED, ISSUED, CORRECTED, ANOTHER),
)


@pytest.mark.parametrize("model", [STATEMENTS, REGISTER_STATEMENTS], ids=["work", "public"])
def test_facts_delivered_twice_leave_the_same_tables(model: ReadModel, database_url: str) -> None:
    engine = engine_of(database_url)
    applier = Applier(engine, model)
    applier.prepare()
    for fact in told(*STORY, DECLINED):
        applier.apply([fact])
        applier.apply([fact])
    with engine.connect() as conn:
        once_each = digest(conn, model.tables)
    applier.drop()
    applier.prepare()
    assert applier.apply(told(*STORY, DECLINED)) == len(STORY) + 1
    with engine.connect() as conn:
        assert digest(conn, model.tables) == once_each
    applier.drop()
    engine.dispose()


def test_the_file_of_a_statement_follows_its_facts(database_url: str) -> None:
    engine = engine_of(database_url)
    applier = Applier(engine, STATEMENTS)
    applier.prepare()
    applier.apply(told(*STORY[:-1], DECLINED, WITHDRAWN))
    with engine.connect() as conn:
        row = conn.execute(select(statements)).one()
        assert (row.state, row.edition, row.version) == ("withdrawn", 2, 2)
        by = {one.mandate: one for one in conn.execute(select(signatures))}
        assert by[OTHER].declined_at == AT
        assert by[LEAD].approved_version == 1
        assert len(conn.execute(select(steps)).all()) == len(STORY) + 1
    applier.drop()
    engine.dispose()


def every_fact() -> list[Any]:
    """One of each kind there is, of every service, from its golden file."""
    found = []
    for contract in CONTRACTS:
        for name, _ in contract.catalogue:
            version = contract.catalogue.version(name)
            kept = HISTORY / contract.service / f"{name}.v{version}.json"
            found.append(contract.catalogue.decode(name, version, kept.read_bytes()))
    return found


def test_no_fact_but_issue_and_withdrawal_changes_what_is_public() -> None:
    changing = {type(fact) for fact in every_fact() if list(statement_model.project(told(fact)[0]))}
    assert changing == {StatementIssued, StatementWithdrawn}
    assert list(statement_model.project(told(WITHDRAWN)[0])) == [], "a draft that was given up"


def test_statements_are_found_by_words_state_mandate_and_kind(database_url: str) -> None:
    engine = engine_of(database_url)
    applier = Applier(engine, REGISTER_STATEMENTS)
    applier.prepare()
    applier.apply(told(*STORY))

    def found(**asked: Any) -> list[tuple[str, int]]:
        with engine.connect() as conn:
            some, after = statement_queries.found(conn, Wanted(**asked))
        assert after is None
        return [(one.statement_id, one.edition) for one in some]

    assert sorted(found()) == sorted([(ID, 2), ("another", 1)])
    assert found(words="corrected") == [(ID, 2)]
    assert found(words="alarmed") == [("another", 1)], "what was corrected is not found any more"
    assert found(state="GBR") == [("another", 1)]
    assert found(type="press_release", mandate=OTHER) == [(ID, 2)]
    assert found(state="NPL") == []
    with engine.connect() as conn:
        first, after = statement_queries.found(conn, Wanted(), most=1)
        second, end = statement_queries.found(conn, Wanted(before=after), most=1)
        assert {one.statement_id for one in (*first, *second)} == {ID, "another"}
        assert end is None
        assert statement_queries.counted(conn, Wanted(words="corrected")) == 1
        assert statement_queries.counted(conn, Wanted()) == 2
    applier.apply(told(*STORY, BACK)[-1:])
    assert found(words="corrected") == []
    assert sorted(found()) == [("another", 1)]
    applier.drop()
    engine.dispose()


def test_that_its_text_was_erased_is_a_line_of_that_statement_alone() -> None:
    [line] = STATEMENTS.project(told(ERASED)[0])
    assert (line.table, line.key) == (steps, (ID, 1))
    assert list(STATEMENTS.project(told(replace(ERASED, what="communication"))[0])) == []


def told(*facts: Any) -> list[Any]:
    return arriving(*facts, topic="approvals.events")
