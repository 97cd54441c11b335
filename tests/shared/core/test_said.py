"""A refusal as it travels: an English sentence, its template and typed values."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.said import (
    Code,
    Codes,
    Count,
    Day,
    Mandates,
    Moment,
    Number,
    Reference,
    Said,
    State,
    Text,
    Value,
    from_wire,
    say,
    to_wire,
)

AT = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)

VALUES: list[tuple[Value, str, dict[str, Any]]] = [
    (Day(date(2026, 3, 1)), "1 Mar 2026", {"day": "2026-03-01"}),
    (Moment(AT), "24 Nov 2026, 18:30 (Geneva)", {"moment": "2026-11-24T17:30:00+00:00"}),
    (Number(2_000), "2,000", {"number": 2_000}),
    (Count(3), "3", {"count": 3}),
    (State("CHE", "Switzerland"), "Switzerland", {"state": "CHE", "english": "Switzerland"}),
    (
        Mandates(("SR A", "WG B", "IE C")),
        "SR A, WG B, IE C",
        {"mandate": ["SR A", "WG B", "IE C"]},
    ),
    (Mandates(("SR A",)), "SR A", {"mandate": ["SR A"]}),
    (Role.GOVERNMENT, "Government", {"role": "government", "english": "Government"}),
    (
        Code("regions", "AFR", "African States"),
        "African States",
        {"code": "AFR", "list": "regions", "english": "African States"},
    ),
    (
        Codes("fruit", {"a": "Apple", "p": "Pear"}),
        "Apple, Pear",
        {"codes": {"a": "Apple", "p": "Pear"}, "list": "fruit", "english": "Apple, Pear"},
    ),
    (Reference("UA GBR 3/2019"), "UA GBR 3/2019", {"reference": "UA GBR 3/2019"}),
    (Text("a <b> {c}"), "a <b> {c}", {"text": "a <b> {c}"}),
]


@pytest.mark.parametrize(("value", "english", "told"), VALUES, ids=lambda one: type(one).__name__)
def test_a_value_is_read_in_english_and_travels_with_its_kind(
    value: Value, english: str, told: dict[str, Any]
) -> None:
    no = Refused("It is {what}.", what=value)
    assert str(no) == f"It is {english}."
    wire = json.loads(json.dumps(to_wire(no.said)))
    assert wire == {
        "title": f"It is {english}.",
        "text": "It is {what}.",
        "values": {"what": told},
    }
    assert from_wire(wire) == no.said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 letters wait."), (1, "1 letter waits."), (2_100, "2,100 letters wait.")],
)
def test_a_count_chooses_between_one_and_many(count: int, said: str) -> None:
    no = Refused.many("{n} letter waits.", "{n} letters wait.", n=Count(count))
    assert str(no) == said
    assert from_wire(to_wire(no.said)) == no.said
    assert (no.said.text, no.said.many) == ("{n} letter waits.", "{n} letters wait.")


def test_a_refusal_stays_what_it_is() -> None:
    assert isinstance(
        Forbidden.many("{n} is not yours.", "{n} are not yours.", n=Count(1)), Forbidden
    )
    assert str(Refused("Choose a grade from the list.")) == "Choose a grade from the list."


def test_a_value_that_is_missing_shows_at_once() -> None:
    with pytest.raises(KeyError):
        Refused("The call closed on {closed}.")


def test_what_an_older_release_says_is_its_sentence() -> None:
    old: dict[str, Any] = {"title": "The call closed on {closed}.", "status": 422}
    assert from_wire(old) == Said(title=old["title"], text=old["title"])


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"money": "5 CHF"}, "5 CHF"),
        ({"place": "GVA", "english": "Geneva"}, "Geneva"),
        ({"role": "registrar", "english": "Registrar"}, "Registrar"),
        ({"day": "tomorrow"}, "tomorrow"),
        ({"code": "AFR", "english": "African States"}, "African States"),
        ("just text", "just text"),
        ({}, "{}"),
    ],
)
def test_of_what_a_newer_release_says_the_text_is_read(told: object, text: str) -> None:
    new = {"title": "It costs much.", "text": "It costs {what}.", "values": {"what": told}}
    assert from_wire(new) == Said(
        title="It costs much.", text="It costs {what}.", values={"what": Text(text)}
    )


@pytest.mark.parametrize(
    "bad", [{"text": 5, "values": {}}, {"text": "{a}"}, {"text": "a", "values": []}]
)
def test_what_is_damaged_is_its_title(bad: dict[str, Any]) -> None:
    assert from_wire({"title": "No.", **bad}) == say("No.")
