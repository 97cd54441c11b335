"""Nothing of a debrief is read by the State, the Committee, in feeds, counts or mails (E.10)."""

from dataclasses import replace

from portal.app.packages import values
from portal.followup.debriefs.read_model import DEBRIEFS
from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.debrief import MarkDebriefed
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_debriefs import TYPES
from shared.core.roles import Role
from tests.followup.debriefs import (
    ANSWERED,
    CALLED_AGAIN,
    CALLED_OFF,
    CORRECTED,
    HELD,
    INVITED_TO,
    KEPT,
    PART_WRITTEN,
)
from tests.portal.followup.threads.test_secret import shown
from tests.support.debriefs import Debriefs
from tests.support.missions import Missions
from tests.support.portal import Pages
from tests.support.reprisal_cases import published
from tests.support.visit_reports import ended

FACTS = (
    KEPT,
    HELD,
    PART_WRITTEN,
    replace(CORRECTED, step=3),
    INVITED_TO,
    ANSWERED,
    CALLED_OFF,
    CALLED_AGAIN,
)


def test_no_table_of_anybody_else_changes_with_a_debrief() -> None:
    """Neither a count, a line of the feed, nor a notice: a service marks that it was held."""
    assert {type(fact) for fact in FACTS} == set(TYPES.values()), "each fact of a debrief"
    assert not [kind for kind in FOLLOWUP.feed if kind.__name__.startswith("Debrief")]
    arrived = [published(fact, "missiondebrief-1", number) for number, fact in enumerate(FACTS, 1)]
    every = [one for stored in values("stored") for one in stored.read_models]
    others = [one for one in every if FOLLOWUP in one.contracts and one is not DEBRIEFS]
    assert len(others) > 5
    for one in others:
        assert not [fact for fact in arrived if list(one.project(fact))], one.consumer
    asked = [command for fact in FACTS for command in FOLLOWUP_SERVICE.react(fact)]
    assert {type(command) for command in asked} == {MarkDebriefed}


def test_no_byte_of_a_governments_pages_comes_of_a_debrief(portal: Pages) -> None:
    missions = ended(Missions(portal.engine, portal.vault, portal.clock()))
    missions.official("Minister Zora")
    debriefs = Debriefs(missions)
    state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    debrief = f"/missions/{missions.mission_id}/debrief"
    programme = f"/visit-programmes/{missions.mission_id}"
    paths = (debrief, programme, "/visit-programmes", "/visit-notes", "/notices", "/search?q=Quib")
    before = {path: shown(state, path) for path in paths}
    assert before[debrief].startswith("403")
    assert "Minister Zora" in before[programme]
    debriefs.held("Quib words")
    debriefs.part("Quib of the team")
    debriefs.held("Quib again")
    assert {path: shown(state, path) for path in paths} == before
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert committee.get(debrief).status_code == 403
