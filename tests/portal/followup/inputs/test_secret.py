"""Nobody outside learns from any page that contributions came, a Government least of all (E.10).

A page shows what is in tables. So first: no table of anybody else changes with a contribution, and
no other area reads those that do. Then the bytes of a Government's pages, and of everybody's.
"""

import re
from pathlib import Path

from portal.app.areas import AREAS
from portal.app.packages import values
from portal.followup.inputs.read_model import INPUTS
from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import FOLLOWUP_SERVICE
from services.intake.app import INTAKE_SERVICE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts import followup_inputs as facts
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_input_commands import (
    ChooseContributionPublication,
    WithdrawContribution,
)
from shared.core.roles import Role
from tests.followup.inputs import FILE, RECEIVED, TEXT, told
from tests.portal.followup.reprisals.test_secret import anonymous
from tests.support.inputs import Inputs
from tests.support.missions import Missions
from tests.support.portal import Pages, Visitor
from tests.support.reprisal_cases import published

SERVICES = (INTAKE_SERVICE, APPROVALS_SERVICE, FOLLOWUP_SERVICE, STAKEHOLDERS_SERVICE)
FACTS = (
    RECEIVED,
    told(facts.ContributionAddedTo, addition_id="a-1", text=TEXT),
    told(facts.ContributionFileAdded, **FILE),
    told(facts.ContributionPublicationChosen, publication="no"),
    told(facts.ContributionMarked, read=True, by="officer-1"),
    told(facts.ContributionNoted, note_id="n-1", note=TEXT, by="officer-1"),
    told(facts.ContributionNameSetAside, aside=True, reason=TEXT, by="officer-1"),
    told(facts.ContributionPublished, published=True, by="officer-1"),
    told(facts.ContributionWithdrawn),
)


def test_no_table_of_anybody_else_changes_with_a_contribution() -> None:
    """Neither a row of a page, a count, a notice, nor what a service does about a fact."""
    assert not [kind for kind in FOLLOWUP.feed if kind.__name__.startswith(("Contrib", "Input"))]
    arrived = [published(fact, "contribution-1", number) for number, fact in enumerate(FACTS, 1)]
    every = [one for stored in values("stored") for one in stored.read_models]
    others = [one for one in every if FOLLOWUP in one.contracts and one is not INPUTS]
    assert len(others) > 5
    for one in others:
        assert not [fact for fact in arrived if list(one.project(fact))], one.consumer
    for service in SERVICES:
        assert not [fact for fact in FACTS if list(service.react(fact))], service.name


def test_no_other_area_reads_the_tables_of_contributions() -> None:
    own = Path("portal/followup/inputs")
    reads = {
        str(path)
        for path in Path("portal").rglob("*.py")
        if own not in path.parents and re.search(r"followup[./]inputs\b", path.read_text())
    }
    by_the_queries = {"portal/homes/dossiers/queries.py", "portal/homes/dossiers/words.py"}
    due = str(Path("portal/homes").joinpath("work", "due.py"))
    of_calls = {
        due: ["import queries as inputs", ".announced import CALLS"],
        "portal/public/register/events.py": [".announced import CALLS"],
        "portal/public/register/one_visit.py": [".announced import CALLS"],
        "portal/public/register/of_visits.py": [".announced import FOR_ALL"],
        "portal/public/register/published.py": [".announced import CALLS"],
        "portal/public/briefings/sources.py": [".announced import ANNOUNCED, CALLS"],
        "portal/homes/notices/visit_tasks.py": ["import news as calls"],
        "portal/followup/tellings/mine.py": [".queries import Contribution"],
        "portal/followup/tellings/queries.py": ["import queries as inputs"],
        "portal/homes/institution/board.py": ["import queries as inputs"],
    }
    for path, reads_of_it in of_calls.items():
        said = re.findall(r"followup[./]inputs\b(.*)", Path(path).read_text())
        assert [one.strip() for one in said] == reads_of_it, path
    assert reads - by_the_queries - of_calls.keys() == {
        "portal/app/packages.py",
        "portal/followup/partners/demo.py",
    }


def test_the_bytes_of_a_governments_pages_are_the_same_with_and_without(portal: Pages) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=90)
    inputs = Inputs(portal, missions)
    call_id = inputs.issue("What of prisons?")
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    people = {"government": government, "anybody": portal.visitor()}
    before = everything(portal, people, call_id, missions.mission_id)
    assert before["anybody", f"/calls-for-input/{call_id}"].startswith("200")
    secret = inputs.submit(call_id, "Cells of Quib", name="Ada Nox")
    allowed = inputs.submit(call_id, "Wards of Rill", publication="named")
    inputs.ask(
        ChooseContributionPublication(contribution_id=allowed, publication="unnamed"), sender=True
    )
    assert everything(portal, people, call_id, missions.mission_id) == before
    for one in (secret, allowed):
        inputs.ask(WithdrawContribution(contribution_id=one), sender=True)
    assert everything(portal, people, call_id, missions.mission_id) == before


def everything(
    portal: Pages, people: dict[str, Visitor], call_id: str, mission_id: str
) -> dict[tuple[str, str], str]:
    """Return each page of a Government's header, those of the call, and what it is refused."""
    with portal.app.test_request_context():
        own = [
            portal.app.url_for(place.endpoint, _external=False)
            for area in AREAS
            for place in area.places
            if Role.GOVERNMENT in place.roles and place.endpoint in portal.app.view_functions
        ]
    paths = [
        *own,
        "/notices",
        "/search?q=Quib",
        "/country-visits",
        "/calls-for-input",
        f"/calls-for-input/{call_id}",
        f"/calls-for-input/{call_id}/contribute",
        f"/missions/{mission_id}",
        f"/missions/{mission_id}/input",
    ]
    found = {}
    for who, visitor in people.items():
        for path in dict.fromkeys(paths):
            answer = visitor.get(path)
            found[who, path] = f"{answer.status_code} {anonymous(answer.text)}"
    return found
