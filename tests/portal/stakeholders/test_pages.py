"""Mandates and their terms: what everybody reads, what the Chief records, what a holder finds."""

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from portal.app.read_models import READ_MODELS
from services.stakeholders.terms import TERMS as HOLDER_TERMS
from shared.contracts.stakeholders_term_commands import StartHolderTerm
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference import REGIONS, mandates
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.refused import answer
from tests.support.terms import DETENTION, TERM, TORTURE, Terms, ended, started

LIST, PAGE, WORK = "/en/mandates", f"/en/mandates/{TORTURE}", "/waiting"
START, END = f"/mandates/{TORTURE}/terms/start", f"/mandates/{TORTURE}/terms/{TERM}/end"
DONE = {"stream": f"terms-{TORTURE}", "position": 7}
NAME = "Ana Invented"


@pytest.fixture
def terms(portal: Pages) -> Terms:
    return Terms(portal.engine)


@pytest.fixture
def chief(portal: Pages, terms: Terms) -> Visitor:
    return portal.signed_in(Role.CHIEF)


def typed(**also: str) -> dict[str, str]:
    return {
        "command_id": str(uuid4()),
        "holder": NAME,
        "holder_id": "",
        "number": "2",
        "starts_on": "2024-08-01",
        "ends_on": "2027-07-31",
        **also,
    }


