from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portal.casefile.filing import MISSING, ConsentAnswers, Filing, Wrong, wrong
from shared.core.actor import Actor
from shared.core.roles import Role

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))
CONTACT_POINT = Actor(actor_id="cp-1", roles=frozenset({Role.CONTACT_POINT}))
BOTH = Actor(actor_id="x-1", roles=frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}))

CONSENT = {"act": "yes", "authorities": "yes", "public": "no", "name_form": "initials"}
FILED: dict[str, Any] = {
    "victims": "A person",
    "submitter_name": "Somebody",
    "submitter_contact": "by letter",
    "date": "March 2026",
    "place": "A town",
    "state": "KEN",
    "narrative": "It happened",
    "consent": CONSENT,
    "urgent": False,
    "language": "en",
}


def filed(actor: Actor = NGO, **changes: Any) -> Filing:
    return Filing.model_validate(FILED | changes, context=actor)


def refused(actor: Actor = NGO, **changes: Any) -> list[Wrong]:
    with pytest.raises(ValidationError) as caught:
        filed(actor, **changes)
    return wrong(caught.value)


def test_five_fields_consent_urgency_and_language_are_enough() -> None:
    assert filed().model_dump(exclude_none=True) == {
        **FILED,
        "date": "2026-03",
        "incidents": [],
        "mandates": [],
        "requested": [],
        "reprisal": False,
        "consent": {**CONSENT, "press": "no", "sharing": "no"},
    }


def test_nothing_at_all_names_every_field_that_is_required_in_a_sentence_of_its_own() -> None:
    with pytest.raises(ValidationError) as caught:
        Filing.model_validate({}, context=NGO)
    found = {one.field: one.reason for one in wrong(caught.value)}
    required = {n for n, f in Filing.model_fields.items() if f.is_required()}
    required |= {"date", "place"}  # or incidents
    assert found == {name: MISSING[name] for name in required}
    assert len(set(found.values())) == len(found)


def test_text_is_trimmed_and_its_line_ends_are_alike() -> None:
    assert filed(narrative=" one\r\ntwo\rthree \n").narrative == "one\ntwo\nthree"


def test_an_optional_text_that_was_left_empty_was_not_given() -> None:
    assert filed(perpetrators="  ", for_whom="\n").model_dump(
        include={"perpetrators", "for_whom"}
    ) == {"perpetrators": None, "for_whom": None}


@pytest.mark.parametrize("name", ["victims", "submitter_name", "place", "narrative", "date"])
@pytest.mark.parametrize("typed", ["", "   ", "\n\t"])
def test_a_required_text_of_nothing_but_space_is_missing(name: str, typed: str) -> None:
    changes: dict[str, Any] = {name: typed}
    assert refused(**changes) == [Wrong(name, MISSING[name])]


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e"])
def test_control_characters_are_refused(letter: str) -> None:
    [one] = refused(narrative=f"a{letter}b")
    assert one.field == "narrative"
    assert "cannot be shown" in one.reason


def test_letters_that_join_are_not_control_characters() -> None:
    place = "\u0645\u06cc\u200c\u062e \u2067abc\u2069"
    assert filed(place=place).place == place


def test_a_narrative_of_100_kb_is_taken_and_one_byte_more_is_not() -> None:
    assert len(filed(narrative="é" * 50_000).narrative.encode()) == 100_000
    assert refused(narrative="é" * 50_000 + "a") == [
        Wrong("narrative", "Shorten the description to 100 kB: it has 100.0 kB now")
    ]
    assert refused(narrative="a" * 100_001) == [
        Wrong("narrative", "Shorten the description to 100 kB")
    ]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("Yugoslavia", "Yugoslavia no longer exists: choose the State or area in which the place "),
        ("Yugoslavia", "today: Bosnia and Herzegovina (BIH), Croatia (HRV), Montenegro (MNE), "),
        ("SUN", "The Soviet Union no longer exists"),
        ("SUN", "Russian Federation (RUS)"),
        ("DDR", "The German Democratic Republic no longer exists: choose Germany (DEU)"),
        ("Burma", "Burma has another name today: choose Myanmar (MMR)"),
    ],
)
def test_a_state_of_before_is_answered_with_those_of_today(state: str, reason: str) -> None:
    [found] = refused(state=state)
    assert found.field == "state"
    assert reason in found.reason


