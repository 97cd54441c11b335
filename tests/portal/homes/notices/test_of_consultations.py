"""Notices of consultations: to authors alone, each once, of what comes of what they proposed."""

import pytest
from sqlalchemy import select

from portal.homes.notices.pages import Page
from portal.homes.notices.tables import inbox as told
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.portal.homes.notices.test_of_sessions import tell
from tests.stakeholders.consultations import (
    CANCEL,
    EXTEND,
    OUTCOME,
    Story,
    answer,
    group,
    of,
    propose,
    withdraw,
)
from tests.stakeholders.sessions import person


@pytest.fixture
def people(office: Office) -> None:
    with office.engine.begin() as conn:
        for name, role in (("ann", Role.NGO_MEMBER), ("ben", Role.NGO_MEMBER)):
            accounts.add(
                conn,
                Account(
                    account_id=name,
                    email=f"{name}@example.org",
                    name=name,
                    password_hash="x",
                    roles=frozenset({role}),
                ),
            )


@pytest.mark.usefixtures("people")
def test_authors_are_told_what_comes_of_their_proposals(office: Office) -> None:
    story = Story().proposes("ann", "ben")
    story.do(propose("ann again"), person("ann"))
    office.tell(*story.facts, models=EVERY_MODEL)
    extended = ["A consultation in which you proposed was extended"]
    assert tell(office, story.do(EXTEND)) == {"ann": extended, "ben": extended}
    assert tell(office, story.do(withdraw("ben"), person("ben"))) == {}
    story.closes()
    assert tell(office, story.do(group("ann", "ann again"))) == {}
    answered = ["Your proposal in a consultation was answered"]
    assert tell(office, story.do(answer("ann"))) == {"ann": answered}
    tell(office, story.do(answer("ann again")))
    published = ["The outcome of a consultation was published"]
    assert tell(office, story.do(OUTCOME)) == {"ann": published}
    with office.engine.connect() as conn:
        pages = conn.execute(select(told.c.page, told.c.item_id)).all()
    assert {row.page for row in pages} == {Page.PROPOSED}
    assert {row.item_id for row in pages} <= {of("ann"), of("ann again"), of("ben")}


@pytest.mark.usefixtures("people")
def test_a_cancelled_consultation_is_told_to_its_authors(office: Office) -> None:
    story = Story().proposes("ann")
    office.tell(*story.facts, models=EVERY_MODEL)
    assert tell(office, story.do(CANCEL)) == {
        "ann": ["A consultation in which you proposed was cancelled"]
    }
