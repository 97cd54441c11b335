"""What comes once more after its row was emptied is known, and does nothing twice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from werkzeug.exceptions import ServiceUnavailable

from portal.casefile.submissions import queries
from portal.casefile.submissions.receipts import receipts
from portal.followup.inputs import keeping
from portal.web.accounts import filers
from portal.web.delivery import outbox
from portal.web.delivery.emptying import empty
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.portal.followup.inputs.test_pages import code_of, contribution, inputs
from tests.portal.source.api.test_api import ADDRESS, Program
from tests.portal.source.api.test_files import add, code, ngo, objects, portal, told_of
from tests.support.contact_points import Recognitions, recognised
from tests.support.files import PDF
from tests.support.filing import submission
from tests.support.inputs import Inputs
from tests.support.portal import Pages
from tests.support.submissions import Told

__all__ = ["code", "inputs", "ngo", "portal"]  # fixtures
DAYS = 90


def emptied(portal: Pages) -> None:
    """Everything was taken long ago, and is emptied."""
    long_ago = portal.clock() - timedelta(days=DAYS)
    with portal.engine.begin() as conn:
        conn.execute(update(outbox.outbox).values(delivered_at=long_ago))
    assert empty(portal.engine, days=DAYS, at=portal.clock()) == number(portal)


def number(portal: Pages) -> int:
    with portal.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(outbox.outbox)) or 0


def test_the_same_file_under_the_same_key_is_one_file_and_another_one_is_refused(
    portal: Pages, ngo: Program, code: str, tmp_path: Path
) -> None:
    first = add(ngo, code, Idempotency_Key="f-1")
    emptied(portal)
    again = add(ngo, code, Idempotency_Key="f-1")
    assert (again.status_code, again.json) == (201, first.json)
    assert add(ngo, code, PDF + b"x", Idempotency_Key="f-1").status_code == 422
    assert (len(told_of(portal)), objects(tmp_path)) == (1, 1)
    assert not outbox.waits(portal.engine)


def test_the_same_filing_has_the_same_receipt(portal: Pages, ngo: Program) -> None:
    first = ngo.file(submission(), Idempotency_Key="case-7")
    emptied(portal)
    assert ngo.file(submission(), Idempotency_Key="case-7").json == first.json
    assert not outbox.waits(portal.engine)


def test_what_was_filed_for_a_person_stays_of_no_colleague(portal: Pages, told: Told) -> None:
    nhri = Program(portal, Role.CONTACT_POINT, token="nhri", organisation_id="commission")
    Recognitions(portal.engine).tell(recognised("commission"))
    for_a_person = nhri.file(submission(for_whom="A person (invented)")).json["tracking_code"]  # type: ignore[index]
    emptied(portal)
    other = Program(portal, Role.CONTACT_POINT, token="other", organisation_id="commission")
    assert nhri.status(for_a_person).status_code == 200
    assert other.status(for_a_person).status_code == 404


def test_while_the_tables_are_built_a_source_is_not_told_that_it_filed_nothing(
    portal: Pages, ngo: Program, code: str
) -> None:
    """A program that withdraws consent then must not take 404 for the last word."""
    with portal.engine.connect() as conn:
        [receipt] = conn.execute(select(receipts)).all()
    source = filers.known(
        portal.vault,
        Actor(
            actor_id=ngo.account.account_id,
            roles=frozenset({Role.NGO_MEMBER}),
            organisation_id="watch",
        ),
    )
    address, who = f"{ADDRESS}/{code}/consent", {"Authorization": f"Bearer {ngo.token}"}
    with portal.engine.connect() as conn:
        assert len(queries.lines(conn, source).shown) == 1
        assert queries.one(conn, source, receipt.submission_id)
    emptied(portal)
    with portal.engine.connect() as conn:
        assert not queries.lines(conn, source).shown
        with pytest.raises(ServiceUnavailable):
            queries.one(conn, source, receipt.submission_id)
        other = replace(source, actor_id="another", filed_as=None)
        assert queries.one(conn, other, receipt.submission_id) is None
    assert ngo.status(code).status_code == 200
    assert ngo.http.get(address, headers=who).status_code == 503


def test_the_same_contribution_has_the_same_receipt_and_its_call_is_known(
    portal: Pages, inputs: Inputs
) -> None:
    call_id, visitor = inputs.issue("What of prisons?"), portal.visitor()
    address, form = f"/calls-for-input/{call_id}/contribute", contribution()
    first = code_of(visitor.post(address, form).text)
    emptied(portal)
    with portal.app.test_request_context():
        of = keeping.contribution_of(first)
        assert keeping.call_of(of) == call_id
        assert keeping.standing(of) == "waits"
    visitor.post(address, form)
    assert number(portal) == 1
    assert not outbox.waits(portal.engine)
