"""Notices of slots: to whose slot it is, whoever asked, and to nobody who left."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal.homes.notices.pages import Page
from portal.homes.notices.tables import inbox as told
from portal.stakeholders.dialogues import owners
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.rights import Rights
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.portal.homes.notices.test_of_sessions import tell
from tests.stakeholders.dialogues import (
    CHANGE,
    CLOSE,
    DAY,
    ID,
    STARTS,
    Story,
    call,
    deliver,
    listing,
    publish,
    release,
    request,
    upload,
    who,
)

NGO, OTHER = (str(derive_id("organisation", name)) for name in ("one", "two"))
ASKED = "A slot to speak in a dialogue was asked for"
LISTED = "A slot is on the list of speakers of a dialogue"
TAKEN = "A slot in a dialogue was given back or taken"
CHANGED = "A dialogue in which there is a slot for you changed"


@pytest.fixture
def people(office: Office) -> None:
    with office.engine.begin() as conn:
        for name, roles, of in (
            ("ann", {Role.NGO_MEMBER}, NGO),
            ("foc", {Role.NGO_MEMBER, Role.FOCAL_POINT}, NGO),
            ("col", {Role.NGO_MEMBER}, NGO),
            ("els", {Role.NGO_MEMBER, Role.FOCAL_POINT}, OTHER),
        ):
            accounts.add(
                conn,
                Account(
                    account_id=name,
                    email=f"{name}@example.org",
                    name=name,
                    password_hash="x",
                    roles=frozenset(roles),
                    organisation_id=of,
                ),
            )


def asked(office: Office, story: Story) -> list[Any]:
    return story.do(
        replace(request("ann"), organisation=owners.pseudonym(office.vault, ID, NGO)), who("ann")
    )


@pytest.mark.usefixtures("people")
def test_who_asked_and_who_answers_for_the_organisation_hear_of_each_step(office: Office) -> None:
    story = Story()
    office.tell(*story.facts, models=EVERY_MODEL)
    for facts, told_of in (
        (asked(office, story), ASKED),
        (story.do(listing("ann")), LISTED),
        (story.do(CHANGE), CHANGED),
        (story.do(release("ann", "safety")), TAKEN),
    ):
        assert tell(office, facts) == {"ann": [told_of], "foc": [told_of]}
    with office.engine.connect() as conn:
        assert set(conn.scalars(select(told.c.page))) == {Page.SLOTS}


@pytest.mark.usefixtures("people")
def test_who_left_the_organisation_hears_nothing_of_its_slots(office: Office) -> None:
    story = Story()
    office.tell(*story.facts, models=EVERY_MODEL)
    tell(office, asked(office, story))
    with office.engine.begin() as conn:
        rights = Rights(roles=frozenset({Role.NGO_MEMBER}), organisation_id=OTHER)
        accounts.set_rights(conn, "ann", rights, "Two")
    # Her account says nothing of it any more, and the entry is in no table here.
    assert tell(office, story.do(listing("ann"))) == {}


@pytest.mark.usefixtures("people")
def test_a_mission_hears_of_the_slot_of_its_state(office: Office) -> None:
    story = Story()
    office.tell(*story.facts, models=EVERY_MODEL)
    assert tell(office, story.do(request("KEN", "state_concerned"))) == {"kenya": [ASKED]}
    assert tell(office, story.do(request("FRA", "state"))) == {}
    assert tell(office, story.do(request("holder", "holder"))) == {}
    assert tell(office, story.do(CLOSE, at=STARTS + DAY)) == {
        "kenya": ["The time of a dialogue was over before a slot"]
    }


@pytest.mark.usefixtures("people")
def test_a_published_statement_is_told_to_whose_it_is(office: Office) -> None:
    story = Story()
    pseudonym = owners.pseudonym(office.vault, ID, NGO)
    asked(office, story)
    story.do(replace(upload("ann"), organisation=pseudonym), who("ann"))
    story.do(listing("ann"))
    story.begins().do(call("ann"))
    story.do(deliver("ann"))
    office.tell(*story.facts, models=EVERY_MODEL)
    office.work()
    published = "A statement in a dialogue was published"
    assert tell(office, story.do(publish("ann"))) == {"ann": [published], "foc": [published]}
