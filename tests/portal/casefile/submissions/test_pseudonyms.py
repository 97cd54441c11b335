"""No table and no fact says who filed a submission: only the vault does."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlalchemy import inspect, select, text

from portal.app.read_models import READ_MODELS
from portal.casefile.filing import Filing
from portal.casefile.submissions import queries
from portal.casefile.submissions.pseudonyms import pseudonymous
from portal.casefile.submissions.read_model import submissions
from portal.casefile.submissions.receive import receive
from portal.web.accounts import filers
from portal.web.accounts.account import Account, actor_of
from portal.web.delivery import askers, outbox
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import AllegationReceived
from shared.contracts.intake_commands import SubmitAllegation
from shared.core.actor import Asked, by_return_channel
from shared.core.roles import Role
from tests.support.filing import submission
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.submissions import ID, answered, asked, published, received
from tests.support.twice import twice

CODE = "watch-the-river"
_OF_ACCOUNTS = {"accounts"}


def _source(portal: Pages, *, organisation: str = CODE) -> Account:
    return portal.person(Role.NGO_MEMBER, organisation_id=organisation)


def _filed(portal: Pages, by: Account) -> AllegationReceived:
    """File, and let intake decide as the outbox would ask it."""
    actor = actor_of(by)
    with portal.app.test_request_context():
        filing = Filing.model_validate(submission(), context=actor)
        receive(filing, by=actor, command_id=uuid4(), channel="portal")
    with portal.engine.connect() as conn:
        row = conn.execute(select(outbox.outbox)).one()
    command = TypeAdapter(SubmitAllegation).validate_python(row.data)
    asks = askers.load(row.actor, portal.vault).as_filer()
    [fact] = SUBMISSION.decide(command, Asked(at=portal.clock(), by=asks), SUBMISSION.initial)
    assert isinstance(fact, AllegationReceived)
    return fact


def _tell(portal: Pages, *facts: Any) -> None:
    models = pseudonymous(READ_MODELS, portal.vault)
    twice(ready(portal.engine, models), [published(one, n) for n, one in enumerate(facts, 1)])


def _everything(portal: Pages) -> dict[str, str]:
    """Return what each table says, but that of the accounts, to whoever reads the database."""
    with portal.engine.connect() as conn:
        tables = [*inspect(conn).get_table_names()]
        return {
            name: repr([tuple(row) for row in conn.execute(text(f'SELECT * FROM "{name}"'))])  # noqa: S608  # our own tables
            for name in tables
            if name not in _OF_ACCOUNTS
        }


def _names(portal: Pages, *ids: str) -> set[str]:
    return {name for name, said in _everything(portal).items() if any(one in said for one in ids)}


def test_no_table_leads_from_a_submission_to_its_account_or_organisation(portal: Pages) -> None:
    by = _source(portal)
    _tell(portal, _filed(portal, by))
    assert "submissions" in _everything(portal)
    assert _names(portal, by.account_id, CODE) == set()


def test_neither_does_one_that_was_fed_with_facts_from_before(portal: Pages) -> None:
    by = _source(portal)
    old = received(submitter_id=by.account_id, organisation_id=CODE)
    told = replace(answered(), provided_by=by.account_id)
    _tell(portal, old, asked(), told)
    assert _names(portal, by.account_id, CODE) == set()


def test_who_filed_without_an_account_keeps_the_id_of_the_return_channel(portal: Pages) -> None:
    """It is of this submission alone, and by it the desk sees that there is no account."""
    own = by_return_channel(ID).actor_id
    _tell(portal, received(submitter_id=own, filed_under=None, seal=portal.vault.seal))
    with portal.engine.connect() as conn:
        assert conn.scalar(select(submissions.c.submitter_id)) == own
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Portal, without an account" in desk.get(f"/triage/{ID}").text


def test_nothing_of_a_fact_is_the_code_or_the_account(portal: Pages) -> None:
    by = _source(portal)
    fact = _filed(portal, by)
    assert not {by.account_id, CODE} & {fact.submitter_id, fact.organisation_id, fact.filed_under}
    assert fact.filed_under == portal.vault.pseudonym("organisation", CODE)


def test_who_filed_and_colleagues_go_on_to_see_it_and_strangers_do_not(portal: Pages) -> None:
    by, colleague = _source(portal), _source(portal)
    stranger = _source(portal, organisation="another")
    new = _filed(portal, by)
    old = received(ID, submitter_id=by.account_id, organisation_id=CODE)
    _tell(portal, new, old)
    ids = {ID, new.submission_id}
    assert _seen(portal, by) == ({*ids}, {*ids})
    assert _seen(portal, colleague) == ({*ids}, set())
    assert _seen(portal, stranger) == (set(), set())


def _seen(portal: Pages, account: Account) -> tuple[set[str], set[str]]:
    """Return what the person sees, and what of that is theirs."""
    actor = filers.known(portal.vault, actor_of(account))
    with portal.engine.connect() as conn:
        shown = queries.lines(conn, actor).shown
    return {one.submission_id for one in shown}, {one.submission_id for one in shown if one.mine}


def test_the_receipt_is_its_owners_alone_before_and_after_it_arrived(portal: Pages) -> None:
    by, colleague = _source(portal), _source(portal)
    fact = _filed(portal, by)
    path = f"/submissions/{UUID(fact.submission_id)}/receipt"
    for _ in range(2):
        assert portal.sign_in(by).get(path).status_code == 200
        assert portal.sign_in(colleague).get(path).status_code == 404
        _tell(portal, fact)


def test_the_account_is_found_again_through_the_vault(portal: Pages) -> None:
    by, _ = _source(portal), _source(portal)
    fact = _filed(portal, by)
    with portal.engine.connect() as conn:
        found = filers.accounts_of(conn, portal.vault, [fact.submitter_id, "nobody"])
    assert found == {fact.submitter_id: by}
