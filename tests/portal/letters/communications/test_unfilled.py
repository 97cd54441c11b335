"""A letter cannot proceed while a placeholder of its template is unfilled."""

import re
from collections.abc import Callable

import pytest

from portal.letters.communications import places
from tests.portal.letters.communications.conftest import FILLED_IN, NEW, Desk
from tests.portal.letters.communications.test_decisions import actions, last
from tests.support.people import forms_of

LEFT = "We write about [in one sentence: who is at risk of what].\n\nSTANDARDS\n\n[norm]"
REFUSED = "places of its template that nobody filled in"
MARKED = (
    '<mark class="unfilled" id="{}-{}"><span class="unfilled__said govuk-visually-hidden">'
    "Not filled in: </span>{}</mark>"
)


def before_the_check(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let letters through as they went before there was this check; return what ends that."""

    monkeypatch.setattr(places, "_of_a_template", lambda _: False)
    return monkeypatch.undo


def _form(shown: str, action: str) -> dict[str, str]:
    [found] = [one for one in forms_of(shown) if one["action"].endswith(action)]
    fields: dict[str, str] = found["fields"]
    return fields


def test_approval_is_not_asked_for_a_template_as_it_is(desk: Desk) -> None:
    sent = desk.press("officer", NEW, "/communications/new")
    page = sent.location.partition("?")[0]
    sent = desk.press("officer", page, "/request-approval")
    assert sent.status_code == 422
    assert REFUSED in sent.text
    assert last(desk)[0] == "draft-communication"


def test_each_place_is_named_with_a_link_and_marked_in_the_text(desk: Desk) -> None:
    page = desk.drafted(text=LEFT)
    sent = desk.press("officer", page, "/request-approval").text
    listed = r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>'
    [summary] = re.findall(listed, sent, re.DOTALL)
    links = re.findall(r'<a href="#([^"]+)" dir="auto">([^<]+)</a>', summary)
    assert links == [
        ("place-1", "[in one sentence: who is at risk of what]"),
        ("place-2", "[norm]"),
    ]
    for id_, name in links:
        assert sent.count(f'id="{id_}"') == 1
        assert MARKED.format("place", id_.rpartition("-")[2], name) in sent


def test_the_draft_says_so_before_anything_is_asked(desk: Desk) -> None:
    page = desk.drafted(text=LEFT)
    for address in (page, f"{page}/revise"):
        shown = desk["officer"].get(address).text
        assert "These places are not filled in yet" in shown
        assert "[norm]" in shown


def test_it_is_asked_once_everything_is_filled_in(desk: Desk) -> None:
    page = desk.drafted(text=LEFT)
    desk.press("officer", f"{page}/revise", "/revise", text=FILLED_IN)
    shown = desk["officer"].get(page).text
    assert "not filled in" not in shown
    assert "<mark" not in shown
    assert desk.press("officer", page, "/request-approval").status_code == 303


def test_brackets_that_only_look_like_it_are_shown_and_stop_nothing(desk: Desk) -> None:
    page = desk.drafted(text="He was “arested [sic]” in [name of the place].")
    shown = desk["officer"].get(page).text
    assert "Look at what stands in brackets" in shown
    assert "[sic]</li>" not in shown
    assert desk.press("officer", page, "/request-approval").status_code == 303


def test_what_was_asked_before_is_not_approved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    checking = before_the_check(monkeypatch)
    page = desk.awaiting(text=LEFT)
    checking()
    for address, id_ in (("/waiting", "text-1-place"), (page, "place")):
        shown = desk["holder"].get(address).text
        assert "approve" not in actions(shown)
        assert "This text cannot be approved for SR torture" in shown
        assert MARKED.format(id_, 2, "[norm]") in shown
        assert f'<a href="#{id_}-2" dir="auto">[norm]</a>' in shown
    sent = desk["holder"].post(f"{page}/approve", _form(desk["holder"].get(page).text, "/changes"))
    assert sent.status_code == 422
    assert REFUSED in sent.text
    assert last(desk)[0] == "request-approval"


def test_what_was_cleared_before_is_neither_authorised_nor_transmitted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    checking = before_the_check(monkeypatch)
    page = desk.cleared(text=LEFT)
    of_holder = _form(desk["holder"].get(page).text, "/revoke")
    of_chief = _form(desk["chief"].get(f"{page}/transmit").text, "/transmit")
    checking()
    asked = len(desk.service.asked)
    shown = desk["chief"].get(f"{page}/transmit").text
    assert "transmit" not in actions(shown)
    assert MARKED.format("place", 2, "[norm]") in shown
    for who, act, fields in (("holder", "authorise", of_holder), ("chief", "transmit", of_chief)):
        sent = desk[who].post(f"{page}/{act}", fields)
        assert sent.status_code == 422
        assert REFUSED in sent.text
        assert MARKED.format("place", 2, "[norm]") in sent.text
    assert len(desk.service.asked) == asked


def test_a_decision_waits_for_the_text_that_it_is_about(desk: Desk) -> None:
    page = desk.drafted(text=FILLED_IN)
    form = _form(desk["officer"].get(page).text, "/request-approval")
    sent = desk["officer"].post(f"{page}/request-approval", {**form, "version": "2"})
    assert sent.status_code == 409
    assert last(desk)[0] == "draft-communication"
