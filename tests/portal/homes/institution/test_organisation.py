"""What an organisation finds at a glance, and that no other organisation finds any of it."""

from portal.app.read_models import READ_MODELS
from shared.contracts.followup_partner_commands import EndPartner
from shared.core.roles import Role
from tests.portal.followup.incidents.test_others import reported
from tests.portal.followup.partners.test_pages import NGO, NHRI, comes
from tests.portal.stakeholders.test_pages import text
from tests.support.incidents import Incidents
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.rounds import NGO as MEMBER
from tests.support.rounds import ONE, TWO, Rounds
from tests.support.submissions import ID, Told, received

OURS = "/our-overview"
TASK = "Quib find a hall"
NOTHING = (
    "appear here until they are done",
    "What you file appears here",
    "invites you to it, or you sent information",
    "once a mandate asks you",
    "while you are admitted",
    "Incidents that are reported will",
    "Open calls will",
)


def test_an_organisation_finds_what_is_its_own_and_leads_to_each_page(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    stranger = portal.signed_in(Role.NGO_MEMBER, account_id="stranger", organisation_id="org-9")
    empty = text(stranger.get(OURS).text)
    assert [said for said in NOTHING if said not in empty] == []

    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    partners, some = Partners(missions), Rounds(portal.engine, portal.vault, portal.clock())
    some.recommend()
    some.opened("org-1", "nhri-1")
    visitor, institution = comes(portal, *NGO), comes(portal, *NHRI)
    Told(portal.engine).tell(received(seal=portal.vault.seal))
    mine, theirs = partners.admitted(*NGO), partners.admitted(*NHRI)
    partners.task(mine, TASK)
    incidents = Incidents(portal.engine, portal.vault, portal.clock(), missions.mission_id)
    reported(incidents, partners, NGO, "Words on the road")

    assert f'href="{OURS}"' in visitor.get("/submissions/").text, "from where they land"
    page = visitor.get(OURS).text
    answer = f"/rounds/{some.round_id}/answer"
    for leads in (
        *(f"/submissions/{ID}", answer, f"/my-visits/{mine}", f"/my-visits/{mine}/incidents"),
        *(f"/recommendations/{ONE}", f"/recommendations/{TWO}"),
    ):
        assert f'href="{leads}"' in page, leads
    assert TASK in page
    assert page.count(answer) == 2, "it falls due, and stands among the rounds"
    assert "Words on the road" not in page, "its words stand on the page of the incidents"

    own = institution.get("/our-institution").text
    assert answer in own
    assert f"/my-visits/{theirs}" in own
    again = text(stranger.get(OURS).text)
    for other in (again, own):
        assert TASK not in other
        assert mine not in other
    assert [said for said in NOTHING if said not in again] == []
    assert institution.get(OURS).status_code == 403

    some.keep(MEMBER, "Done")
    some.submit(MEMBER, "Org one")
    partners.ask(EndPartner, mine)
    after = visitor.get(OURS).text
    assert after.count(answer) == 1, "it is answered, and falls due no more"
    assert TASK not in after
    assert "#reported" in after, "what it reported is read for a time"
