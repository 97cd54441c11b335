"""Confirming admissibility, point by point, and the page afterwards."""

import json
import re
from html import escape
from typing import Any
from uuid import uuid4

import httpx
import pytest

from portal.desk.triage.points import Point
from shared.contracts.intake import AdmissibilityConfirmed
from shared.contracts.stakeholders_mandates import MandateSettings
from shared.core.roles import Role
from shared.reference.admissibility import STANDARD
from tests.support.mandate_settings import SettingsTold, changed
from tests.support.portal import Pages, Visitor
from tests.support.submissions import (
    AT,
    ID,
    Told,
    confirmed,
    not_actioned,
    received,
    triaged,
)

DESK = Role.QUICK_RESPONSE_DESK
ARABIC = "الأسرة موافقة"
ONE, TWO = "sr-torture", "sr-hrds"
POINTS = [
    *(Point(mandate=None, words=words) for words in STANDARD),
    Point(mandate=ONE, words="It is about <one> person"),
    Point(mandate=ONE, words=ARABIC),
    Point(mandate=TWO, words=ARABIC),
]
PATH = f"/triage/{ID}/admissibility"
BUTTON = "Confirm that it is admissible"


@pytest.fixture
def settings(portal: Pages) -> SettingsTold:
    """Two mandates with points of their own, and one that nobody asked."""
    told = SettingsTold(portal.engine)
    told.tell(
        changed(ONE, admissibility_points=("Of before",)),
        changed(ONE, admissibility_points=("It is about <one> person", ARABIC)),
        changed(TWO, admissibility_points=(ARABIC,)),
        changed("sr-food", admissibility_points=("Of another mandate",)),
    )
    return told


@pytest.fixture
def desk(portal: Pages, told: Told, settings: SettingsTold) -> Visitor:
    told.tell(received(seal=portal.vault.seal), triaged())
    return portal.signed_in(DESK, account_id="desk-1")


def form(*ticked: Point, **also: str) -> dict[str, str]:
    met = {f"met_{point.key}": "y" for point in ticked}
    return {"command_id": str(uuid4()), **met, **also}


def sent_to(portal: Pages) -> dict[str, Any]:
    [request] = portal.asked
    body: dict[str, Any] = json.loads(request.read())
    assert body["type"] == "confirm-admissibility"
    data: dict[str, Any] = body["data"]
    return data


def test_the_page_asks_the_standard_points_and_those_of_the_mandates_it_is_shared_with(
    desk: Visitor,
) -> None:
    page = desk.get(f"/triage/{ID}").text
    for point in POINTS:
        assert page.count(f'name="met_{point.key}"') == 1
        assert page.count(f'name="note_{point.key}"') == 1
        assert escape(point.words) in page
    assert page.count("Asked by SR torture") == page.count("Asked by SR HRDs") == 1
    assert "Of before" not in page
    assert "Of another mandate" not in page
    assert "Not confirmed yet" not in page


def test_what_is_ticked_and_said_is_asked_for_and_what_is_said_is_sealed(
    portal: Pages, desk: Visitor
) -> None:
    portal.answer = httpx.Response(200, json={"stream": f"submission-{ID}", "position": 3})
    *ticked, last = POINTS
    sent = desk.post(PATH, form(*ticked, **{f"note_{last.key}": " Planted word "}))
    assert sent.status_code == 303
    assert sent.location.startswith(f"/triage/{ID}?after=")
    data = sent_to(portal)
    note = data["answers"][-1].pop("note")
    assert note["subject"] == f"submission-{ID}"
    assert "Planted" not in json.dumps(data)
    assert data == {
        "submission_id": ID,
        "answers": [
            *(
                {"mandate": one.mandate, "point": one.words, "met": True, "note": None}
                for one in ticked
            ),
            {"mandate": last.mandate, "point": last.words, "met": False},
        ],
    }


def test_an_officer_of_a_mandate_that_it_is_shared_with_confirms_too(
    portal: Pages, desk: Visitor
) -> None:
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({ONE}))
    assert BUTTON in officer.get(f"/triage/{ID}").text
    assert officer.post(PATH, form(*POINTS)).status_code == 303
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({ONE}))
    page = holder.get(f"/triage/{ID}").text
    assert BUTTON not in page
    assert "Not confirmed yet" in page


