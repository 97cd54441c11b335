"""What waits for a Government, the most pressing first, and nothing of another State."""

from portal.app.read_models import READ_MODELS
from portal.followup.replies.read_model import REPLIES
from shared.contracts.followup_visit_commands import (
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitDates,
    LogVisitRequest,
    StrikeVisitDocument,
)
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.actions import Actions
from tests.support.followup import LETTER, due, tell
from tests.support.incidents import Incidents
from tests.support.missions import Missions
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.reprisals import known
from tests.support.rounds import GOVERNMENT, ONE, TWO, Rounds
from tests.support.visit_reports import Reports, ended
from tests.support.visits import Visits

GLANCE = "/government-overview"
KINDS = ("letters", "rounds", "drafts", "actions", "recommendations", "visits", "incidents")
VISITS = "/visit-correspondence/sr-torture/KEN"


def government(portal: Pages, *states: str) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset(states))


def order(page: str) -> list[str]:
    return sorted(KINDS, key=lambda code: page.index(f'<h2 class="govuk-heading-m" id="{code}"'))


def test_a_government_finds_what_waits_and_leads_to_each_page(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    stranger = government(portal, "FRA")
    empty = text(stranger.get(GLANCE).text)
    assert empty.count("Here you ") == len(KINDS) + 1, "each says so, and programmes beside them"

    tell(portal.engine, REPLIES, [due()])
    known(portal.engine, LETTER)
    some = Rounds(portal.engine, portal.vault, portal.clock())
    some.recommend()
    some.opened("org-1", days=3)
    actions = Actions(portal.engine, portal.vault, portal.clock())
    actions.planned()
    actions.measured("Cells with windows", days=10)
    missions = ended(Missions(portal.engine, portal.vault, portal.clock()))
    reports = Reports(missions).to("with_state")
    incidents = Incidents(portal.engine, portal.vault, portal.clock(), missions.mission_id)
    put = incidents.logged()
    incidents.put(put, "Quib was stopped")

    visitor = government(portal, "CHE", "KEN")
    assert f'href="{GLANCE}"' in visitor.get("/replies").text, "from the header"
    page = visitor.get(GLANCE).text
    answer = f"/rounds/{some.round_id}/answer"
    waits = (answer, reports.page, f"/visit-incidents/{put.incident_id}")
    report = f"/actions/{actions.action_id}/indicators/{actions.indicator_id}"
    for leads in (*waits, f"/recommendations/{ONE}", f"/recommendations/{TWO}"):
        assert f'href="{leads}"' in page, leads
    assert report in page
    assert "Cells with windows" in page
    assert "UA CHE 1/2026</bdi></a>" in page
    assert 'href="/recommendations?standing=open&amp;information=without"' in page
    assert "Quib was stopped" not in page, "its words stand on its own page"
    rounds, actions_, drafts = (order(page).index(one) for one in ("rounds", "actions", "drafts"))
    assert rounds < actions_ < drafts, "in 3, 10 and 42 days"
    assert order(page)[-1] == "visits", "nothing waits there"

    assert text(stranger.get(GLANCE).text) == empty
    for other in (Role.CONTACT_POINT, Role.DESK_OFFICER, Role.MANDATE_HOLDER):
        assert portal.signed_in(other).get(GLANCE).status_code == 403

    some.keep(GOVERNMENT, "Done")
    some.submit(GOVERNMENT)
    incidents.answered(put, "It was not")
    after = visitor.get(GLANCE).text
    assert answer not in after, "it is answered"
    assert waits[-1] not in after
    some.compile()
    some.send()
    table = f'href="/rounds/{some.round_id}/table"'
    assert table in visitor.get(GLANCE).text, "its comments are awaited"
    some.comment("Nothing to add.")
    assert table not in visitor.get(GLANCE).text


def test_a_letter_about_a_visit_waits_until_it_is_answered(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    visits = Visits(portal.engine, portal.vault, portal.clock())
    visitor = government(portal, "KEN")

    def waits() -> list[str]:
        page = visitor.get(GLANCE).text
        said = {
            "Request": "Request",
            "dates": "Proposal of dates",
            "terms": "Terms of reference sent",
        }
        return [name for name, title in said.items() if f"<bdi>{title}</bdi></a>" in page]

    visits.log(LogVisitRequest, ago=200, kind="official")
    visits.log(LogVisitAcknowledgement, ago=190, by="state")
    assert waits() == ["Request"], "that it arrived is no answer"
    visits.log(LogVisitAcceptance, ago=90, dates=None)
    assert waits() == []
    visits.log(LogVisitDates, ago=60, by="mandate", dates=visits.window())
    sent = visits.log(LogTermsOfReference, ago=50, version="2016")
    assert waits() == ["dates", "terms"]
    visits.log(LogVisitDates, ago=40, by="state", dates=visits.window(120))
    assert waits() == ["terms"]
    visits.ask(StrikeVisitDocument, document_id=sent)
    assert waits() == [], "what was struck is no letter any more"
    visits.log(LogTermsOfReference, ago=30, version="2016")
    assert waits() == ["terms"]
    visits.log(LogTermsAnswer, ago=20, value="accepted", reservations=())
    assert waits() == []
