"""Questions appear when they apply, in the form only, and no entry is lost."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from portal.casefile.filing import ConsentAnswers, Incident, Victim
from portal.casefile.filing.sections import DomesticAction, Urgency
from portal.source.drafts.asking import filed, not_sent
from portal.source.drafts.conditions import FROM_LIST, SHAPES, answered, ruled_out
from portal.source.drafts.sections import SECTIONS
from portal.source.drafts.sheet import template_csv
from shared.core.roles import Role
from tests.portal.source.drafts.test_sheet import ROW, upload, written
from tests.portal.source.drafts.test_task_list import kept, reveal
from tests.support.drafts import VICTIM, begun, filled, saved, sent
from tests.support.portal import Pages, Visitor
from tests.support.submissions import Told

INCIDENT = {"date": "14 March 2026", "place": "Planted Place"}


@pytest.fixture
def ngo(portal: Pages, told: Told) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER)


@pytest.mark.parametrize(
    ("model", "typed", "out"),
    [
        (Victim, {"kind": "person"}, {"number"}),
        (Victim, {"kind": "group"}, {"sex", "born"}),
        (Victim, {"kind": "person", "gone": "no"}, {"number", "id_number", "next_of_kin"}),
        (Victim, {"kind": "person", "consent_act": "yes"}, {"number", "consent_reason"}),
        (Victim, {"kind": "person", "consent_act": "impossible"}, {"number"}),
        (Victim, {"kind": "person", FROM_LIST: True}, set()),
        (Incident, {"detention": "In a cellar"}, set()),  # left open, as in an older browser
        (Incident, {"detained": "no"}, {"detention"}),
        (Urgency, {"urgent": "no"}, {"risk", "risk_when"}),
        (DomesticAction, {"complained": "yes"}, {"no_complaint"}),
        (DomesticAction, {"complained": "no"}, {"complaints"}),
    ],
)
def test_an_answer_rules_out_what_does_not_apply(
    model: type[BaseModel], typed: Mapping[str, Any], out: set[str]
) -> None:
    assert ruled_out(model, typed) == out


def _named() -> Iterator[tuple[type[BaseModel], str]]:
    for model, shape in SHAPES.items():
        for gate, about in shape.gates.items():
            if not about.title:
                yield model, gate
            for block in about.blocks.values():
                yield from ((model, name) for name in block.names)
        yield from ((model, name) for name in shape.fold.names)


def test_every_question_that_is_hidden_is_one_of_the_definition_and_can_be_left_out() -> None:
    for model, name in _named():
        within = ConsentAnswers if name.startswith("consent_") else model
        field = within.model_fields[name.removeprefix("consent_")]
        assert not field.is_required() or name in SHAPES[model].gates, (model, name)


def test_a_draft_of_before_shows_what_was_typed_into_it() -> None:
    assert answered(Incident, {"detention": "In a cellar"})["detained"] == "yes"
    assert answered(DomesticAction, {"no_complaint": "Fear"})["complained"] == "no"
    assert "detained" not in answered(Incident, INCIDENT)
    typed = {"detained": "no", "detention": "In a cellar"}
    assert answered(Incident, typed) == typed


def test_no_answer_is_given_that_keeps_something_typed_from_being_sent(
    portal: Pages, ngo: Visitor
) -> None:
    """A draft of before the question may say both: to save it as it is shown changes nothing."""
    typed = {"complaints": "Planted Court", "no_complaint": "Planted Fear"}
    draft = filled(ngo, domestic=typed)
    page = ngo.get(f"{draft}domestic/").text
    shown = re.findall(r'name="complained" type="radio" value="(\w+)"[^>]* checked', page)
    saved(ngo, f"{draft}domestic/", {**typed, **({"complained": shown[0]} if shown else {})})
    sent(ngo, draft)
    [row] = kept(portal)
    told = reveal(portal, row.data["particulars"]) or ""
    assert "Planted Court" in told
    assert "Planted Fear" in told


def test_each_condition_stands_under_its_answer_and_says_when_it_applies(ngo: Visitor) -> None:
    page = ngo.get(f"{begun(ngo)}victims/new").text
    for answer, words, inner in (
        ("kind-0", "If it is one person:", "born"),
        ("kind-1", "If it is a group:", "number"),
        ("gone-0", "If the person is missing or dead:", "next_of_kin"),
        ("consent_act-2", "If the person cannot be asked:", "consent_reason"),
    ):
        before, block = page.split(f'id="{answer}-more"')
        assert f'id="{answer}"' in before.rpartition("govuk-radios__item")[2]
        assert block.index(words) < block.index(f'name="{inner}"')
        named = re.search(r'aria-labelledby="([^"]+)"', block)
        assert named
        assert f'id="{named[1]}">{words}</p>' in block
    # every question is there: nothing but the style sheet hides it
    assert {name for name in Victim.model_fields if f'name="{name}"' not in page} == {"consent"}
    assert "data-aria-controls" not in page


def test_rare_questions_are_folded_and_open_where_something_is_wrong(ngo: Visitor) -> None:
    address = f"{begun(ngo)}victims/new"
    fold = r'<details class="govuk-details">\s*<summary[^>]*><span[^>]*>More about this person'
    page = ngo.get(address).text
    assert re.search(fold, page)
    inside = page[page.index("More about this person") :].split("</details>")[0]
    assert 'name="occupation"' in inside
    assert 'name="minor"' not in inside, "what protects a name is asked of everybody"
    wrong = ngo.post(address, {**VICTIM, "occupation": "x" * 201}).text
    assert not re.search(fold, wrong)
    assert "(optional): 1 filled in" in wrong


def test_what_does_not_apply_stays_in_the_draft_and_is_not_sent(
    portal: Pages, ngo: Visitor
) -> None:
    typed = {**INCIDENT, "detained": "no", "detention": "Planted Cellar"}
    draft = filled(ngo, incidents=typed, victims={"number": "Planted Forty", "gone": "yes"})
    page = ngo.get(f"{draft}incidents/").text
    entry = page.split('/remove"')[0].rpartition('href="')[2]
    assert "Planted Cellar</textarea>" in ngo.get(entry).text
    review = ngo.get(f"{draft}review").text
    assert review.count("another answer says that it does not apply") == 2
    assert "<li>If somebody was detained</li>" in review
    assert "<li>How many persons?</li>" in review
    assert "Planted Cellar" not in review
    sent(ngo, draft)
    [row] = kept(portal)
    incident = reveal(portal, row.data["incident"]) or ""
    assert "Planted Place" in incident
    assert "Planted Cellar" not in incident
    assert "Planted Forty" not in (reveal(portal, row.data["victims"][0]["details"]) or "")


def test_what_is_not_sent_is_named_also_of_an_entry_that_is_not_shown(
    ngo: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.source.drafts.review.SHOWN", 1)
    draft = filled(ngo)
    saved(ngo, f"{draft}victims/new", {**VICTIM, "number": "Planted Forty", "entry": "another"})
    review = ngo.get(f"{draft}review").text
    assert "And 1 more, which are sent too." in review
    assert "typed something in some of these that is not sent" in review
    assert "<li>How many persons?</li>" in review


def test_what_applies_is_sent_also_where_the_question_before_was_left_open(
    portal: Pages, ngo: Visitor
) -> None:
    draft = filled(ngo, incidents={**INCIDENT, "detention": "Planted Cellar"})
    assert "does not apply" not in ngo.get(f"{draft}review").text
    sent(ngo, draft)
    [row] = kept(portal)
    assert "Planted Cellar" in (reveal(portal, row.data["incident"]) or "")


def test_a_list_from_a_spreadsheet_keeps_every_column(ngo: Visitor) -> None:
    draft = begun(ngo)
    assert b"Number of persons" in template_csv()
    row = {**ROW, "kind": "A group, a community or an organisation", "description": "Families"}
    upload(ngo, draft, written({**row, "born": "about 30", "number": "40"}))
    review = ngo.get(f"{draft}review").text
    assert "about 30" in review
    assert "does not apply" not in review


def test_every_section_can_be_filed_with_all_that_is_asked(ngo: Visitor) -> None:
    draft = begun(ngo)
    saved(ngo, f"{draft}domestic/", {"complained": "no", "no_complaint": "Fear", "complaints": ""})
    assert "Fear</textarea>" in ngo.get(f"{draft}domestic/").text
    model = SECTIONS["domestic"].model
    typed = {"complained": "no", "complaints": "To a court", "no_complaint": "Fear"}
    assert filed(model, typed) == {"no_complaint": "Fear"}
    assert not_sent(model, typed) == ["Complaints made in the country"]


def test_what_was_typed_is_shown_while_the_question_before_it_has_no_answer(ngo: Visitor) -> None:
    address = f"{begun(ngo)}domestic/"
    hidden = 'class="govuk-radios__conditional when"'
    assert ngo.get(address).text.count(hidden) == 2
    saved(ngo, address, {"complaints": "To a court", "no_complaint": "Elsewhere, out of fear"})
    assert hidden not in ngo.get(address).text
    saved(ngo, address, {"complained": "yes", "complaints": "To a court", "no_complaint": "Fear"})
    assert ngo.get(address).text.count(hidden) == 2
