"""Landing pages of each role, and the page of a letter: its content, by person, kept current."""

from datetime import timedelta

import pytest

from shared.core.roles import Role
from tests.portal.letters.communications.conftest import NEW, Desk
from tests.support.people import forms_of

TEXT = "Excellency,\nthe first wording."
LANDINGS = {
    "officer": "/mandate",
    "holder": "/waiting",
    "chief": "/transmit",
    "desk officer": "/countries",
}


@pytest.mark.parametrize(("who", "address"), LANDINGS.items())
def test_everybody_lands_where_his_work_begins(desk: Desk, who: str, address: str) -> None:
    assert desk[who].get("/sign-in").location == address


@pytest.mark.parametrize("who", ["officer", "holder", "chief", "desk officer", "committee"])
def test_the_pages_of_others_are_closed(desk: Desk, who: str) -> None:
    for address in LANDINGS.values():
        expected = 200 if LANDINGS.get(who) == address else 403
        assert desk[who].get(address).status_code == expected, address


def test_a_visitor_signs_in_first(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    for address in (*LANDINGS.values(), page, f"{page}/revise", f"{page}/transmit", NEW):
        sent = desk.portal.visitor().get(address)
        assert sent.status_code == 303, address
        assert sent.location.startswith("/sign-in?then=")


def test_an_empty_page_says_what_will_appear(desk: Desk) -> None:
    for who, address in LANDINGS.items():
        assert "will appear here" in desk[who].get(address).text


def test_the_officer_sees_what_waits_and_where_each_letter_stands(desk: Desk) -> None:
    shown = desk["officer"].get("/mandate").text
    assert "Read and draft" in shown
    assert "Planted" not in shown
    desk.awaiting(text=TEXT)
    shown = desk["officer"].get("/mandate").text
    assert "Read and draft" not in shown
    assert "Missing: SR torture, SR HRDs" in shown
    assert "Read and draft" not in desk["other officer"].get("/mandate").text
    assert "Urgent appeal to Kenya" in desk["other officer"].get("/mandate").text
    assert "Kenya" not in desk["strange officer"].get("/mandate").text


def test_the_desk_officer_sees_the_letters_of_his_countries_once_they_went(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    assert "Urgent appeal" not in desk["desk officer"].get("/countries").text
    desk.press("chief", f"{page}/transmit", "/transmit")
    assert "UA KEN 1/2026" in desk["desk officer"].get("/countries").text
    assert "KEN" not in desk["strange desk officer"].get("/countries").text


EVERYBODY = (
    "officer",
    "other officer",
    "strange officer",
    "holder",
    "other holder",
    "strange holder",
    "chief",
    "desk",
    "desk officer",
    "strange desk officer",
    "committee",
    "government",
    "source",
)
WORKING = {"officer", "other officer", "holder", "other holder", "desk"}
CLOSED = {"committee", "government", "source"}


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_page_of_a_letter_is_as_open_as_the_matrix_has_it(desk: Desk, who: str) -> None:
    page = desk.awaiting(text=TEXT)
    seen = {"awaiting": desk[who].get(page)}
    for holder in ("holder", "other holder"):
        desk.press(holder, page, "/approve", authorise="y")
    seen["approved"] = desk[who].get(page)
    desk.press("chief", f"{page}/transmit", "/transmit")
    seen["transmitted"] = desk[who].get(page)

    open_in = {
        "chief": {"approved", "transmitted"},
        "desk officer": {"transmitted"},
        **{one: set(seen) for one in WORKING},
    }.get(who, set())
    for state, answer in seen.items():
        status = 403 if who in CLOSED else 200 if state in open_in else 404
        assert answer.status_code == status, state
        assert ("the first wording." in answer.text) is (status == 200)
        whole = status == 200 and who in WORKING
        assert ("Planted narrative" in answer.text) is whole
        assert ("Drafted" in answer.text) is whole
        clearance = status == 200 and who in WORKING | {"chief"}
        assert ("Who must approve" in answer.text) is clearance
        assert (desk.hash_of(TEXT) in answer.text) is clearance


def test_the_page_has_the_whole_file(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    shown = desk["officer"].get(page).text
    for part in (
        "Urgent appeal to Kenya",
        f"Version 1, fingerprint <code>{desk.hash_of(TEXT)[:12]}</code>",
        desk.hash_of(TEXT),
        "Approved",
        "Authorised",
        "by holder",
        "Planted Victim",
        "SR HRDs joined",
        "SR torture approved version 1",
        "Change the text",
    ):
        assert part in shown


def test_a_transmitted_letter_offers_the_holder_a_recommendation(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    assert "Issue a recommendation" not in desk["holder"].get(page).text
    desk.press("chief", f"{page}/transmit", "/transmit")
    letter = page.rpartition("/")[2]
    assert f"/recommendations/new?communication={letter}" in desk["holder"].get(page).text
    assert "Issue a recommendation" not in desk["officer"].get(page).text


def test_a_letter_that_does_not_exist_is_not_there(desk: Desk) -> None:
    unknown = "/communications/00000000-0000-4000-8000-000000000000"
    assert desk["officer"].get(unknown).status_code == 404
    assert desk["officer"].get("/communications/1").status_code == 404


# --- kept up to date ---


def seen_and_shown(page: str) -> str:
    """The address that the open page asks every second."""
    start = page.index('hx-get="/communications/') + len('hx-get="')
    return page[start : page.index('"', start)].replace("&amp;", "&")


def test_the_open_page_is_told_when_the_letter_has_changed(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    poll = seen_and_shown(desk["officer"].get(page).text)
    assert desk["officer"].fragment(poll).status_code == 204
    desk.press("holder", page, "/approve")
    told = desk["officer"].fragment(poll)
    assert told.status_code == 200
    assert "Approved by 1 of 2" in told.text
    assert "SR torture approved version 1" in told.text
    assert 'id="timeline" hx-swap-oob="true"' in told.text
    assert "<h1" not in told.text
    assert "This changed since you opened the page" not in told.text
    desk.press("other holder", page, "/approve")
    again = desk["officer"].fragment(seen_and_shown(told.text))
    assert "Cleared" in again.text
    assert "This changed since you opened the page" in again.text
    assert desk["officer"].fragment(seen_and_shown(again.text)).status_code == 204


def test_ages_are_told_anew_every_minute(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    poll = seen_and_shown(desk["officer"].get(page).text)
    desk.portal.clock.forward(timedelta(minutes=1))
    assert desk["officer"].fragment(poll).status_code == 200


def polled(page: str, path: str) -> str:
    start = page.index(f'hx-get="{path}?seen=') + len('hx-get="')
    return page[start : page.index('"', start)].replace("&amp;", "&")


@pytest.mark.parametrize(
    ("who", "path"),
    [("officer", "/mandate"), ("chief", "/transmit"), ("desk officer", "/countries")],
)
def test_lists_keep_up(desk: Desk, who: str, path: str) -> None:
    poll = polled(desk[who].get(path).text, path)
    assert desk[who].fragment(poll).status_code == 204
    page = desk.cleared(text=TEXT)
    told = desk[who].fragment(poll)
    assert told.status_code == 200
    assert ("Urgent appeal to Kenya" in told.text) is (who != "desk officer")
    assert "<h1" not in told.text
    desk.press("chief", f"{page}/transmit", "/transmit")
    assert "UA KEN 1/2026" in desk[who].fragment(polled(told.text, path)).text


def test_an_empty_waiting_page_shows_what_comes(desk: Desk) -> None:
    poll = polled(desk["holder"].get("/waiting").text, "/waiting")
    assert desk["holder"].fragment(poll).status_code == 204
    desk.drafted(text=TEXT)
    told = desk["holder"].fragment(poll)
    assert told.status_code == 200
    assert "HX-Refresh" not in told.headers
    page = desk["officer"].get("/mandate").text
    letter = page[page.index("/communications/", page.index('id="drafts"')) :].split('"')[0]
    desk.press("officer", letter, "/request-approval")
    assert desk["holder"].fragment(poll).headers["HX-Refresh"] == "true"


def test_a_waiting_page_with_texts_says_so_and_leaves_what_is_typed_alone(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    poll = polled(desk["holder"].get("/waiting").text, "/waiting")
    desk.press("other holder", page, "/approve")
    told = desk["holder"].fragment(poll)
    assert told.status_code == 200
    assert "Something changed" not in told.text
    desk.press("officer", f"{page}/revise", "/revise", text="Another")
    told = desk["holder"].fragment(polled(told.text, "/waiting"))
    assert "Something changed since you opened this page" in told.text
    assert "textarea" not in told.text
    assert "HX-Refresh" not in told.headers


def test_a_page_says_that_its_own_change_is_still_on_its_way(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    desk.service.lagging = True
    sent = desk.press("officer", page, "/request-approval")
    assert "still on its way" in desk["officer"].get(sent.location).text
    desk.service.catch_up()
    shown = desk["officer"].get(sent.location).text
    assert "still on its way" not in shown
    assert "Approved by 0 of 2" in shown


def test_a_new_letter_that_is_still_on_its_way_is_no_missing_page(desk: Desk) -> None:
    desk.service.lagging = True
    sent = desk.press("officer", NEW, "/communications/new", text=TEXT)
    shown = desk["officer"].get(sent.location)
    assert shown.status_code == 200
    assert "Accepted, and on its way" in shown.text
    assert desk["officer"].get(sent.location.partition("?")[0]).status_code == 404
    desk.service.catch_up()
    assert "the first wording." in desk["officer"].get(sent.location).text


def test_a_holder_of_two_mandates_decides_for_each(desk: Desk) -> None:
    desk.awaiting(text=TEXT)
    both = desk.portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture", "sr-hrds"}))
    shown = both.get("/waiting").text
    approve = [f for f in forms_of(shown) if f["action"].endswith("/approve")]
    assert [f["fields"]["mandate"] for f in approve] == ["sr-torture", "sr-hrds"]
    ids = [part.split('"')[0] for part in shown.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
