"""The log of contacts with States: who writes on which, and each entry is corrected once."""

from dataclasses import replace
from datetime import timedelta

from services.stakeholders.state_contact import STATE_CONTACT
from shared.contracts.stakeholders_state_contacts import LogStateContact, StateContactLogged
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

DESK = Actor(
    actor_id="desk-1", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"KEN", "UGA"})
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
LOG = LogStateContact(
    entry_id="entry-1",
    state="KEN",
    mandate=None,
    channel="meeting",
    on=AT.date(),
    people=Sealed("statecontact-entry-1", "who"),
    about=Sealed("statecontact-entry-1", "about"),
    agreed=None,
    corrects=None,
)
LOGGED = StateContactLogged(
    **{name: getattr(LOG, name) for name in LogStateContact.__dataclass_fields__},
    logged_by="desk-1",
    logged_at=AT,
)
FURTHER = replace(LOG, entry_id="entry-2", corrects="entry-1")


def test_the_desk_of_the_state_the_chief_and_the_own_mandate_write_an_entry_once() -> None:
    empty = given(STATE_CONTACT)
    empty.when(LOG, by=DESK).then(LOGGED)
    empty.when(LOG, by=CHIEF).then(replace(LOGGED, logged_by="chief-1"))
    of_mandate = replace(LOG, mandate="sr-torture")
    then = replace(LOGGED, mandate="sr-torture", logged_by="officer-1")
    empty.when(of_mandate, by=OFFICER).then(then)
    given(STATE_CONTACT, LOGGED).when(LOG, by=DESK).then_nothing()
    for wrong in (LOG, replace(LOG, mandate="wgad")):
        empty.when(wrong, by=OFFICER).then_forbidden()
    for role in frozenset(Role) - {Role.CHIEF}:
        empty.when(LOG, by=Actor(actor_id="x", roles=frozenset({role}))).then_forbidden()


def test_what_makes_no_sense_is_refused() -> None:
    empty = given(STATE_CONTACT)
    empty.when(replace(LOG, on=AT.date() + timedelta(days=1)), by=DESK).then_refused("took place")
    empty.when(replace(LOG, mandate="nobody"), by=DESK).then_refused("mandate from the list")
    empty.when(replace(LOG, state="OTH"), by=CHIEF).then_refused("States from the list")


def test_an_entry_is_corrected_by_one_further_entry_of_who_may_write_it() -> None:
    logged = given(STATE_CONTACT, LOGGED)
    second = replace(LOGGED, entry_id="entry-2", corrects="entry-1")
    logged.when(FURTHER, by=DESK).then(second)
    own = replace(FURTHER, mandate="sr-torture")
    logged.when(own, by=OFFICER).then_forbidden()
    given(STATE_CONTACT).when(FURTHER, by=DESK).then_refused("no such contact")
    twice = given(STATE_CONTACT, LOGGED, second)
    third = replace(FURTHER, entry_id="entry-3")
    twice.when(third, by=DESK).then_refused("meanwhile")
    twice.when(replace(third, corrects="entry-2"), by=DESK).then(
        replace(LOGGED, entry_id="entry-3", corrects="entry-2")
    )
