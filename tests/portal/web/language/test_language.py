"""The language of an account: chosen by its owner, spoken by the pages of work and by mails."""

import dataclasses

from sqlalchemy import select

from portal.web.accounts import account as accounts
from portal.web.accounts.account import actor_of
from portal.web.delivery.outbox import tables as kept
from shared.core.roles import Role
from tests.support.portal import Pages


def language_of(portal: Pages, account_id: str) -> str | None:
    with portal.engine.connect() as conn:
        found = accounts.by_id(conn, account_id)
    assert found
    return found.language


def test_somebody_chooses_the_language_of_their_pages_wherever_they_sign_in(portal: Pages) -> None:
    account = portal.person(Role.MANDATE_HOLDER)
    visitor = portal.sign_in(account)
    assert '<html lang="en" dir="ltr"' in visitor.get("/language").text
    answer = visitor.post("/language", {"language": "fr", "then": ""})
    assert (answer.status_code, answer.location) == (303, "/language")
    page = visitor.get("/language").text
    assert '<html lang="fr" dir="ltr"' in page
    assert "Votre choix est enregistré." in page
    elsewhere = portal.sign_in(account)
    elsewhere.client.set_cookie("language", "xa")  # chosen in that browser
    assert '<html lang="fr"' in elsewhere.get("/notices").text
    visitor.post("/language", {"language": "", "then": ""})
    assert '<html lang="en-XA"' in elsewhere.get("/notices").text


def test_the_line_above_a_page_keeps_the_language_and_leads_back(portal: Pages) -> None:
    account = portal.person(Role.MANDATE_HOLDER)
    visitor = portal.sign_in(account)
    page = visitor.get("/notices?unread=1&lang=tlh").text
    assert '<input type="hidden" name="then" value="/notices?unread=1">' in page
    assert 'name="language" value="fr" lang="fr">français</button>' in page
    answer = visitor.post("/language", {"language": "fr", "then": "/notices?unread=1"})
    assert (answer.status_code, answer.location) == (303, "/notices?unread=1")
    assert language_of(portal, account.account_id) == "fr"


def test_a_public_page_keeps_the_language_of_its_address(portal: Pages) -> None:
    account = portal.person(Role.MANDATE_HOLDER, language="fr")
    page = portal.sign_in(account).get("/en/help").text
    assert '<html lang="en"' in page
    assert 'href="/fr/help" lang="fr"' in page


def test_the_first_page_is_that_of_the_accounts_language(portal: Pages) -> None:
    visitor = portal.sign_in(portal.person(Role.MANDATE_HOLDER, language="fr"))
    assert '<html lang="fr"' in visitor.get("/", **{"Accept-Language": "en"}).text


def test_a_refusal_speaks_the_accounts_language(portal: Pages) -> None:
    visitor = portal.sign_in(portal.person(Role.MANDATE_HOLDER, language="fr"))
    page = visitor.get("/accounts")
    assert page.status_code in {403, 404}
    assert '<html lang="fr"' in page.text


def test_a_language_that_there_is_not_is_refused_or_passed_over(portal: Pages) -> None:
    account = portal.person(Role.MANDATE_HOLDER, language="tlh")  # was offered once
    visitor = portal.sign_in(account)
    assert '<html lang="en"' in visitor.get("/notices").text
    assert visitor.post("/language", {"language": "tlh"}).status_code == 422


def test_nobody_is_led_away_by_it(portal: Pages) -> None:
    visitor = portal.signed_in(Role.MANDATE_HOLDER)
    answer = visitor.post("/language", {"language": "fr", "then": "//elsewhere.example/"})
    assert answer.location == "/language"


def test_an_answer_to_a_form_leads_to_where_one_can_come_back_to(portal: Pages) -> None:
    """A page that only answers a form has no address of its own."""
    visitor = portal.signed_in(Role.MANDATE_HOLDER)
    page = visitor.post("/notices/settings", {"choice": "tlh"})
    assert page.status_code == 422
    assert 'name="then" value="/notices/settings">' in page.text
    page = visitor.post("/security/recovery-codes", {})
    assert 'name="then" value="/notices' not in page.text


def test_services_never_learn_it(portal: Pages) -> None:
    account = portal.person(Role.NGO_MEMBER, language="fr")
    assert "fr" not in {*dataclasses.asdict(actor_of(account)).values()}
    with portal.engine.connect() as conn:
        for table in kept.sorted_tables:
            for row in conn.execute(select(table)).mappings():
                assert "language" not in row
