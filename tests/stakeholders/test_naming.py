"""Another name: proposed by the organisation, confirmed by an officer of another one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.organisation.decide import ORGANISATION
from shared.contracts.stakeholders_naming import (
    OrganisationNameConfirmed,
    OrganisationNameDropped,
    OrganisationNameProposed,
)
from shared.contracts.stakeholders_naming_commands import (
    Command,
    ConfirmOrganisationName,
    DropOrganisationName,
    ProposeOrganisationName,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.testing import AT, given
from shared.reference.organisations import OWN, fingerprint
from tests.stakeholders.organisations import CONFIRM as CONFIRM_ENTRY
from tests.stakeholders.organisations import (
    CONFIRMED,
    DISSOLVED,
    ELSEWHERE,
    FOCAL,
    ID,
    MEMBER,
    OFFICER,
    OTHER_PROFILE,
    REGISTERED,
    RENAME,
    RENAMED,
)
from tests.stakeholders.organisations import PROPOSED as FIRST

KEY: dict[str, Any] = {"organisation_id": ID, "proposal_id": "n-1"}
NAME = Sealed("organisation-1", "name")
PROPOSE = ProposeOrganisationName(**KEY, name=NAME)
CONFIRM = ConfirmOrganisationName(**KEY, profile=OTHER_PROFILE)
REFUSE = DropOrganisationName(**KEY, code="impersonation")
BACK = replace(REFUSE, code=OWN)
COMMANDS: tuple[Command, ...] = (PROPOSE, CONFIRM, REFUSE)
HERE = (REGISTERED, CONFIRMED)
PROPOSED = OrganisationNameProposed(**KEY, name=NAME, proposed_by=FOCAL.actor_id, proposed_at=AT)
SAID = OrganisationNameConfirmed(
    **KEY, profile=OTHER_PROFILE, confirmed_by=OFFICER.actor_id, confirmed_at=AT
)
DROPPED = OrganisationNameDropped(
    **KEY, code="impersonation", dropped_by=OFFICER.actor_id, dropped_at=AT
)
TAKEN = replace(DROPPED, code=OWN, dropped_by=FOCAL.actor_id)
WAITS = (*HERE, PROPOSED)


def test_its_focal_point_proposes_a_name_and_an_officer_confirms_it() -> None:
    given(ORGANISATION, *HERE).when(PROPOSE, by=FOCAL).then(PROPOSED)
    given(ORGANISATION, *WAITS).when(CONFIRM, by=OFFICER).then(SAID)
    given(ORGANISATION, *WAITS).when(REFUSE, by=OFFICER).then(DROPPED)
    given(ORGANISATION, *WAITS).when(BACK, by=FOCAL).then(TAKEN)


@pytest.mark.parametrize("by", [MEMBER, ELSEWHERE, OFFICER])
def test_nobody_else_proposes_a_name_or_takes_it_back(by: Actor) -> None:
    given(ORGANISATION, *HERE).when(PROPOSE, by=by).then_forbidden()
    given(ORGANISATION, *WAITS).when(BACK, by=by).then_forbidden()


@pytest.mark.parametrize("command", [CONFIRM, REFUSE])
def test_no_organisation_confirms_its_own_name(command: Command) -> None:
    for by in (FOCAL, MEMBER, ELSEWHERE):
        given(ORGANISATION, *WAITS).when(command, by=by).then_forbidden()
    theirs = replace(OFFICER, organisation_id=ID)
    given(ORGANISATION, *WAITS).when(command, by=theirs).then_refused("your own organisation")


def test_one_name_waits_at_a_time_and_asking_twice_changes_nothing() -> None:
    other = replace(PROPOSE, proposal_id="n-2")
    given(ORGANISATION, *WAITS).when(other, by=FOCAL).then_refused("waits for an officer")
    given(ORGANISATION, *WAITS).when(PROPOSE, by=FOCAL).then_nothing()
    given(ORGANISATION, *WAITS, SAID).when(CONFIRM, by=OFFICER).then_nothing()
    given(ORGANISATION, *WAITS, DROPPED).when(REFUSE, by=OFFICER).then_nothing()
    later = replace(PROPOSED, proposal_id="n-2", proposed_at=AT + timedelta(days=1))
    for history in ((*WAITS, DROPPED), (*WAITS, TAKEN), (*WAITS, SAID)):
        given(ORGANISATION, *history).when(other, by=FOCAL, at=AT + timedelta(days=1)).then(later)


def test_a_page_that_stayed_open_decides_about_no_other_name() -> None:
    second = replace(PROPOSED, proposal_id="n-2")
    given(ORGANISATION, *WAITS, TAKEN, second).when(CONFIRM, by=OFFICER).then_refused("not wait")
    given(ORGANISATION, *WAITS, SAID).when(REFUSE, by=OFFICER).then_refused("not wait")
    given(ORGANISATION, *HERE).when(REFUSE, by=OFFICER).then_refused("not wait")
    odd = replace(REFUSE, code="views")
    given(ORGANISATION, *WAITS).when(odd, by=OFFICER).then_refused("from the list")


def test_only_what_is_in_the_register_is_called_otherwise() -> None:
    given(ORGANISATION, REGISTERED).when(PROPOSE, by=FOCAL).then_refused("not in the register")
    given(ORGANISATION, *WAITS, DISSOLVED).when(CONFIRM, by=OFFICER).then_refused(
        "not in the register"
    )


def test_a_page_that_stayed_open_confirms_no_other_entry_than_it_showed() -> None:
    seen = replace(CONFIRM_ENTRY, seen=fingerprint(REGISTERED.profile))
    given(ORGANISATION, REGISTERED).when(seen, by=OFFICER).then(CONFIRMED)
    given(ORGANISATION, REGISTERED, RENAMED).when(seen, by=OFFICER).then_refused("was changed")
    after = replace(seen, seen=fingerprint(RENAMED.profile))
    given(ORGANISATION, REGISTERED, RENAMED).when(after, by=OFFICER).then(CONFIRMED)


def test_an_entry_is_replaced_by_what_was_made_of_it_alone() -> None:
    """What it says is one text: whoever writes it anew would take what came meanwhile."""
    first = replace(RENAME, seen=fingerprint(REGISTERED.profile))
    given(ORGANISATION, REGISTERED).when(first, by=FOCAL).then(RENAMED)
    given(ORGANISATION, REGISTERED, RENAMED).when(first, by=FOCAL).then_refused("was changed")
    given(ORGANISATION, REGISTERED, RENAMED).when(RENAME, by=FOCAL).then(RENAMED)
    name = replace(CONFIRM, seen=first.seen)
    given(ORGANISATION, *WAITS).when(name, by=OFFICER).then(SAID)
    given(ORGANISATION, *WAITS, RENAMED).when(name, by=OFFICER).then_refused("was changed")


def test_what_the_first_officer_agreed_to_is_what_the_second_one_confirms() -> None:
    second = replace(OFFICER, actor_id="officer-2")
    agreed = (replace(REGISTERED, standing="unregistered"), FIRST)
    given(ORGANISATION, *agreed).when(CONFIRM_ENTRY, by=second).then(
        replace(CONFIRMED, confirmed_by="officer-2")
    )
    given(ORGANISATION, *agreed, RENAMED).when(CONFIRM_ENTRY, by=second).then(
        replace(FIRST, proposed_by="officer-2")
    )
