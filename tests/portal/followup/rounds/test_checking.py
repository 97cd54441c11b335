"""A table that follows from a letter: no text in it tells who its source is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from portal.app.read_models import READ_MODELS
from portal.casefile.lint.tables import compared
from portal.letters.communications.tables import shares, submissions
from shared.contracts.followup_round_commands import CompileTable, PublishTable, SendTable
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.portal.followup.rounds.test_pages import form, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.check import CHECKED
from tests.support.followup import LETTER
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
from tests.support.rounds import GOVERNMENT, NGO, NHRI, ONE, OTHER, TWO, Rounds

DUE: dict[str, Any] = {"due_on": "2027-01-01"}
OURS = SOURCE.removeprefix("source-")
PLACE: dict[str, Any] = {"triage_position": 1}
KNOWN = {"submission_id": OURS, "state": "CHE", **PLACE}
STOPS = "holds what identifies a source"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    """Both recommendations follow from one letter, which rests on a submission of Rosa Lima."""
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
        yield built


def answered(portal: Pages, name: str = "Rosa Lima", letter: str | None = LETTER) -> Rounds:
    """Nine texts and three names: more than a person may compare by typing in a day."""
    some = Rounds(portal.engine, portal.vault, portal.clock())
    some.recommend(letter)
    some.opened("org-1", "org-2", "nhri-1")
    some.describe("It was dark.")
    for by in (GOVERNMENT, NGO, OTHER, NHRI):
        some.keep(by, f"Seen by {by.actor_id}")
        some.keep(by, f"Also seen by {by.actor_id}", TWO)
        some.submit(by, "" if by is GOVERNMENT else name if by is NGO else f"Of {by.actor_id}")
    some.compile()
    return some


def test_all_texts_of_a_letter_are_one_comparison_and_a_source_may_name_itself(
    portal: Pages,
) -> None:
    some = answered(portal)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    base = f"/rounds/{some.round_id}"
    assert isinstance(sent(portal, holder, f"{base}/send-table", **DUE, **CHECKED), SendTable)
    some.send()
    some.comment("Nothing to add.")
    public = sent(portal, holder, f"{base}/publish", symbol="", **CHECKED)
    assert isinstance(public, PublishTable)
    assert {"Rosa Lima"} < {step.name for step in public.steps if step.name}
    with portal.engine.connect() as conn:
        assert len(conn.execute(select(compared.c.text)).all()) == 2  # what is sent; what is public


def test_a_text_that_tells_of_a_source_stops_the_table_until_it_is_left_out(portal: Pages) -> None:
    some = answered(portal)
    told = some.keep(NHRI, "Hear Rosa Lima.", TWO)
    some.submit(NHRI, "Of the institution")
    some.compile()
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    base = f"/rounds/{some.round_id}"
    for checked in ({}, CHECKED):
        page = holder.post(
            f"{base}/send-table", form(holder, f"{base}/send-table", **DUE, **checked)
        )
        assert page.status_code == 422
        assert STOPS in text(page.text)
        assert "1, 2" in text(page.text)
    assert "Recommendation 2: National human rights institution" in text(
        holder.get(f"{base}/compile").text
    )
    without = sent(portal, holder, f"{base}/compile", left_out=[told])
    assert isinstance(without, CompileTable)
    assert without.left_out == (told,)
    some.compile(told)
    assert isinstance(sent(portal, holder, f"{base}/send-table", **DUE, **CHECKED), SendTable)


def test_nobody_without_consent_is_named_nor_told_of_in_a_situation(portal: Pages) -> None:
    some = answered(portal, name="Ana Pérez")
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    base = f"/rounds/{some.round_id}"
    page = holder.post(f"{base}/send-table", form(holder, f"{base}/send-table", **DUE, **CHECKED))
    assert page.status_code == 422
    where = f"{base}/rows/{ONE}/situation"
    page = holder.post(where, form(holder, where, text="Rosa Lima told us."))
    assert page.status_code == 422
    assert "Take it out first" in text(page.text)
    assert portal.asked == []


def test_what_follows_from_a_report_is_compared_with_all_that_its_mandate_knows_of_the_state(
    portal: Pages,
) -> None:
    """A recommendation of the report on a visit follows from no letter."""
    some = answered(portal, letter=None)
    told = some.keep(NHRI, "Hear Rosa Lima.", TWO)
    some.submit(NHRI, "Of the institution")
    some.compile()
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    base = f"/rounds/{some.round_id}"
    with portal.engine.begin() as conn:
        conn.execute(insert(submissions).values(KNOWN))
        conn.execute(insert(shares).values(submission_id=OURS, mandate="sr-food", **PLACE))
    where, situation = f"{base}/rows/{ONE}/situation", {"text": "Rosa Lima told us."}
    assert holder.post(where, form(holder, where, **situation)).status_code == 303, "not theirs"
    with portal.engine.begin() as conn:
        conn.execute(insert(shares).values(submission_id=OURS, mandate="sr-torture", **PLACE))
    page = holder.post(where, form(holder, where, **situation))
    assert page.status_code == 422
    assert "Take it out first" in text(page.text)
    page = holder.post(f"{base}/send-table", form(holder, f"{base}/send-table", **DUE, **CHECKED))
    assert page.status_code == 422
    assert "1, 2" in text(page.text)
    some.compile(told)
    assert isinstance(sent(portal, holder, f"{base}/send-table", **DUE, **CHECKED), SendTable)
