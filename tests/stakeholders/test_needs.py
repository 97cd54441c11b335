"""Views on what a mandate needs: who gives one and until when, returned, corrected, withdrawn."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.needs import NEEDS
from shared.contracts.stakeholders_needs import (
    NeedsViewGiven,
    NeedsViewReturned,
    NeedsViewWithdrawn,
    TermsOfReferenceSet,
)
from shared.contracts.stakeholders_needs_commands import (
    GiveNeedsView,
    ReturnNeedsView,
    SetTermsOfReference,
    WithdrawNeedsView,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders.ending import appointed
from tests.stakeholders.selection import (
    AFTER,
    CALLED,
    DECLARED,
    ESTABLISHED,
    MANDATE,
    MEMBER,
    OFFICER,
    SECOND,
    VACANCY_ID,
    applied,
    sealed,
    withdrawn,
)
from tests.stakeholders.test_way_on import LAPSED

HOLDER = Actor(
    actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({MANDATE})
)
FOCAL = Actor(actor_id="focal", roles=frozenset({Role.FOCAL_POINT}), organisation_id="ngo")
NHRI = Actor(actor_id="nhri", roles=frozenset({Role.CONTACT_POINT}), organisation_id="nhri")
OPEN = (DECLARED, CALLED)
GIVE = GiveNeedsView(
    vacancy_id=VACANCY_ID,
    view_id="v-1",
    capacity="organisation",
    consent="anonymous",
    text=sealed("visits"),
)
BY_HOLDER = replace(GIVE, capacity="holder", consent="named")
WITHDRAW = WithdrawNeedsView(vacancy_id=VACANCY_ID, view_id="v-1")
RETURN = ReturnNeedsView(vacancy_id=VACANCY_ID, view_id="v-1", version=1, reason=sealed("a name"))
SET = SetTermsOfReference(vacancy_id=VACANCY_ID, text=sealed("as in resolution 52/7"))
COMMANDS = (GIVE, WITHDRAW, RETURN, SET)
WITHDRAWN = NeedsViewWithdrawn(vacancy_id=VACANCY_ID, view_id="v-1", withdrawn_at=AT)
RETURNED = NeedsViewReturned(
    vacancy_id=VACANCY_ID,
    view_id="v-1",
    version=1,
    author_id="focal",
    reason=sealed("a name"),
    returned_by="officer",
    returned_at=AT,
)


def told(
    command: GiveNeedsView = GIVE, by: str = "focal", version: int = 1, at: Any = AT
) -> NeedsViewGiven:
    return NeedsViewGiven(
        vacancy_id=VACANCY_ID,
        view_id="v-1",
        version=version,
        author_id=by,
        capacity=command.capacity,
        consent=command.consent,
        text=command.text,
        given_at=at,
    )


def test_the_holder_and_who_speaks_for_an_organisation_give_a_view_until_the_call_closes() -> None:
    given(NEEDS, *OPEN).when(GIVE, by=FOCAL).then(told())
    given(NEEDS, *OPEN).when(GIVE, by=NHRI).then(told(by="nhri"))
    given(NEEDS, *OPEN).when(BY_HOLDER, by=HOLDER).then(told(BY_HOLDER, "holder"))
    for before, at in (((DECLARED,), AT), (OPEN, AFTER), ((*OPEN, LAPSED), AT)):
        given(NEEDS, *before).when(GIVE, by=FOCAL, at=at).then_refused("until the call closes")
    given(NEEDS).when(GIVE, by=FOCAL).then_refused("no such vacancy")


@pytest.mark.parametrize(
    ("command", "by"),
    [
        (GIVE, HOLDER),
        (GIVE, replace(FOCAL, organisation_id=None)),
        (BY_HOLDER, FOCAL),
        (BY_HOLDER, replace(HOLDER, mandates=frozenset({"sr-food"}))),
        (GIVE, OFFICER),
    ],
)
def test_nobody_else_gives_one(command: GiveNeedsView, by: Actor) -> None:
    given(NEEDS, *OPEN).when(command, by=by).then_forbidden()


def test_whoever_applied_or_sits_on_the_panel_gives_none() -> None:
    mine = applied("c-1", "focal")
    given(NEEDS, *OPEN, mine).when(GIVE, by=FOCAL).then_forbidden()
    given(NEEDS, *OPEN, mine, withdrawn("c-1", listed=False)).when(GIVE, by=FOCAL).then(told())
    member = replace(MEMBER, roles=frozenset({Role.FOCAL_POINT}), organisation_id="ngo")
    given(NEEDS, *OPEN, ESTABLISHED).when(GIVE, by=member).then_forbidden()


def test_its_author_corrects_it_and_withdraws_it_and_nobody_else_does() -> None:
    other = replace(GIVE, text=sealed("more visits"))
    given(NEEDS, *OPEN, told()).when(GIVE, by=FOCAL).then_nothing()
    given(NEEDS, *OPEN, told()).when(other, by=FOCAL).then(told(other, version=2))
    given(NEEDS, *OPEN, told()).when(GIVE, by=NHRI).then_forbidden()
    given(NEEDS, *OPEN, told(), WITHDRAWN).when(GIVE, by=FOCAL).then(told(version=2))
    late = replace(WITHDRAWN, withdrawn_at=AFTER)
    given(NEEDS, *OPEN, told()).when(WITHDRAW, by=FOCAL, at=AFTER).then(late)
    given(NEEDS, *OPEN, told(), WITHDRAWN).when(WITHDRAW, by=FOCAL).then_nothing()
    for before in (OPEN, (*OPEN, told())):
        given(NEEDS, *before).when(WITHDRAW, by=NHRI).then_forbidden()


def test_an_officer_returns_what_speaks_of_a_person_and_the_author_corrects_it() -> None:
    given(NEEDS, *OPEN, told()).when(RETURN, by=OFFICER).then(RETURNED)
    given(NEEDS, *OPEN, told(), RETURNED).when(RETURN, by=OFFICER).then_nothing()
    given(NEEDS, *OPEN, told(), RETURNED).when(GIVE, by=FOCAL).then(told(version=2))
    again = (*OPEN, told(), RETURNED, told(version=2))
    given(NEEDS, *again).when(RETURN, by=OFFICER).then_refused("changed since")
    given(NEEDS, *OPEN, told(), WITHDRAWN).when(RETURN, by=OFFICER).then_refused("no such view")
    given(NEEDS, *OPEN, RETURNED).when(RETURN, by=OFFICER).then_refused("no such view")
    given(NEEDS, *OPEN, told()).when(RETURN, by=FOCAL).then_forbidden()
    given(NEEDS, *OPEN, told(by="second")).when(RETURN, by=SECOND).then_forbidden()


def test_the_terms_of_reference_are_the_officers() -> None:
    fact = TermsOfReferenceSet(vacancy_id=VACANCY_ID, text=SET.text, set_by="officer", set_at=AT)
    given(NEEDS, DECLARED).when(SET, by=OFFICER).then(fact)
    given(NEEDS, DECLARED, fact).when(SET, by=OFFICER).then_nothing()
    given(NEEDS, DECLARED).when(SET, by=FOCAL).then_forbidden()
    for over in (LAPSED, appointed("c-1")):
        given(NEEDS, *OPEN, over).when(SET, by=OFFICER).then_refused("is over")


def test_an_officer_who_applied_decides_about_neither() -> None:
    before = (*OPEN, told(), applied("c-1", "officer"))
    gone = withdrawn("c-1", listed=False)
    for command in (RETURN, SET):
        given(NEEDS, *before).when(command, by=OFFICER).then_forbidden()
    given(NEEDS, *before, gone).when(RETURN, by=OFFICER).then(RETURNED)
