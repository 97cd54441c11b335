"""The source chooses the language of everything that comes back to it."""

import hmac
import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.casefile.filing import Filing
from portal.casefile.submissions import wanted
from portal.casefile.submissions.receive import receive
from portal.source.channel import paper
from portal.web.accounts.channel_tables import channels
from portal.web.delivery.outbox import outbox
from portal.web.i18n.languages import LANGUAGES as TAGS
from shared.core.actor import Actor
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from shared.reference import LANGUAGES
from tests.support import channel
from tests.support.channel import Kept, Told
from tests.support.drafts import begun
from tests.support.filing import submission
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, asked, received, triaged

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))
PAGE, CHANGE = "/return/submission", "/return/language"
OWN = f"/submissions/{ID}"
FRENCH = '<html lang="fr" dir="ltr"'


@pytest.fixture
def french(portal: Pages, told: Told) -> Kept:
    told.tell(received(seal=portal.vault.seal))
    return channel.kept(portal, "fr")


def back(portal: Pages, kept: Kept, speaks: str = "") -> Visitor:
    visitor = portal.visitor()
    if speaks:
        visitor.client.set_cookie("language", speaks)
    assert visitor.post("/return/", {"return_code": kept.return_code}).status_code == 303
    return visitor


def chosen(portal: Pages) -> str | None:
    with portal.engine.connect() as conn:
        return wanted.of(conn, ID)


# --- the form -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["en", "fr"])
def test_the_form_asks_for_it_and_offers_the_pages_own(
    portal: Pages, told: Told, page: str
) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER)
    ngo.client.set_cookie("language", page)
    section = ngo.get(f"{begun(ngo)}submitter/").text
    asks = section.partition('id="contact_language"')[2].partition("</select>")[0]
    assert f'<option value="{page}" selected>' in asks


def test_the_desk_says_it_of_the_source_only_if_it_knows(portal: Pages, told: Told) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    section = desk.get(f"{begun(desk)}submitter/").text
    assert "In which language does the source want to be written to?" in section
    asks = section.partition('id="contact_language"')[2].partition("</select>")[0]
    assert "selected" not in asks.replace('<option value="" selected>', "")


def test_it_is_kept_with_the_channel_and_told_to_no_service(portal: Pages) -> None:
    filing = Filing.model_validate(submission(contact_language="ar"), context=NGO)
    with portal.app.app_context():
        receipt = receive(filing, by=NGO, command_id=uuid4(), channel="api")
    with portal.engine.connect() as conn:
        assert conn.scalars(select(channels.c.language)).all() == ["ar"]
        assert wanted.of(conn, receipt.submission_id) == "ar"
        [told] = conn.execute(select(outbox)).all()
    assert "contact_language" not in repr(told)
    assert '"ar"' not in repr(told)


def test_a_filing_without_it_is_the_same_as_before_there_was_the_question(portal: Pages) -> None:
    """What was sent before the release can be sent again after it."""
    filing = Filing.model_validate(submission(), context=NGO)
    before = json.loads(filing.model_dump_json())
    assert before.pop("contact_language") is None
    key = portal.settings.secret_key_list[0].encode()
    content = json.dumps(before, separators=(",", ":"), ensure_ascii=False).encode()
    with portal.app.app_context():
        receipt = receive(filing, by=NGO, command_id=uuid4(), channel="api")
    assert receipt.fingerprint == hmac.digest(key, content, "sha256").hex()


# --- what it decides ----------------------------------------------------------------------------


def test_the_channel_opens_in_it(portal: Pages, french: Kept) -> None:
    assert FRENCH in back(portal, french).get(PAGE).text


def test_who_chose_another_in_this_browser_reads_that(portal: Pages, french: Kept) -> None:
    assert '<html lang="en"' in back(portal, french, "en").get(PAGE).text


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_that_can_be_chosen_opens_pages_in_it(
    portal: Pages, told: Told, code: str
) -> None:
    told.tell(received(seal=portal.vault.seal))
    page = back(portal, channel.kept(portal, code)).get(PAGE).text
    assert f'<html lang="{TAGS[code].tag}"' in page
    assert f'<option value="{code}" selected>' in page