def test_each_point_is_ticked_or_somebody_says_why_and_what_was_typed_stays(
    portal: Pages, desk: Visitor
) -> None:
    first, second, third = POINTS[:3]
    sent = desk.post(PATH, form(first, **{f"note_{second.key}": "Because <of> it"}))
    assert sent.status_code == 422
    summary = re.search(r'<div role="alert">.*?</ul>', sent.text, re.DOTALL)
    assert summary
    said = "“{}”: tick it, or say why"
    assert [said.format(escape(one.words)) in summary[0] for one in POINTS] == [
        one not in (first, second) for one in POINTS
    ]
    assert f'href="#met_{third.key}"' in summary[0]
    assert re.search(f'id="met_{first.key}"[^>]* checked', sent.text)
    assert 'value="Because &lt;of&gt; it"' in sent.text
    assert portal.asked == []


@pytest.mark.parametrize(
    ("typed", "sentence"), [("x" * 501, "to 500 characters"), ("a \x00 b", "cannot be shown")]
)
def test_what_cannot_be_said_is_told(
    portal: Pages, desk: Visitor, typed: str, sentence: str
) -> None:
    sent = desk.post(PATH, form(*POINTS, **{f"note_{POINTS[0].key}": typed}))
    assert sent.status_code == 422
    assert sentence in sent.text
    assert portal.asked == []


def test_a_list_that_was_changed_meanwhile_is_shown_anew_with_what_was_ticked(
    portal: Pages, desk: Visitor, settings: SettingsTold
) -> None:
    now = Point(mandate=TWO, words="Of now")
    settings.tell(changed(TWO, admissibility_points=(now.words,)))
    sent = desk.post(PATH, form(*POINTS))
    assert sent.status_code == 422
    assert "“Of now”: tick it" in sent.text
    assert f"met_{POINTS[-1].key}" not in sent.text
    kept = re.findall(r'id="met_(\w+)"[^>]* checked', sent.text)
    assert kept == [point.key for point in POINTS[:-1]]


@pytest.mark.parametrize("status", [403, 409, 422, 503])
def test_what_intake_refuses_is_told_beside_what_was_typed(
    portal: Pages, desk: Visitor, status: int
) -> None:
    portal.answer = httpx.Response(status, json={"title": "It was decided otherwise."})
    sent = desk.post(PATH, form(*POINTS, **{f"note_{POINTS[0].key}": "A long word"}))
    assert sent.status_code == status
    assert '<div role="alert">' in sent.text
    assert 'value="A long word"' in sent.text


def test_nothing_is_said_about_what_was_erased(portal: Pages, desk: Visitor) -> None:
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    sent = desk.post(PATH, form(*POINTS))
    assert sent.status_code == 409
    assert "erased on request" in sent.text
    assert portal.asked == []


def test_what_was_answered_is_shown_as_it_was_asked_then(
    portal: Pages, desk: Visitor, told: Told, settings: SettingsTold
) -> None:
    told.tell(confirmed(seal=portal.vault.seal))
    settings.tell(changed(ONE), changed(TWO))
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({ONE}))
    for visitor in (desk, holder):
        page = visitor.get(f"/triage/{ID}").text
        assert BUTTON not in page
        section = page.split('id="admissibility"')[1].split("</section>")[0]
        assert section.count(">Met<") == len(STANDARD)
        assert section.count(">Not met<") == section.count("Asked by SR torture") == 1
        assert "It is about one person" in section
        assert "Planted note" in section
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    page = desk.get(f"/triage/{ID}").text
    assert "Planted note" not in page
    assert "It is about one person" in page


def test_what_was_confirmed_before_there_was_a_list_says_so(desk: Visitor, told: Told) -> None:
    told.tell(AdmissibilityConfirmed(submission_id=ID, confirmed_by="desk-1", confirmed_at=AT))
    page = desk.get(f"/triage/{ID}").text
    assert "There was no list of points then" in page
    assert BUTTON not in page


def test_before_it_is_shared_and_once_it_is_not_acted_on_nothing_is_asked(
    portal: Pages, told: Told, settings: SettingsTold
) -> None:
    told.tell(received(seal=portal.vault.seal))
    desk = portal.signed_in(DESK)
    assert 'id="admissibility"' not in desk.get(f"/triage/{ID}").text
    told.tell(triaged(), not_actioned())
    assert BUTTON not in desk.get(f"/triage/{ID}").text


def test_a_mandate_that_set_nothing_has_no_points() -> None:
    assert MandateSettings().admissibility_points == ()
