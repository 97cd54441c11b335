"""The contact log: who writes what, what is still to be done, and what was entered in error."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.stakeholders.contact import CONTACT
from shared.contracts.stakeholders_contact_commands import (
    Command,
    FollowUpContact,
    LogContact,
    TakeBackContact,
)
from shared.contracts.stakeholders_contacts import (
    ContactFollowedUp,
    ContactLogged,
    ContactTakenBack,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

STO = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
TODAY = AT.date()
LOG = LogContact(
    entry_id="entry-1",
    organisation="pseudonym-1",
    mandate="sr-torture",
    channel="call",
    purpose="visit",
    on=TODAY,
    follow_up_on=TODAY + timedelta(days=7),
    who=Sealed("contact-1", "who"),
    note=Sealed("contact-1", "note"),
)
LOGGED = ContactLogged(
    entry_id="entry-1",
    organisation="pseudonym-1",
    mandate="sr-torture",
    channel="call",
    purpose="visit",
    on=TODAY,
    follow_up_on=TODAY + timedelta(days=7),
    who=Sealed("contact-1", "who"),
    note=Sealed("contact-1", "note"),
    logged_by="officer-1",
    logged_at=AT,
)
DONE, BACK = FollowUpContact(entry_id="entry-1"), TakeBackContact(entry_id="entry-1")
FOLLOWED = ContactFollowedUp(entry_id="entry-1", followed_up_by="officer-1", followed_up_at=AT)
TAKEN = ContactTakenBack(entry_id="entry-1", taken_back_by="officer-1", taken_back_at=AT)
EVERY: tuple[Command, ...] = (LOG, DONE, BACK)


def serving(role: Role, mandate: str = "sr-torture") -> Actor:
    return Actor(actor_id="officer-1", roles=frozenset({role}), mandates=frozenset({mandate}))


def test_a_contact_is_logged_followed_up_and_taken_back_once() -> None:
    given(CONTACT).when(LOG, by=STO).then(LOGGED)
    given(CONTACT, LOGGED).when(LOG, by=STO).then_nothing()
    given(CONTACT, LOGGED).when(DONE, by=STO).then(FOLLOWED)
    given(CONTACT, LOGGED, FOLLOWED).when(DONE, by=STO).then_nothing()
    given(CONTACT, LOGGED).when(BACK, by=STO).then(TAKEN)
    given(CONTACT, LOGGED, TAKEN).when(BACK, by=STO).then_nothing()
    given(CONTACT, LOGGED, TAKEN).when(DONE, by=STO).then_nothing()
    nothing_to_do = replace(LOGGED, follow_up_on=None)
    given(CONTACT, nothing_to_do).when(DONE, by=STO).then_nothing()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(LOG, mandate="sr-nothing"), "mandate from the list"),
        (replace(LOG, purpose="case"), "purpose from the list"),
        (replace(LOG, on=TODAY + timedelta(days=1)), "once it took place"),
        (replace(LOG, follow_up_on=TODAY - timedelta(days=1)), "on its day or later"),
        (DONE, "no such contact"),
        (BACK, "no such contact"),
    ],
)
def test_what_cannot_be_is_refused(wrong: Command, sentence: str) -> None:
    given(CONTACT).when(wrong, by=STO).then_refused(sentence)


@pytest.mark.parametrize("role", [Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER])
def test_officers_and_holders_write_what_belongs_to_their_mandates(role: Role) -> None:
    own, other = serving(role), serving(role, "sr-food")
    given(CONTACT).when(LOG, by=own).then(LOGGED)
    given(CONTACT, LOGGED).when(DONE, by=own).then(FOLLOWED)
    given(CONTACT, LOGGED).when(BACK, by=own).then(TAKEN)
    for command in EVERY:
        history = () if command is LOG else (LOGGED,)
        given(CONTACT, *history).when(command, by=other).then_forbidden()
    given(CONTACT).when(replace(LOG, mandate=None), by=own).then_forbidden()
    given(CONTACT, replace(LOGGED, mandate=None)).when(DONE, by=own).then_forbidden()


WRITERS = {Role.STAKEHOLDER_OFFICER, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER}


@pytest.mark.parametrize("role", [role for role in Role if role not in WRITERS])
def test_nobody_else_writes_it(role: Role) -> None:
    given(CONTACT).when(LOG, by=serving(role)).then_forbidden()
    for command in (DONE, BACK):
        given(CONTACT, LOGGED).when(command, by=serving(role)).then_forbidden()


def test_what_came_without_its_beginning_folds() -> None:
    assert CONTACT.fold([FOLLOWED, TAKEN]) == CONTACT.initial