def test_a_text_that_is_too_long_is_told_how_long_it_may_be() -> None:
    assert refused(place="a" * 201) == [Wrong("place", "Shorten this to 200 characters")]
    assert refused(victims="a" * 10_001) == [Wrong("victims", "Shorten this to 10,000 characters")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": "ZZZ"}, "state"),
        ({"state": "ken"}, "state"),
        ({"state": ""}, "state"),
        ({"mandates": ["astrology"]}, "mandates"),
        ({"mandates": [3]}, "mandates.0"),
        ({"mandates": "sr-torture"}, "mandates"),
        ({"mandates": ["sr-torture"] * 1000}, "mandates"),
        ({"language": "xx"}, "language"),
        ({"urgent": "yes"}, "urgent"),
        ({"urgent": None}, "urgent"),
        ({"date": "some day"}, "date"),
        ({"date": 2026}, "date"),
        ({"victims": 3}, "victims"),
        ({"victims": ["A"]}, "victims.0"),
        ({"consent": "yes"}, "consent"),
        ({"consent": {**CONSENT, "act": "maybe"}}, "consent.act"),
        ({"consent": {**CONSENT, "more": "x"}}, "consent.more"),
        ({"more": "x"}, "more"),
    ],
)
def test_what_is_wrong_is_named_and_never_repeated(changes: dict[str, Any], field: str) -> None:
    found = refused(**changes)
    assert [one.field for one in found] == [field]
    assert found[0].reason
    assert "astrology" not in found[0].reason


def test_mandates_are_kept_once_in_the_order_of_choice() -> None:
    assert filed(mandates=["wgad", "sr-torture", "wgad"]).mandates == ["wgad", "sr-torture"]


@pytest.mark.parametrize("name", ["act", "authorities", "public", "name_form"])
def test_each_of_the_four_consent_questions_must_be_answered(name: str) -> None:
    answers = {key: value for key, value in CONSENT.items() if key != name}
    assert refused(consent=answers) == [Wrong(f"consent.{name}", MISSING[f"consent.{name}"])]


def test_consent_that_cannot_be_obtained_needs_a_reason() -> None:
    impossible = {**CONSENT, "act": "impossible"}
    assert refused(consent=impossible) == [
        Wrong("consent.reason", "Say why the person cannot be asked")
    ]
    assert refused(consent={**impossible, "reason": "  "})[0].field == "consent.reason"
    assert filed(consent={**impossible, "reason": " disappeared "}).consent == ConsentAnswers(
        act="impossible",
        authorities="yes",
        public="no",
        name_form="initials",
        reason="disappeared",
    )


def test_a_contact_point_says_for_whom() -> None:
    assert refused(CONTACT_POINT) == [Wrong("for_whom", MISSING["for_whom"])]
    assert filed(CONTACT_POINT, for_whom="A person, by letter").for_whom == "A person, by letter"


def test_nobody_else_files_for_another_person() -> None:
    [one] = refused(for_whom="A person")
    assert one.field == "for_whom"
    assert "contact point" in one.reason


def test_who_is_both_chooses() -> None:
    assert filed(BOTH).for_whom is None
    assert filed(BOTH, for_whom="A person").for_whom == "A person"


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*Filing.model_fields, "more"]) | st.text(), json, max_size=6)
)
def test_whatever_is_filed_is_taken_or_refused_in_sentences(changes: dict[str, Any]) -> None:
    try:
        Filing.model_validate(FILED | changes, context=NGO)
    except ValidationError as error:
        for one in wrong(error):
            assert one.reason
            one.field.encode()  # can be printed, whatever was sent


