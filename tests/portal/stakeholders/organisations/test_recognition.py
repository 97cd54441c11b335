"""A contact point is recognised as its entry of the register is accredited, by itself."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.homes.notices import recognition as notices
from portal.homes.notices.tables import inbox
from portal.homes.notices.words import words
from portal.stakeholders.organisations import recognition
from portal.web.delivery.outbox import outbox
from services.stakeholders.contact_point import CONTACT_POINT
from shared.contracts.stakeholders_commands import FollowAccreditation
from shared.contracts.stakeholders_organisations import OrganisationDissolved
from shared.core.actor import Asked
from shared.core.roles import Role
from shared.reference.organisations import REGISTER_CLOCK
from tests.support.contact_points import AT, Recognitions, recognised, suspended
from tests.support.organisations import Register, asked_for, named
from tests.support.portal import Pages
from tests.support.sessions import NOW

NHRI = named(1)
LATER: dict[str, Any] = {"decided": date(2026, 11, 1), "effective": date(2026, 11, 2)}


class EnoughError(Exception):
    """The loop went on after the first time."""


@pytest.fixture
def recognitions(portal: Pages) -> Recognitions:
    return Recognitions(portal.engine)


@pytest.fixture
def entry(register: Register) -> str:
    return register.confirmed(NHRI, "Invented Commission")


def asked(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        rows = conn.execute(select(outbox.c.type, outbox.c.data)).all()
    return [row.data["grade"] for row in rows if row.type == "follow-accreditation"]


def follow(portal: Pages, recognitions: Recognitions, history: list[Any]) -> list[Any]:
    """Let the service decide what was asked last, and let its facts arrive."""
    with portal.engine.connect() as conn:
        rows = conn.execute(select(outbox.c.type, outbox.c.data)).all()
    data = [row.data for row in rows if row.type == "follow-accreditation"][-1]
    command = FollowAccreditation(**data)
    by = Asked(at=NOW, by=REGISTER_CLOCK)
    facts = list(CONTACT_POINT.decide(command, by, CONTACT_POINT.fold(history)))
    recognitions.tell(*facts)
    return facts


def test_a_downgrade_a_suspension_and_the_grade_that_is_back_follow_by_themselves(
    portal: Pages, register: Register, recognitions: Recognitions, entry: str
) -> None:
    history: list[Any] = [recognised(NHRI)]
    recognitions.tell(*history)
    register.tell(register.decided(entry, "A"))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0
    register.tell(register.decided(entry, "B", **LATER))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 1
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0
    history += follow(portal, recognitions, history)
    assert asked(portal) == ["B"]
    register.tell(
        register.decided(
            entry,
            "suspended",
            decided=date(2026, 11, 10),
            effective=date(2026, 11, 11),
            until=date(2027, 11, 11),
        )
    )
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 1
    history += follow(portal, recognitions, history)
    assert asked(portal) == ["B", None]
    back: dict[str, Any] = {"decided": date(2026, 11, 15), "effective": date(2026, 11, 16)}
    register.tell(register.decided(entry, "reinstated", **back))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 1
    follow(portal, recognitions, history)
    assert asked(portal) == ["B", None, "B"]
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0


def test_a_decision_that_is_not_effective_yet_changes_nothing(
    portal: Pages, register: Register, recognitions: Recognitions, entry: str
) -> None:
    recognitions.tell(recognised(NHRI))
    coming: dict[str, Any] = {
        "decided": date(2026, 11, 1),
        "effective": NOW.date() + timedelta(days=3),
    }
    register.tell(register.decided(entry, "A"), register.decided(entry, "B", **coming))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0
    assert recognition.due(portal.engine, portal.vault, at=NOW + timedelta(days=3)) == 1


@pytest.mark.parametrize(
    "records", [(), ("applied",), ("special_review",)], ids=["none", "applied", "review"]
)
def test_without_a_grade_on_record_the_word_of_the_chief_stands(
    portal: Pages,
    register: Register,
    recognitions: Recognitions,
    entry: str,
    records: tuple[str, ...],
) -> None:
    recognitions.tell(recognised(NHRI))
    register.tell(*(register.decided(entry, one) for one in records))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0


def test_no_grade_is_inherited_by_a_merger(
    portal: Pages, register: Register, recognitions: Recognitions, entry: str
) -> None:
    recognitions.tell(recognised(NHRI))
    register.tell(register.decided(entry, "A"))
    register.confirmed(named(2), "Another Commission")
    register.merged(NHRI, named(2))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 1
    assert asked(portal) == [None]


def test_what_the_chief_suspended_is_asked_once_and_stays(
    portal: Pages, register: Register, recognitions: Recognitions, entry: str
) -> None:
    history = [recognised(NHRI), suspended(NHRI)]
    recognitions.tell(*history)
    register.tell(register.decided(entry, "A"))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 1
    assert follow(portal, recognitions, history) == []
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0


def test_a_dissolved_entry_keeps_no_contact_point_with_a_grade_or_without(
    portal: Pages, register: Register, recognitions: Recognitions, entry: str
) -> None:
    history: list[Any] = [recognised(NHRI)]
    recognitions.tell(*history)
    register.tell(dissolved(entry))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 1
    (fact,) = follow(portal, recognitions, history)
    assert (fact.reason_code, fact.suspended_by) == ("dissolved", REGISTER_CLOCK.actor_id)
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0
    register.tell(register.decided(entry, "A"))
    assert recognition.due(portal.engine, portal.vault, at=NOW) == 0, "whatever is on record"
    assert barred(portal) == "dissolved"


def test_the_commands_of_the_chief_say_what_the_register_says(
    portal: Pages, register: Register, recognitions: Recognitions, entry: str
) -> None:
    portal.person(Role.CONTACT_POINT, organisation_id=NHRI, organisation="Invented Commission")
    recognitions.tell(recognised(NHRI), suspended(NHRI))
    chief = portal.signed_in(Role.CHIEF)

    def said() -> Any:
        chief.post(f"/contact-points/{NHRI}/reinstate", {"command_id": str(uuid4())})
        kind, data, _ = asked_for(portal.asked[-1])
        assert kind == "reinstate-contact-point"
        return data["barred"]

    assert said() is None, "GANHRI never gave a grade that is on record"
    register.tell(register.decided(entry, "A"))
    assert said() is None
    register.tell(register.decided(entry, "withdrawn", **LATER))
    assert said() == "no-grade"
    register.tell(dissolved(entry))
    assert said() == "dissolved"


def barred(portal: Pages) -> str | None:
    with portal.engine.connect() as conn:
        return recognition.barred(conn, portal.vault, NHRI, NOW.date())


def dissolved(entry: str) -> OrganisationDissolved:
    return OrganisationDissolved(organisation_id=entry, dissolved_by="officer-1", dissolved_at=NOW)


def test_the_institution_is_told_and_the_chief_of_what_lapsed(
    portal: Pages, recognitions: Recognitions
) -> None:
    portal.person(Role.CONTACT_POINT, account_id="theirs", organisation_id=NHRI)
    portal.person(Role.CONTACT_POINT, account_id="others", organisation_id=named(2))
    portal.person(Role.CHIEF, account_id="chief")
    recognitions.tell(recognised(NHRI))
    notices.due(portal.engine, portal.settings, at=AT)
    assert told(portal) == {("theirs", "recognised")}
    lapsed = CONTACT_POINT.decide(
        FollowAccreditation(organisation_id=NHRI, grade=None),
        Asked(at=AT, by=REGISTER_CLOCK),
        CONTACT_POINT.fold([recognised(NHRI)]),
    )
    recognitions.tell(*lapsed)
    for _ in range(2):
        notices.due(portal.engine, portal.settings, at=AT)
    assert told(portal) == {
        ("theirs", "recognised"),
        ("theirs", "recognition-suspended"),
        ("chief", "recognition-suspended"),
    }
    assert "files for nobody" in words("registry", "recognition-suspended")


def told(portal: Pages) -> set[tuple[str, str]]:
    with portal.engine.connect() as conn:
        return {(row.account_id, row.kind) for row in conn.execute(select(inbox))}


def test_the_loop_goes_on_while_the_database_is_away(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def away(*_: Any, **__: Any) -> int:
        tries.append(1)
        if len(tries) > 1:
            raise EnoughError
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(recognition, "due", away)
    monkeypatch.setattr(recognition, "_EVERY", 0.0)
    running = recognition.run(portal.engine, portal.vault, portal.settings, real=lambda: NOW)
    with pytest.raises(EnoughError):
        asyncio.run(running)