def text(page: str) -> str:
    """What is read of the page's main part, in one line."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# --- everybody --------------------------------------------------------------------------------


def test_everybody_sees_who_holds_a_mandate_and_until_when(portal: Pages, terms: Terms) -> None:
    terms.tell(started(seal=portal.vault.seal))
    for path in (f"{LIST}?page=2", PAGE):
        page = portal.visitor().get(path)
        assert page.status_code == 200
        assert NAME in page.text
        assert "1 Aug 2024 to 31 Jul 2027" in text(page.text)


def test_a_vacant_mandate_says_since_when(portal: Pages, terms: Terms) -> None:
    terms.tell(started(seal=portal.vault.seal), ended())
    for path in (f"{LIST}?page=2", PAGE):
        assert "Vacant since 1 Oct 2026" in text(portal.visitor().get(path).text)


def test_a_term_that_is_over_leaves_its_seat_vacant_by_itself(portal: Pages, terms: Terms) -> None:
    last = portal.clock().date()
    terms.tell(started(ends_on=last, seal=portal.vault.seal))
    assert "Vacant" not in text(portal.visitor().get(PAGE).text)
    portal.clock.forward(timedelta(days=1))
    assert "Vacant since 25 Nov 2026" in text(portal.visitor().get(PAGE).text)


def test_who_follows_is_named_with_the_first_day(portal: Pages, terms: Terms) -> None:
    later = started(
        str(derive_id("term", 2)),
        name="Bo Invented",
        starts_on=date(2027, 8, 1),
        ends_on=date(2030, 7, 31),
        seal=portal.vault.seal,
    )
    terms.tell(started(seal=portal.vault.seal), later)
    page = text(portal.visitor().get(PAGE).text)
    assert "From 1 Aug 2027: Bo Invented" in page
    assert page.index("From 1 Aug 2027") > page.index(NAME)


def test_without_a_term_the_page_says_what_appears(portal: Pages, terms: Terms) -> None:
    page = text(portal.visitor().get(PAGE).text)
    assert "No term is recorded" in page
    assert "Terms will appear here" in page


def test_each_seat_of_a_working_group_has_its_holder(portal: Pages, terms: Terms) -> None:
    for number, region in enumerate(list(REGIONS)[:4]):
        terms.tell(
            started(
                str(derive_id("term", region)),
                name=f"Member {number}",
                mandate=DETENTION,
                seat=region,
                seal=portal.vault.seal,
            )
        )
    listed = text(portal.visitor().get(LIST).text)
    page = text(portal.visitor().get(f"/en/mandates/{DETENTION}").text)
    for number, region in enumerate(list(REGIONS)[:4]):
        assert f"{REGIONS[region]} : Member {number} , 1 Aug 2024" in listed
        assert f"{REGIONS[region]} Member {number} , 1 Aug 2024" in page
    assert "Seats without a recorded term: 1" in listed
    assert f"{list(REGIONS.values())[4]} No term is recorded" in page


def test_the_chain_has_every_term_the_newest_first(portal: Pages, terms: Terms) -> None:
    second = started(
        str(derive_id("term", 2)),
        name="Bo Invented",
        number=2,
        starts_on=date(2026, 10, 1),
        ends_on=date(2029, 9, 30),
        seal=portal.vault.seal,
    )
    terms.tell(started(seal=portal.vault.seal), ended(), second)
    page = text(portal.visitor().get(PAGE).text)
    chain = page[page.index("the newest first") :]
    assert chain.index("Bo Invented") < chain.index(NAME)
    assert "Second term 1 Oct 2026 to 30 Sep 2029" in chain
    assert "First term 1 Aug 2024 to 30 Sep 2026 The holder resigned" in chain


def test_an_erased_name_is_gone_and_its_term_stays(portal: Pages, terms: Terms) -> None:
    terms.tell(started(seal=portal.vault.seal))
    portal.vault.forget(f"term-{TERM}", at=portal.clock())
    page = portal.visitor().get(PAGE).text
    assert NAME not in page
    assert "Name erased, 1 Aug 2024 to 31 Jul 2027" in text(page)


def test_the_list_has_every_mandate_in_pages_and_by_kind(portal: Pages, terms: Terms) -> None:
    def listed(path: str) -> list[str]:
        page = portal.visitor().get(path).text
        return re.findall(r'href="/en/mandates/([^"/]+)"', page[page.index('id="mandates"') :])

    pages = [listed(f"{LIST}?page={number}") for number in (1, 2, 3)]
    assert [one for page in pages for one in page] == list(mandates())
    countries = [one.mandate for one in mandates().values() if one.kind == "country"]
    assert listed(f"{LIST}?kind=country") == countries
    assert listed(f"{LIST}?kind=other") == pages[0]


def test_there_is_no_page_of_a_mandate_that_does_not_exist(portal: Pages, terms: Terms) -> None:
    assert portal.visitor().get("/en/mandates/sr-nothing").status_code == 404


def test_the_front_page_leads_to_the_mandates(portal: Pages, terms: Terms) -> None:
    assert 'href="/en/mandates"' in portal.visitor().get("/en/").text


def test_no_page_tells_the_account_of_a_holder(portal: Pages, terms: Terms) -> None:
    terms.tell(started(holder_id="account-of-ana", seal=portal.vault.seal))
    for path in (f"{LIST}?page=2", PAGE):
        assert "account-of-ana" not in portal.visitor().get(path).text


# --- the holder -------------------------------------------------------------------------------


def test_holders_find_their_own_term_from_their_work(portal: Pages, terms: Terms) -> None:
    ready(portal.engine, READ_MODELS)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({TORTURE}))
    assert holder.account
    terms.tell(started(holder_id=holder.account.account_id, seal=portal.vault.seal))
    assert 'href="/en/mandates">All mandates, and your own term' in holder.get(WORK).text
    page = holder.get(LIST).text
    assert f'Your term: <a class="govuk-link" href="{PAGE}"' in page
    assert f"{NAME} Your term" in text(holder.get(PAGE).text)
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({TORTURE}))
    for path in (LIST, PAGE):
        assert "Your term" not in other.get(path).text


# --- the Chief --------------------------------------------------------------------------------


def test_only_the_chief_is_shown_how_to_record(portal: Pages, chief: Visitor, terms: Terms) -> None:
    terms.tell(started(seal=portal.vault.seal))
    for path in (START, END):
        assert f'href="{path}"' in chief.get(PAGE).text
        assert f'href="{path}"' not in portal.visitor().get(PAGE).text
        assert f'href="{path}"' not in portal.signed_in(Role.MANDATE_HOLDER).get(PAGE).text


def test_a_term_is_recorded_after_it_was_checked(portal: Pages, chief: Visitor) -> None:
    holder = portal.person(Role.MANDATE_HOLDER, name="Ana's account", mandates=frozenset({TORTURE}))
    portal.person(Role.MANDATE_HOLDER, name="Elsewhere", mandates=frozenset({"sr-water"}))
    empty = chief.get(START).text
    assert "Ana&#39;s account" in empty
    assert "Elsewhere" not in empty
    assert "Which seat?" not in empty
    sent = typed(holder_id=holder.account_id)
    checked = chief.post(START, sent)
    assert checked.status_code == 200
    assert not portal.asked
    for word in (NAME, "Ana's account", "Second term", "1 Aug 2024", "31 Jul 2027"):
        assert word in text(checked.text).replace("&#39;", "'")
    portal.answer = httpx.Response(200, json=DONE)
    done = chief.post(START, {**sent, "checked": "send"})
    assert done.status_code == 303
    assert done.location.startswith(f"{PAGE}?after=")
    body: Any = json.loads(portal.asked[0].read())
    data = body["data"]
    assert body["type"] == "start-holder-term"
    assert data | {"term_id": 0, "holder": 0} == {
        "term_id": 0,
        "mandate": TORTURE,
        "seat": None,
        "holder": 0,
        "holder_id": holder.account_id,
        "number": 2,
        "starts_on": "2024-08-01",
        "ends_on": "2027-07-31",
    }
    assert data["holder"]["subject"] == f"term-{data['term_id']}"
    assert NAME not in json.dumps(body)
    again = chief.post(START, {**sent, "checked": "send"})
    assert again.status_code == 303
    assert json.loads(portal.asked[1].read())["data"]["term_id"] == data["term_id"]


def test_a_term_in_a_working_group_has_a_seat(portal: Pages, chief: Visitor) -> None:
    path = f"/mandates/{DETENTION}/terms/start"
    assert "Choose the seat" in chief.post(path, typed()).text
    assert chief.post(path, typed(seat="APG", checked="send")).status_code == 303
    assert json.loads(portal.asked[0].read())["data"]["seat"] == "APG"


def test_an_end_is_recorded_after_it_was_checked(
    portal: Pages, chief: Visitor, terms: Terms
) -> None:
    terms.tell(started(seal=portal.vault.seal))
    page = text(chief.get(END).text)
    assert NAME in page
    assert "from 1 Aug 2024 to 31 Jul 2027" in page
    sent = {"command_id": str(uuid4()), "reason_code": "resigned", "ended_on": "2026-09-30"}
    assert "The holder resigned" in text(chief.post(END, sent).text)
    assert not portal.asked
    assert chief.post(END, {**sent, "checked": "send"}).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == "end-holder-term"
    assert body["data"] == {
        "mandate": TORTURE,
        "term_id": TERM,
        "reason_code": "resigned",
        "ended_on": "2026-09-30",
    }
    terms.tell(ended())
    assert chief.get(END).status_code == 404


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("holder", "Enter the name of the holder"),
        ("number", "Choose whether it is the first"),
        ("starts_on", "Enter the first day"),
        ("ends_on", "Enter the last day"),
    ],
)
def test_what_is_missing_is_named(
    portal: Pages, chief: Visitor, left_out: str, sentence: str
) -> None:
    page = chief.post(START, typed(**{left_out: ""}))
    assert page.status_code == 422
    assert sentence in page.text
    assert not portal.asked


def test_a_refusal_keeps_what_was_typed(portal: Pages, chief: Visitor, terms: Terms) -> None:
    terms.tell(started(seal=portal.vault.seal))
    portal.answer = httpx.Response(422, json={"title": "A sentence."})
    page = chief.post(START, typed(holder="Typed Name", checked="send"))
    assert page.status_code == 422
    for word in ("A sentence.", 'value="Typed Name"', 'value="2024-08-01"'):
        assert word in page.text
    assert re.search(r'value="2" checked', page.text)
    page = chief.post(
        END,
        {
            "command_id": str(uuid4()),
            "reason_code": "died",
            "ended_on": "2026-09-30",
            "checked": "send",
        },
    )
    assert page.status_code == 422
    assert re.search(r'value="died" checked', page.text)
    assert 'value="2026-09-30"' in page.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_records(portal: Pages, terms: Terms, role: Role) -> None:
    terms.tell(started(seal=portal.vault.seal))
    visitor = portal.signed_in(role, mandates=frozenset({TORTURE}))
    for path in (START, END):
        assert visitor.get(path).status_code == 403
        assert visitor.post(path, typed(checked="send")).status_code == 403
    assert not portal.asked


def test_there_is_no_term_to_end_where_there_is_none(chief: Visitor) -> None:
    assert chief.get(END).status_code == 404
    assert chief.get("/mandates/sr-nothing/terms/start").status_code == 404


def test_a_refusal_of_stakeholders_is_read_in_french_with_its_date(
    portal: Pages, chief: Visitor
) -> None:
    chief.get(f"{WORK}?lang=fr")
    too_long = StartHolderTerm(
        mandate=TORTURE,
        term_id=TERM,
        seat=None,
        holder=Sealed(f"term-{TERM}", "x"),
        holder_id=None,
        number=1,
        starts_on=date(2024, 8, 2),
        ends_on=date(2030, 8, 2),
    )
    by = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))
    portal.answer = answer(HOLDER_TERMS, [], too_long, by=by)
    page = chief.post(START, typed(checked="send"))
    assert page.status_code == 422
    assert (
        "<li>Une période dure au plus 3 ans\u00a0: "
        "celle-ci s’achève au plus tard le 1er août 2027.</li>"  # noqa: RUF001  # French
    ) in page.text


def test_a_mandate_leads_to_its_recommendations_and_to_where_it_is_written_to(
    portal: Pages, terms: Terms
) -> None:
    page = portal.visitor().get(PAGE).text
    assert f'href="/en/register/recommendations?mandate={TORTURE}"' in page
    assert "Write to this mandate: submit information" in page