# --- the full form -------------------------------------------------------------------------------

PERSON = {"kind": "person", "name": "Amina Demo", "minor": "no", "consent": CONSENT}
GROUP = {"kind": "group", "description": "Forty families", "number": "40", "consent": CONSENT}


def whole(**changes: Any) -> dict[str, Any]:
    """A filing by lists, where the short one has texts."""
    short = {"date", "place", "consent", "victims", "perpetrators"}
    return {
        **{name: value for name, value in FILED.items() if name not in short},
        "victims": [PERSON, GROUP],
        "incidents": [{"date": "March 2026", "until": "2026-05", "place": "A town"}],
        "perpetrators": [{"who": "Two officers", "kind": "state"}],
        **changes,
    }


def test_victims_incidents_and_perpetrators_may_be_lists() -> None:
    filing = Filing.model_validate(whole(), context=NGO)
    assert [one.name or one.description for one in filing.persons] == [
        "Amina Demo",
        "Forty families",
    ]
    [incident] = filing.happened
    assert (incident.date, incident.until) == ("2026-03", "2026-05")
    assert [one.who for one in filing.responsible] == ["Two officers"]


def test_a_text_is_one_of_each() -> None:
    filing = filed(perpetrators="Somebody")
    [victim] = filing.persons
    assert (victim.kind, victim.description, victim.consent) == (
        "person",
        "A person",
        filing.consent,
    )
    assert [one.place for one in filing.happened] == [filing.place]
    assert [one.who for one in filing.responsible] == ["Somebody"]
    assert filed().responsible == []


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"victims": []}, "victims", MISSING["victims"]),
        ({"incidents": []}, "date", MISSING["date"]),
        ({"consent": CONSENT}, "consent", "Give this with each victim, not twice"),
        ({"date": "2026-03"}, "date", "Give this with the incidents, not twice"),
        (
            {"victims": [PERSON, {**PERSON, "name": None}]},
            "victims.1.description",
            "Enter a name, or describe the person",
        ),
        (
            {"victims": [{**PERSON, "consent": {**CONSENT, "public": None}}]},
            "victims.0.consent.public",
            MISSING["consent.public"],
        ),
        ({"victims": [{"name": "A"}]}, "victims.0.consent", MISSING["consent"]),
        ({"perpetrators": [{}]}, "perpetrators.0.who", MISSING["who"]),
        ({"incidents": [{"date": "some day", "place": "x"}]}, "incidents.0.date", None),
        (
            {"incidents": [{"date": "2026-03", "until": "2026-02", "place": "x"}]},
            "incidents.0.until",
            "This is before it began: check both dates",
        ),
        ({"victims": [PERSON] * 2001}, "victims", "Send at most 2,000 of these"),
        ({"requested": ["war"]}, "requested.0", "Choose one of the answers"),
    ],
)
def test_what_is_wrong_in_a_list_is_named_by_its_place(
    changes: dict[str, Any], field: str, reason: str | None
) -> None:
    with pytest.raises(ValidationError) as caught:
        Filing.model_validate(whole(**changes), context=NGO)
    found = {one.field: one.reason for one in wrong(caught.value)}
    assert field in found
    assert reason is None or found[field] == reason


@pytest.mark.parametrize(
    ("answers", "protected"),
    [
        ({}, False),
        ({"minor": "no", "sexual_violence": "no"}, False),
        ({"minor": "yes"}, True),
        ({"sexual_violence": "unknown"}, True),
    ],
)
def test_children_and_victims_of_sexual_violence_are_protected(
    answers: dict[str, str], *, protected: bool
) -> None:
    person = {"kind": "person", "name": "A", "consent": CONSENT, **answers}
    [victim] = Filing.model_validate(whole(victims=[person]), context=NGO).persons
    assert victim.protected is protected
