"""What a Government reads of the programme of a visit, and no trace of partners (E.10, VR6)."""

from dataclasses import replace
from typing import Any

from shared.contracts.followup_mission_commands import SetProgrammeItem
from shared.core.roles import Role
from tests.portal.followup.partners.test_pages import NGO, SECRET, partners
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages

__all__ = ["partners"]


def test_a_government_reads_what_was_exchanged_also_once_the_visit_is_over(
    portal: Pages, partners: Partners
) -> None:
    """And not a byte that comes of partners or of the confidential programme (VR6)."""
    state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    page = f"/visit-programmes/{partners.missions.mission_id}"
    before = text(state.get(page).text), text(state.get("/visit-programmes").text)
    assert "Minister Zora" in before[0]
    assert page in state.get("/visit-programmes").text
    partners.task(partners.admitted(*NGO), "Task of org-1")
    partners.missions.confidential("Widow Quib again")
    assert (text(state.get(page).text), text(state.get("/visit-programmes").text)) == before
    for secret in (*SECRET, "Tarn", "18:45", "Old mill"):
        assert secret not in before[0]
    other = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"FRA"}))
    assert other.get(page).status_code == 404
    assert "will appear here" in text(other.get("/visit-programmes").text)
    for what in ("security_cleared", "began", "ended", "completed"):
        partners.missions.step(what)
    assert "Minister Zora" in text(state.get(page).text)


def test_of_a_mission_of_which_nothing_was_exchanged_a_government_reads_nothing(
    portal: Pages,
) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    for unknown in ("proposed", "held", "refused", "cancelled", "withdrawn"):
        missions.official(f"Never told, {unknown}", state=unknown)
    missions.confidential("Widow Quib")
    state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    got = state.get(f"/visit-programmes/{missions.mission_id}").text
    assert "will appear here" in got
    for secret in ("Never told", "Quib"):
        assert secret not in got


def test_a_government_reads_an_item_as_it_confirmed_it(portal: Pages, partners: Partners) -> None:
    """Not what is typed afterwards; a meeting that falls away says so; what moves waits."""
    state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    item = partners.missions.item("Minister Zora")
    later = partners.missions.item("Written afterwards").text
    steps: tuple[tuple[Any, str | None], ...] = (
        ("held", "Held"),
        ("cancelled", "Cancelled"),
        ("refused", "Refused by the State"),
        ("proposed", None),
        ("withdrawn", None),
    )
    for now, shown in steps:
        partners.missions.ask(SetProgrammeItem, item=replace(item, state=now, text=later))
        got = text(state.get(f"/visit-programmes/{partners.missions.mission_id}").text)
        assert ("Minister Zora" in got) is (shown is not None)
        assert shown is None or shown in got
        assert "Written afterwards" not in got
