"""A mandate-holder makes a recommendation public."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from portal.read_models import READ_MODELS
from portal.recommendations.read_model import RECOMMENDATIONS
from shared.message import derive_id
from shared.read_model import Applier
from shared.roles import Role
from tests.support.followup import RECOMMENDATION, issued, sent, tell
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
FORM = {"command_id": str(derive_id("publish")), "text": TEXT}
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
    }


@pytest.mark.parametrize("told", ["Release Ana Pérez.", "Hear Rosa Lima.", "Ask desk@ngo.example."])
def test_words_that_tell_who_somebody_is_are_not_made_public(portal: Pages, told: str) -> None:
    page = portal.signed_in(Role.MANDATE_HOLDER, **MINE).post(PAGE, {**FORM, "text": told})
    assert page.status_code == 422
    assert "Take it out first" in page.text
    assert told in page.text
    assert portal.asked == []


def test_an_empty_text_and_a_refusal_keep_the_form(portal: Pages) -> None:
    holder = portal.signed_in(Role.MANDATE_HOLDER, **MINE)
    assert holder.post(PAGE, {**FORM, "text": " "}).status_code == 422
    portal.answer = httpx.Response(403, json={"title": "Only the holder of the mandate."})
    page = holder.post(PAGE, FORM)
    assert page.status_code == 403
    assert "Only the holder of the mandate." in page.text
    assert TEXT in page.text


def test_for_another_mandate_it_is_not_there(portal: Pages) -> None:
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert other.get(PAGE).status_code == 404
