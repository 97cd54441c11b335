"""The full form through the API: lists instead of texts, the same rules, long lists in full."""

from typing import Any

from sqlalchemy import select

from portal.source.api.description import described
from portal.web.accounts import filers
from portal.web.delivery.outbox import outbox
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.vault import subject_keys
from tests.portal.source.api.test_api import Program
from tests.support.filing import submission
from tests.support.portal import Pages
from tests.support.submissions import Told

CONSENT = {"act": "yes", "authorities": "yes", "public": "no", "name_form": "initials"}
PERSON = {"name": "Planted Victim", "minor": "no", "consent": {**CONSENT, "sharing": "yes"}}


def whole(**changes: Any) -> dict[str, Any]:
    short = submission()
    for name in ("victims", "perpetrators", "date", "place", "consent"):
        del short[name]
    return {
        **short,
        "victims": [PERSON, {"kind": "group", "description": "Forty", "consent": CONSENT}],
        "incidents": [
            {"date": "2026-03", "place": "A town"},
            {"date": "2026-04", "place": "A port"},
        ],
        "perpetrators": [{"who": "Two officers", "kind": "state"}],
        "reprisal": True,
        "requested": ["UA", "visit"],
        "risk": "Deportation",
        **changes,
    }


def rows(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(outbox).order_by(outbox.c.created_at)).all())


def test_lists_are_taken(portal: Pages, told: Told) -> None:
    ngo = Program(portal, Role.NGO_MEMBER, token="ngo")  # of this test
    answer = ngo.file(whole())
    assert answer.status_code == 201, answer.text
    [row] = rows(portal)
    assert "Planted" not in repr(row)
    assert [one["consent"]["sharing"] for one in row.data["victims"]] == ["yes", "no"]
    assert (row.data["reprisal"], row.data["requested"]) == (True, ["UA", "visit"])
    particulars = portal.vault.reveal(Sealed(**row.data["particulars"]))
    assert particulars == '{"risk":"Deportation"}'


def test_what_is_wrong_is_named_by_its_place_in_the_list(portal: Pages, told: Told) -> None:
    ngo = Program(portal, Role.NGO_MEMBER, token="ngo")  # of this test
    answer = ngo.file(whole(victims=[PERSON, {**PERSON, "name": "Planted", "consent": {}}]))
    assert answer.status_code == 422
    assert {one["field"] for one in answer.get_json()["errors"]} == {
        f"victims.1.consent.{name}" for name in ("act", "authorities", "public", "name_form")
    }
    assert "Planted" not in answer.text


def test_a_long_list_is_delivered_whole_and_in_order(portal: Pages, told: Told) -> None:
    ngo = Program(portal, Role.NGO_MEMBER, token="ngo")  # of this test
    person = {**PERSON, "description": "x" * 1_000}
    people = [{**person, "name": f"Person {number}"} for number in range(600)]
    assert ngo.file(whole(victims=people), Idempotency_Key="k").status_code == 201
    assert ngo.file(whole(victims=people), Idempotency_Key="k").status_code == 201
    found = rows(portal)
    assert [row.type for row in found] == ["submit-allegation", "add-victims", "add-victims"]
    assert sum(len(row.data["victims"]) for row in found) == 600
    assert len({row.correlation_id for row in found}) == 1


def test_the_description_has_both_ways_of_writing(told: Told) -> None:
    schemas = described()["components"]["schemas"]
    ways = schemas["Submission"]["properties"]["victims"]["oneOf"]
    assert {way["type"] for way in ways} == {"string", "array"}
    assert {"Victim", "Incident", "Perpetrator", "ConsentAnswers"} <= set(schemas)


def subjects(portal: Pages) -> set[str]:
    with portal.vault.engine.connect() as conn:
        return set(conn.scalars(select(subject_keys.c.subject)))


def test_what_is_too_long_together_is_refused_before_a_receipt(portal: Pages, told: Told) -> None:
    ngo = Program(portal, Role.NGO_MEMBER, token="ngo")  # of this test
    filers.begin(portal.vault)  # as the migration does
    before = subjects(portal)
    answer = ngo.file(whole(perpetrators=[{"who": "x" * 10_000}] * 50))
    assert answer.status_code == 422
    assert "too long" in answer.get_json()["detail"]
    assert rows(portal) == []
    assert subjects(portal) == before, "no identity is kept either"
