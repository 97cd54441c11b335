"""Who services a mandate: assigned by the Chief, from a day, until a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.stakeholders.servicing import SERVICING
from shared.contracts.stakeholders_servicing import (
    ServicingOfficerAssigned,
    ServicingOfficerEnded,
)
from shared.contracts.stakeholders_servicing_commands import (
    AssignServicingOfficer,
    Command,
    EndServicing,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders.test_registry import CHIEF

FIRST, LAST = date(2026, 1, 12), date(2026, 6, 30)
ASSIGN = AssignServicingOfficer(
    assignment_id="a-1",
    mandate="sr-torture",
    officer_id="officer-1",
    deputy_id="officer-2",
    share=50,
    starts_on=FIRST,
)
ASSIGNED = ServicingOfficerAssigned(
    assignment_id="a-1",
    mandate="sr-torture",
    officer_id="officer-1",
    deputy_id="officer-2",
    share=50,
    starts_on=FIRST,
    recorded_by="chief-1",
    recorded_at=AT,
)
END = EndServicing(mandate="sr-torture", assignment_id="a-1", ended_on=LAST)
ENDED = ServicingOfficerEnded(
    assignment_id="a-1",
    mandate="sr-torture",
    ended_on=LAST,
    recorded_by="chief-1",
    recorded_at=AT,
)
AGAIN = replace(ASSIGN, assignment_id="a-2")


def test_an_officer_is_assigned_and_leaves_once() -> None:
    given(SERVICING).when(ASSIGN, by=CHIEF).then(ASSIGNED)
    given(SERVICING, ASSIGNED).when(ASSIGN, by=CHIEF).then_nothing()
    given(SERVICING, ASSIGNED).when(END, by=CHIEF).then(ENDED)
    given(SERVICING, ASSIGNED, ENDED).when(END, by=CHIEF).then_nothing()
    other = replace(END, ended_on=LAST + timedelta(days=1))
    given(SERVICING, ASSIGNED, ENDED).when(other, by=CHIEF).then_refused("recorded already")


def test_several_officers_service_a_mandate_and_each_of_them_once_on_a_day() -> None:
    other = replace(AGAIN, officer_id="officer-3")
    given(SERVICING, ASSIGNED).when(other, by=CHIEF).then(
        replace(ASSIGNED, assignment_id="a-2", officer_id="officer-3")
    )
    given(SERVICING, ASSIGNED).when(AGAIN, by=CHIEF).then_refused("on that day already")
    on_last = replace(AGAIN, starts_on=LAST)
    given(SERVICING, ASSIGNED, ENDED).when(on_last, by=CHIEF).then_refused("already")
    after = replace(AGAIN, starts_on=LAST + timedelta(days=1))
    given(SERVICING, ASSIGNED, ENDED).when(after, by=CHIEF).then(
        replace(ASSIGNED, assignment_id="a-2", starts_on=after.starts_on)
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(ASSIGN, mandate="sr-nothing"), "from the list"),
        (replace(ASSIGN, share=0), "from 1 to 100 percent"),
        (replace(ASSIGN, share=101), "from 1 to 100 percent"),
        (replace(ASSIGN, deputy_id="officer-1"), "another person"),
        (replace(END, assignment_id="a-9"), "never assigned"),
        (replace(END, ended_on=FIRST - timedelta(days=1)), "from 12 Jan 2026 on"),
    ],
)
def test_what_cannot_be_is_refused(wrong: Command, sentence: str) -> None:
    history = () if isinstance(wrong, AssignServicingOfficer) else (ASSIGNED,)
    given(SERVICING, *history).when(wrong, by=CHIEF).then_refused(sentence)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_assigns(role: Role) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"sr-torture"}))
    given(SERVICING).when(ASSIGN, by=other).then_forbidden()
    given(SERVICING, ASSIGNED).when(END, by=other).then_forbidden()


def test_an_end_without_a_beginning_folds() -> None:
    assert SERVICING.fold([ENDED]) == {}