def test_a_question_in_another_language_is_named(portal: Pages, told: Told, french: Kept) -> None:
    told.tell(asked(seal=portal.vault.seal))  # in English
    assert "Langue de la question" in back(portal, french).get(PAGE).text
    in_english = back(portal, french, "en").get(PAGE).text
    assert "Language of the question: <bdi>English</bdi>." in in_english


def test_the_paper_is_in_it_and_its_picture_opens_pages_in_it(
    portal: Pages, french: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(address: str) -> str:
        drawn.append(address)
        return "<svg></svg>"

    monkeypatch.setattr(paper, "drawn", draw)
    ngo = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1")
    page = ngo.get(f"{OWN}/receipt").text
    assert '<html lang="en"' in page
    printed = page.partition('<section class="receipt"')[2].partition("</section>")[0]
    assert 'lang="fr" dir="ltr"' in printed
    assert "code de retour" in printed
    assert "Your return code" not in printed
    [address] = drawn
    assert address.partition("#")[0].endswith("/return/?lang=fr")
    assert "code de retour" in ngo.get(f"{OWN}/receipt.txt").text


def test_the_desk_reads_it_where_it_writes(portal: Pages, told: Told, french: Kept) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = desk.get(f"/triage/{ID}").text
    assert "asked to be written to in this language: <bdi>French</bdi>" in page
    assert "Language for the source: <bdi>French</bdi>" in desk.get("/triage/").text
    with portal.engine.begin() as conn:
        wanted.choose(conn, ID, None)
    page = desk.get(f"/triage/{ID}").text
    assert "did not say in which language to write to it" in page
    assert "<bdi>English</bdi>" in page
    assert "Language for the source" not in desk.get("/triage/").text


def test_only_the_desk_reads_it_in_a_list(portal: Pages, told: Told, french: Kept) -> None:
    told.tell(triaged())
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=("sr-torture",))
    page = officer.get("/triage/").text
    assert case_number(ID) in page
    assert "Language for the source" not in page


# --- changing it --------------------------------------------------------------------------------


def test_it_is_changed_in_the_channel(portal: Pages, french: Kept) -> None:
    visitor = back(portal, french)
    assert visitor.post(CHANGE, {"contact_language": "es"}).status_code == 303
    assert chosen(portal) == "es"
    refused = visitor.post(CHANGE, {"contact_language": "tlh"})
    assert refused.status_code == 422
    assert chosen(portal) == "es"


def test_it_is_changed_on_the_page_of_who_signed_in(portal: Pages, french: Kept) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1")
    assert '<option value="fr" selected>' in ngo.get(OWN).text
    assert ngo.post(f"{OWN}/language", {"contact_language": "ru"}).status_code == 303
    assert chosen(portal) == "ru"
    ngo.post(f"{OWN}/language", {"contact_language": "tlh"})
    assert chosen(portal) == "ru"
    assert "Choose the language from the list" in ngo.get(OWN).text


def test_nobody_else_changes_it(portal: Pages, french: Kept) -> None:
    other = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-2")
    assert other.post(f"{OWN}/language", {"contact_language": "ru"}).status_code == 404
    portal.visitor().post(CHANGE, {"contact_language": "ru"})
    assert chosen(portal) == "fr"


@pytest.mark.parametrize("subject", ["submission", "source"])
def test_it_is_forgotten_with_what_is_erased(portal: Pages, french: Kept, subject: str) -> None:
    portal.vault.seal(f"{subject}-{ID}", "A text")
    protection = portal.signed_in(Role.DATA_PROTECTION)
    form = {"basis": "safety", "asked_by": "source", "note": "", "sure": "y"}
    assert protection.post(f"/forgetting/{subject}-{ID}", form).status_code == 303
    assert chosen(portal) is None


def test_the_newest_choice_of_a_person_is_found(portal: Pages, french: Kept) -> None:
    with portal.engine.begin() as conn:
        assert wanted.last_of(conn, ["ngo-1"]) == "fr"
        assert wanted.last_of(conn, ["ngo-2"]) is None
