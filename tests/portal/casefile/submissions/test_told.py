"""Sealed submissions can be read again, in older shapes too."""

from typing import Any

import pytest
from pydantic_core import from_json, to_json

from portal.casefile.filing import Filing
from portal.casefile.filing.sections import requests
from portal.casefile.submissions import sealing, told
from portal.casefile.submissions.told import Said
from shared.contracts.commands import Command, stored
from shared.core.message import Sealed, derive_id

CONSENT = {"act": "yes", "authorities": "yes", "public": "no", "name_form": "initials"}
FILED: dict[str, Any] = {
    "submitter_name": "Planted Source",
    "submitter_contact": "Mailbox 7",
    "relationship": "Her lawyer",
    "victims": [
        {
            "name": "Amina Demo",
            "minor": "unknown",
            "occupation": "Trader",
            "consent": {**CONSENT, "press": "yes", "given_by": "family"},
        }
    ],
    "incidents": [
        {"date": "14 March 2026", "until": "April 2026", "place": "The market"},
        {"date": "May 2026", "place": "The harbour", "evidence": "Two witnesses"},
    ],
    "perpetrators": [{"who": "Two officers", "kind": "state", "number": "2"}],
    "state": "KEN",
    "narrative": "What happened.",
    "language": "en",
    "urgent": True,
    "risk": "Deportation",
    "reprisal": True,
    "requested": ["UA", "visit"],
}
ID = str(derive_id("submission", 7))


def plain(text: str) -> Sealed:
    return Sealed("subject", text)


def commands(**changes: Any) -> list[tuple[str, dict[str, Any]]]:
    filing = Filing.model_validate({**FILED, **changes})
    first, more = sealing.commands(
        filing,
        sealing.texts(filing),
        submission_id=ID,
        source_subject=f"source-{ID}",
        channel="portal",
        seal=plain,
        key=b"key",
    )
    filed: list[Command] = [first, *more]
    return [stored(one)[1:] for one in filed]


def command(**changes: Any) -> dict[str, Any]:
    return commands(**changes)[0][1]


def test_a_person_is_read_in_lines_with_what_protects_the_name() -> None:
    [victim] = command()["victims"]
    person = told.person(victim["details"]["cipher"])
    assert person.text.splitlines() == [
        "Full name: Amina Demo",
        "Is, or was, the person a child (under 18)? I do not know",
        "Occupation: Trader",
    ]
    assert (person.name, person.protected) == ("Amina Demo", True)
    assert (victim["consent"]["press"], victim["consent"]["given_by"]) == ("yes", "family")


def test_incidents_are_read_with_their_dates_in_words() -> None:
    text = command()["incident"]["cipher"]
    assert told.when(text) == "14 March 2026 to April 2026; May 2026"
    assert told.where(text) == "The market; The harbour"
    assert told.incidents(text)[1] == [
        Said("When did it happen?", "May 2026"),
        Said("In which place?", "The harbour"),
        Said("What evidence is there?", "Two witnesses"),
    ]


@pytest.mark.parametrize(
    ("written", "kept", "read"),
    [
        ("1999", "1999", "1999"),
        ("19 décembre 1999", "1999-12-19", "19 December 1999"),
        ("نوفمبر ٢٠٢٥", "2025-11", "November 2025"),
    ],
)
def test_a_date_is_kept_in_one_way_however_it_was_written(
    written: str, kept: str, read: str
) -> None:
    filed = command(incidents=[{"date": written, "place": "The market"}])["incident"]["cipher"]
    assert from_json(filed)[0]["date"] == kept
    assert told.when(filed) == read


def test_perpetrators_are_read_in_lines() -> None:
    assert told.perpetrators(command()["perpetrators"]["cipher"]) == "Two officers\nHow many? 2"
    assert told.perpetrators(command(perpetrators=[])["perpetrators"]["cipher"]) == ""


def test_particulars_hold_what_may_be_left_out_and_not_the_source() -> None:
    text = command()["particulars"]["cipher"]
    assert told.particulars(text) == [Said("What may happen?", "Deportation")]
    assert "Planted Source" not in text
    assert "lawyer" not in text
    assert command(risk=None)["particulars"] is None


def test_who_the_source_is_goes_to_the_vault_alone() -> None:
    assert sealing.identity(Filing.model_validate(FILED)) == {
        "name": "Planted Source",
        "contact": "Mailbox 7",
        "relationship": "Her lawyer",
    }


def test_nothing_that_names_or_dates_stands_in_the_clear() -> None:
    data = command()
    clear = {
        name: value
        for name, value in data.items()
        if not isinstance(value, dict) and name not in {"victims", "submission_id"}
    }
    assert clear == {
        "channel": "portal",
        "language": "en",
        "state": "KEN",
        "urgent": True,
        "reprisal": True,
        "requested": ["UA", "visit"],
        "mandates": [],
        "on_behalf": False,
        "source_subject": f"source-{ID}",
        "matching": data["matching"],
        "received_at": None,
    }
    assert sum(token.startswith("d:") for token in data["matching"]) == 2
    assert sum(token.startswith("v:") for token in data["matching"]) == 1


def test_free_text_of_version_1_is_read_as_it_is() -> None:
    assert told.person("Amina B., 34").text == "Amina B., 34"
    assert told.person("{curly} words").text == "{curly} words"
    assert told.perpetrators("Two officers") == "Two officers"
    assert told.when("2026-03-14\nThe market") == "14 March 2026"
    assert told.where("2026-03-14\nThe market") == "The market"
    assert told.when("") == told.where("") == ""
    assert told.incidents("2026-03\nThe market")[0] == [
        Said("When did it happen?", "March 2026"),
        Said("In which place?", "The market"),
    ]
    assert told.incidents("") == []
    assert told.particulars("") == []


def test_a_long_list_of_victims_is_told_in_several_commands_without_a_gap() -> None:
    person = {**FILED["victims"][0], "description": "x" * 1_000}
    people = [{**person, "name": f"Person {number}"} for number in range(2_000)]
    told_of = commands(victims=people)
    assert [type_ for type_, _ in told_of][:2] == ["submit-allegation", "add-victims"]
    assert max(len(to_json(data)) for _, data in told_of) < 1_000_000
    ids = [victim["victim_id"] for _, data in told_of for victim in data["victims"]]
    assert ids == [str(derive_id("victim", ID, number)) for number in range(2_000)]


def test_what_is_too_long_together_gets_no_receipt() -> None:
    def filing(who: int) -> Filing:
        many = {"perpetrators": [{"who": "x" * who}] * 50, "narrative": "x" * 100_000}
        return Filing.model_validate({**FILED, **many})

    sealing.texts(filing(5_000))
    with pytest.raises(sealing.TooLong, match="Shorten some of them"):
        sealing.texts(filing(10_000))


def test_what_is_asked_of_the_mandates_is_said_in_words() -> None:
    assert requests(["UA", "press"]) == "An urgent appeal; a press release"
