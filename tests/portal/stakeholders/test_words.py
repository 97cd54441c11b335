from portal.stakeholders import words
from portal.stakeholders.words import choices
from shared.reference import REGIONS, mandates
from shared.reference.terms import ENDS, MOST
from tests.support.portal import Pages
from tests.support.terms import TORTURE, Terms, ended, started


def test_each_code_has_its_word(portal: Pages) -> None:
    with portal.app.test_request_context():
        assert choices(words.ENDS)() == ENDS
        assert choices(words.SEATS)() == REGIONS
    assert set(words.KINDS) == {one.kind for one in mandates().values()}
    assert len(words.NUMBERS) == MOST


def test_the_pages_speak_french(portal: Pages) -> None:
    terms = Terms(portal.engine)
    terms.tell(started(seal=portal.vault.seal), ended())
    page = portal.visitor().get(f"/fr/mandates/{TORTURE}").text
    for said in ("depuis le", "Première période", "Le titulaire a démissionné", 'lang="fr"'):
        assert said in page
