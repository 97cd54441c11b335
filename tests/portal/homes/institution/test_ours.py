"""What an institution's people find on "Our institution", and what others do not."""

from portal.app.read_models import READ_MODELS
from portal.public.register.read_model import REGISTER
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.portal.followup.recommendations.story import PAGE, told
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.advice import Counsel
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor
from tests.support.publication import arriving, recommended
from tests.support.ready import ready

OURS = "/our-institution"


def institution(portal: Pages, number: int = 1) -> Visitor:
    return portal.signed_in(
        Role.CONTACT_POINT, account_id="nadia", organisation_id=named(number), organisation="Z"
    )


def test_an_institution_finds_its_grade_its_state_and_what_it_asked(portal: Pages) -> None:
    register, counsel = Register(portal.engine, portal.vault), Counsel(portal.engine, portal.vault)
    register.confirmed(named(1), "Zanthor Commission", type="nhri", country="CHE")
    register.tell(register.decided(named(1), "A"))
    told(portal, invited=(named(1),))
    ready(portal.engine, READ_MODELS)
    here = recommended("Close every basement.", addressee="CHE")
    Applier(portal.engine, REGISTER).apply(
        arriving(here, recommended("Open the other files.", number=2, addressee="FRA"))
    )
    counsel.asked(named(1), question="Quib question")
    nadia = institution(portal)
    assert f'href="{OURS}"' in nadia.get("/submissions/").text, "from where they land"
    page = nadia.get(OURS).text
    words = main(page)
    for said in (
        "Accreditation by GANHRI A:",
        "2 Mar 2026",
        "What is public on Switzerland",
        "A law or a",
    ):
        assert said in words
    assert "Close every basement." in words
    assert "Open the other files." not in words, "of another State"
    assert f'href="{PAGE}"' in page
    assert "Quib question" not in words, "it stands on the page of the request"


def test_without_an_entry_no_state_and_no_grade_stand_there(portal: Pages) -> None:
    Register(portal.engine, portal.vault)
    Counsel(portal.engine, portal.vault)
    words = main(institution(portal).get(OURS).text)
    assert "not in the register of organisations" in words
    assert "What is public on" not in words
    assert portal.signed_in(Role.NGO_MEMBER, organisation_id=named(1)).get(OURS).status_code == 403
