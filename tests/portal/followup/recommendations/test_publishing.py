"""A mandate-holder makes a recommendation public."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert, select

from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.letters.communications.tables import shares, submissions
from portal.web.delivery.outbox import outbox
from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_publication import RecommendationPublished, RecommendationWithdrawn
from shared.contracts.followup_recommendation_commands import of_common_text
from shared.contracts.followup_recommendations import RecommendationParticularsNoted
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.check import CHECKED, kept, press
from tests.support.followup import (
    LETTER,
    NOW,
    RECOMMENDATION,
    corrected,
    issued,
    published,
    sent,
    tell,
)
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import (
    SOURCE,
    allegation,
    arriving,
    drafted,
    embargo,
    revised,
    transmitted,
)

PAGE = f"/recommendations/{RECOMMENDATION}/publish"
TEXT = "Close the basement cells."
FORM = {"command_id": str(derive_id("publish")), "text": TEXT, "seen": "1", **CHECKED}
MINE = {"mandates": frozenset({"sr-torture"})}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    """A recommendation that follows from a letter, which rests on a submission."""
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        for model in READ_MODELS:
            applier = Applier(built.engine, model)
            applier.prepare()
            if model.consumer == "portal.publication":
                people = built.vault.seal("submission-1", json.dumps({"name": "Ana Pérez"}))
                applier.apply(arriving(allegation(people), topic="intake.events"))
                letter = (drafted(), revised(), transmitted())
                applier.apply(arriving(*letter, topic="approvals.events"))
                applier.apply(arriving(embargo()))
        built.vault.keep_identity(SOURCE, {"name": "Rosa Lima", "contact": "desk@ngo.example"})
        text = built.vault.seal(f"recommendation-{RECOMMENDATION}", TEXT)
        tell(built.engine, RECOMMENDATIONS, [issued(text=text)])
        yield built


def test_the_holder_sees_its_words_and_makes_them_public(portal: Pages) -> None:
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    assert TEXT in holder.get(PAGE).text
    assert PAGE in holder.get(PAGE.removesuffix("/publish")).text
    answer = holder.post(PAGE, {**FORM, "text": "Close all secret cells."})
    assert answer.status_code == 303
    asked = sent(portal.asked[0])
    assert asked["type"] == "publish-recommendation"
    assert asked["data"] == {
        "recommendation_id": RECOMMENDATION,
        "text": "Close all secret cells.",
        "seen": 1,
        "document": "",
        "noted": 0,
    }


def test_what_is_public_is_made_public_anew_once_it_was_corrected(portal: Pages) -> None:
    """The form says which text it showed: one that stood open does not pass for the new text."""
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    assert 'name="seen" type="hidden" value="1"' in holder.get(PAGE).text
    text = portal.vault.seal(f"recommendation-{RECOMMENDATION}", TEXT)
    tell(portal.engine, RECOMMENDATIONS, [issued(text=text), published()])
    page = PAGE.removesuffix("/publish")
    assert "Make the corrected text public" not in holder.get(page).text
    assert holder.get(PAGE).status_code == holder.post(PAGE, FORM).status_code == 404
    newer = corrected(portal.vault.seal(f"recommendation-{RECOMMENDATION}", "Close all cells."))
    tell(portal.engine, RECOMMENDATIONS, [issued(text=text), published(), newer])
    assert "Make the corrected text public" in holder.get(page).text
    assert holder.post(PAGE, FORM).status_code == 303
    assert sent(portal.asked[-1])["data"]["seen"] == 1, "which the service refuses"
    assert holder.post(PAGE, {**FORM, "seen": "x"}).status_code == 303
    assert sent(portal.asked[-1])["data"]["seen"] == 0
    correct = holder.get(f"{page}/correct").text
    assert 'name="seen" type="hidden" value="2"' in correct
    form = {**FORM, "seen": "1", "symbol": "A/1/Corr.2"}
    assert holder.post(f"{page}/correct", form).status_code == 303
    assert sent(portal.asked[-1])["data"]["seen"] == 1, "which the service refuses"


@pytest.mark.parametrize("told", ["Release Ana Pérez.", "Hear Rosa Lima.", "Ask desk@ngo.example."])
def test_words_that_tell_who_somebody_is_are_not_made_public(portal: Pages, told: str) -> None:
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    for checked in ("", "send"):
        page = holder.post(PAGE, {**FORM, "text": told, "checked": checked})
        assert page.status_code == 422
        assert "Take it out first" in page.text
        assert told in page.text
    correct = PAGE.replace("/publish", "/correct")
    for checked in ("", "send"):
        form = {**FORM, "symbol": "A/1/Corr.1", "text": told, "checked": checked}
        assert holder.post(correct, form).status_code == 422, "its State reads it at once"
    assert portal.asked == []


def test_its_words_are_read_once_more_before_everybody_does(portal: Pages) -> None:
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    page = holder.post(PAGE, {**FORM, "checked": "", "text": "Close all secret cells."})
    assert "Check the words before everybody reads them" in page.text
    assert "Close all secret cells." in page.text
    assert portal.asked == []
    changed = press(holder, PAGE, page.text, "change")
    assert "Close all secret cells.</textarea>" in changed.text
    assert portal.asked == []
    assert press(holder, PAGE, page.text, "send").status_code == 303
    assert sent(portal.asked[0])["data"]["text"] == "Close all secret cells."


def another(portal: Pages, *, mandate: str, letter: str | None) -> str:
    """A second recommendation that follows from this letter, if any; return its page."""
    one = str(derive_id("another recommendation"))
    text = portal.vault.seal(f"recommendation-{one}", TEXT)
    second = issued(one, text=text, mandate=mandate, communication_id=letter)
    tell(portal.engine, RECOMMENDATIONS, [issued(), second])
    return f"/recommendations/{one}/publish"


def test_they_are_not_by_a_mandate_that_did_not_sign_the_letter_either(portal: Pages) -> None:
    """Who held two mandates followed up on a letter of one of them for the other."""
    page = another(portal, mandate="sr-food", letter=LETTER)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert holder.post(page, {**FORM, "text": "Hear Rosa Lima."}).status_code == 422
    assert portal.asked == []
    assert holder.post(page, FORM).status_code == 303


def test_what_follows_from_no_letter_is_compared_with_what_the_mandate_knows_of_the_state(
    portal: Pages,
) -> None:
    """As the report on a visit is, whose recommendations follow from no letter."""
    page = another(portal, mandate="sr-food", letter=None)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    told = {**FORM, "text": "Hear Rosa Lima.", "symbol": "A/1/Corr.1"}
    of = {"submission_id": SOURCE.removeprefix("source-"), "triage_position": 1}
    with portal.engine.begin() as conn:
        conn.execute(insert(submissions).values(**of, state="CHE"))
        conn.execute(insert(shares).values(**of, mandate="sr-food"))
    for where in (page, page.replace("/publish", "/correct")):
        assert holder.post(where, told).status_code == 422
    assert portal.asked == []
    assert holder.post(page, FORM).status_code == 303


def alike_to(portal: Pages, *states: str) -> list[RecommendationIssued]:
    """Return the recommendations to these of one text."""
    common = str(derive_id("common text"))
    ids = {one: of_common_text(common_id=common, addressee=one) for one in states}
    text = {one: portal.vault.seal(f"recommendation-{ids[one]}", TEXT) for one in states}
    return [
        replace(
            issued(
                ids[one], addressee=one, mandate="sr-food", text=text[one], communication_id=None
            ),
            common_id=common,
        )
        for one in states
    ]


def test_all_of_one_text_are_made_public_at_once_as_far_as_they_are_as_issued(
    portal: Pages,
) -> None:
    every = alike_to(portal, "KEN", "CHE", "FRA", "BRA")
    tell(portal.engine, RECOMMENDATIONS, [issued(), *every, published(every[3])])
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    page = f"/recommendations/{every[0].recommendation_id}/publish"
    assert "Make the same text to 2 other States public with it" in holder.get(page).text
    checked = holder.post(page, {**FORM, "checked": "", "others": "y"}).text
    assert "France, Switzerland" in checked
    for _ in range(2):
        assert press(holder, page, checked, "send").status_code == 303
    asked = sent(portal.asked[0])["data"]
    with portal.engine.connect() as conn:
        others = [row.data for row in conn.execute(select(outbox))]
    assert others == [
        {**asked, "recommendation_id": one.recommendation_id}
        for one in sorted(every[1:3], key=lambda one: one.addressee == "CHE")
    ]
    alone = holder.post(page, {**FORM, "command_id": str(derive_id("alone"))})
    assert alone.status_code == 303
    with portal.engine.connect() as conn:
        assert len(conn.execute(select(outbox)).all()) == 2


def test_one_text_to_several_states_is_compared_with_what_is_known_of_each(portal: Pages) -> None:
    """A name that is in no file of one State may be that of a source in another."""
    kenya, alike = alike_to(portal, "KEN", "CHE")
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    of = {"submission_id": SOURCE.removeprefix("source-"), "triage_position": 1}
    with portal.engine.begin() as conn:
        conn.execute(insert(submissions).values(**of, state="CHE"))
        conn.execute(insert(shares).values(**of, mandate="sr-food"))
    page, told = f"/recommendations/{kenya.recommendation_id}/publish", {"text": "Hear Rosa Lima."}
    tell(portal.engine, RECOMMENDATIONS, [issued(), kenya])
    assert holder.post(page, {**FORM, **told}).status_code == 303
    tell(portal.engine, RECOMMENDATIONS, [issued(), kenya, alike])
    assert holder.post(page, {**FORM, **told}).status_code == 422
    assert holder.post(page, FORM).status_code == 303


def test_nothing_is_made_public_that_cannot_be_compared_with_its_letter(portal: Pages) -> None:
    page = another(portal, mandate="sr-torture", letter=str(derive_id("a letter not known yet")))
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    assert holder.post(page, FORM).status_code == 422
    assert portal.asked == []


def test_an_empty_text_and_a_refusal_keep_the_form(portal: Pages) -> None:
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    assert holder.post(PAGE, {**FORM, "text": " "}).status_code == 422
    portal.answer = httpx.Response(403, json={"title": "Only the holder of the mandate."})
    page = holder.post(PAGE, FORM)
    assert page.status_code == 403
    assert "Only the holder of the mandate." in page.text
    assert TEXT in page.text


def test_it_says_which_particulars_the_page_showed(portal: Pages) -> None:
    subject = f"recommendation-{RECOMMENDATION}"
    noted = RecommendationParticularsNoted(
        recommendation_id=RECOMMENDATION,
        mandate="sr-torture",
        title=portal.vault.seal(subject, "Cells below ground"),
        section=None,
        language=None,
        time_frame=None,
        target=None,
        step=3,
        noted_by="officer-1",
        noted_at=NOW,
    )
    tell(portal.engine, RECOMMENDATIONS, [issued(text=portal.vault.seal(subject, TEXT)), noted])
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    page = holder.get(PAGE)
    (field,) = re.findall('<input[^>]*name="noted"[^>]*>', page.text)
    assert 'value="3"' in field
    check = holder.post(PAGE, {**FORM, "checked": "", "noted": "3"})
    assert "Cells below ground" in check.text
    assert ("noted", "3") in kept(check.text)
    assert holder.post(PAGE, {**FORM, "noted": "3"}).status_code == 303
    assert sent(portal.asked[0])["data"]["noted"] == 3


def test_for_another_mandate_it_is_not_there(portal: Pages) -> None:
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert other.get(PAGE).status_code == 404


def public(portal: Pages, *more: object) -> None:
    text = portal.vault.seal(f"recommendation-{RECOMMENDATION}", TEXT)
    fact = issued(text=text)
    published = RecommendationPublished(
        recommendation_id=RECOMMENDATION,
        communication_id=None,
        addressee=fact.addressee,
        mandate=fact.mandate,
        issued_at=fact.issued_at,
        text=TEXT,
        published_by="account-1",
        published_at=NOW,
    )
    tell(portal.engine, RECOMMENDATIONS, [fact, published, *more])


def test_what_is_public_is_taken_back_with_a_reason(portal: Pages) -> None:
    here = PAGE.removesuffix("/publish")
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    assert holder.get(f"{here}/withdraw").status_code == 404  # it is not public
    public(portal)
    page = holder.get(here).text
    assert "Public since" in page
    assert f"{here}/withdraw" in page
    assert PAGE not in page
    assert "Take back what is public" in holder.get(f"{here}/withdraw").text
    form = {"command_id": str(derive_id("withdraw")), "reason": "mistake", "note": "A wrong word"}
    empty = holder.post(f"{here}/withdraw", {**form, "note": ""})
    assert (empty.status_code, portal.asked) == (422, [])
    assert holder.post(f"{here}/withdraw", form).status_code == 303
    asked = sent(portal.asked[0])
    assert (asked["type"], asked["data"]["reason"]) == ("withdraw-recommendation", "mistake")
    assert "A wrong word" not in str(asked)
    portal.answer = httpx.Response(403, json={"title": "Only the holder of the mandate."})
    refused = holder.post(f"{here}/withdraw", form)
    assert refused.status_code == 403
    assert "A wrong word" in refused.text


def test_taken_back_it_can_be_made_public_corrected(portal: Pages) -> None:
    back = RecommendationWithdrawn(
        recommendation_id=RECOMMENDATION,
        addressee="CHE",
        mandate="sr-torture",
        issued_at=NOW,
        reason="mistake",
        note=portal.vault.seal(f"recommendation-{RECOMMENDATION}", "A wrong word"),
        withdrawn_by="account-1",
        withdrawn_at=NOW,
    )
    public(portal, back)
    page = portal.signed_in(Role.MANDATE_HOLDER, **MINE).get(PAGE.removesuffix("/publish")).text
    assert "was taken back" in page
    assert PAGE in page
