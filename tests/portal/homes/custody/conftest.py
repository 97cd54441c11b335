"""What a mandate that ended left of visits: a file, a mission, a report and a round."""

from dataclasses import dataclass
from typing import Any

import pytest

from portal.followup.inputs.read_model import INPUTS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.statements.read_model import STATEMENTS
from portal.web.accounts.account import actor_of
from services.followup.mission.passing import PassMissionOn
from services.followup.mission.passing import pass_on as pass_mission
from services.followup.round.passing import PassRoundOn
from services.followup.round.passing import pass_on as pass_round
from services.followup.visit_file.passing import PassVisitFileOn
from services.followup.visit_file.passing import pass_on as pass_file
from services.followup.visit_report.passing import PassVisitReportOn
from services.followup.visit_report.passing import pass_on as pass_report
from shared.contracts.followup_visit_commands import (
    LogVisitRequest,
)
from shared.contracts.stakeholders_custody import Item
from shared.core.actor import Actor, Asked, system
from shared.core.roles import Role
from shared.reference.visits import visit_file_id
from tests.portal.homes.custody.test_custody import ENDED, PAGE, TO
from tests.stakeholders import test_registry as registry
from tests.support.letters import LEAD
from tests.support.missions import Missions
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.rounds import Rounds
from tests.support.terms import Terms
from tests.support.visit_reports import Reports
from tests.support.visits import Visits

FILE = visit_file_id(LEAD, "KEN")


@dataclass
class World:
    """A visit file, its mission, a report on another visit of it, and a round."""

    portal: Pages

    def __post_init__(self) -> None:
        engine, vault, at = self.portal.engine, self.portal.vault, self.portal.clock()
        ready(engine, [COMMUNICATIONS, STATEMENTS, REPLIES, RECOMMENDATIONS, INPUTS])
        self.terms = Terms(engine)
        self.visits = Visits(engine, vault, at)
        self.visits.log(LogVisitRequest, "KEN", ago=400, kind="official")
        self.missions = Missions(engine, vault, at)
        self.missions.hear()
        for what in ("security_cleared", "began", "ended"):
            self.missions.step(what)
        self.reports = Reports(self.missions).to("approved")
        self.rounds = Rounds(engine, vault, at)
        self.rounds.recommend()
        self.rounds.opened("org-1")
        self.terms.tell(registry.CREATED, registry.OTHER_CREATED, ENDED)

    def item(self, kind: Item) -> str:
        return {
            "visit-files": FILE,
            "missions": self.missions.mission_id,
            "visit-reports": self.missions.mission_id,
            "rounds": self.rounds.round_id,
        }[kind]

    def path(self, kind: Item) -> str:
        return f"{PAGE}/{LEAD}/{kind}/{self.item(kind)}"

    def passed(self, kind: Item, to: str | None = TO) -> None:
        """Let the service obey the decision of the Chief."""
        asked = Asked(at=self.missions.at, by=system("followup"))
        of: dict[str, Any] = {"mandate": LEAD, "to": to}
        match kind:
            case "visit-files":
                file = self.visits.states[FILE]
                self.visits.tell(*pass_file(PassVisitFileOn(visit_file_id=FILE, **of), asked, file))
            case "missions":
                mission = PassMissionOn(mission_id=self.item(kind), **of)
                self.missions._told(pass_mission(mission, asked, self.missions.mission))
            case "visit-reports":
                report = PassVisitReportOn(mission_id=self.item(kind), **of)
                self.reports._told(pass_report(report, asked, self.reports._state()))
            case "rounds":
                one = PassRoundOn(round_id=self.item(kind), **of)
                self.rounds._tell(*pass_round(one, asked, self.rounds.state))
            case _:
                pytest.fail(f"not of a visit: {kind}")


@pytest.fixture
def world(portal: Pages) -> World:
    return World(portal)


@pytest.fixture
def chief(portal: Pages, world: World) -> Visitor:
    return portal.signed_in(Role.CHIEF)


def holder(portal: Pages, mandate: str) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({mandate}))


def actor(portal: Pages, mandate: str, role: Role = Role.MANDATE_HOLDER) -> Actor:
    return actor_of(portal.person(role, mandates=frozenset({mandate})))
