"""What the template asks of each kind of partner (E.7), offered to the mandate to give."""

from typing import Any, get_args
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.partners import suggested
from shared.contracts.followup_partner_commands import TYPES, SetPartnerTask
from shared.contracts.followup_partners import Kind
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.missions import PARTNER_TASKS
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor


@pytest.fixture
def partners(portal: Pages) -> Partners:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=20)
    return Partners(missions)


def officer(portal: Pages) -> Visitor:
    own = {"mandates": frozenset({"sr-torture"})}
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, **own)


def test_each_kind_has_its_lines_and_each_line_a_title() -> None:
    assert PARTNER_TASKS.keys() == set(get_args(Kind))
    named = [name for some in PARTNER_TASKS.values() for name in some]
    assert sorted(named) == sorted(suggested.TITLES)


def test_a_line_is_offered_filled_in_and_given_once(portal: Pages, partners: Partners) -> None:
    """Its day is over: information was due 42 days before, so the form has today."""
    visitor = officer(portal)
    one = partners.admitted("nhri", "nhri-1", scope=("preparation",))
    page = f"/missions/{partners.missions.mission_id}/partners"
    shown = text(visitor.get(page).text)
    assert "Information and materials" in shown
    assert "Follow-up seminar" not in shown, "it is not admitted to what comes after"
    assert "Courtesy meeting" not in shown, "of another kind"
    new = f"{page}/{one}/tasks/new"
    form = visitor.get(f"{new}?line=information").text
    today = day_of(portal.clock()).isoformat()
    assert 'value="Information and materials"' in form
    assert f'value="{today}"' in form
    typed: dict[str, Any] = {
        "command_id": str(uuid4()),
        "title": "Shadow report",
        "part": "preparation",
        "due": today,
    }
    assert visitor.post(f"{new}?line=information", typed).status_code == 303
    kind, data, _ = asked_for(portal.asked[-1])
    command: object = TypeAdapter(TYPES[kind]).validate_python(data)
    assert isinstance(command, SetPartnerTask)
    partners.ask(
        *(SetPartnerTask, one),
        task_id=command.task_id,
        part=command.part,
        due=command.due,
        title=command.title,
    )
    shown = text(visitor.get(page).text)
    assert "Shadow report" in shown
    assert "Information and materials" not in shown
    for line in ("courtesy", "seminar", "tea"):
        assert "Courtesy" not in visitor.get(f"{new}?line={line}").text
        assert "seminar" not in visitor.get(new).text
