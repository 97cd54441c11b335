"""Notices of the library: of what waits, of what is current, of a review; to whom can see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from portal.homes.notices.choosing import DAILY
from portal.public.documents import queries
from portal.public.documents.found import subject_of
from portal.public.documents.read_model import LIBRARY
from portal.stakeholders.read_model import chains
from portal.web.accounts import account as accounts
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import Office, _person, want
from tests.stakeholders import documents as said
from tests.support.letters import LEAD, OTHER

ID = said.ID
CURRENT, WAITS, DUE = "document-current", "document-waits", "document-due"


def tell(office: Office, *facts: Any) -> None:
    office.tell(*facts, models=(LIBRARY,))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return who was told what."""
    office.work()
    office.work()
    return sorted((row.account_id, row.kind) for row in office.told() if row.reason == "document")


def _librarian(office: Office) -> None:
    with office.engine.begin() as conn:
        accounts.add(conn, _person("librarian", Role.STAKEHOLDER_OFFICER, {}))


def version(office: Office, number: int, by: str = "librarian") -> list[Any]:
    at, replaces = office.clock(), number - 1 or None
    facts: list[Any] = [
        replace(said.UPLOADED, uploaded_by=by, files=()),
        replace(said.SUBMITTED, submitted_by=by, submitted_at=at),
        replace(said.APPROVED, approved_by="chief"),
        replace(said.CURRENT, replaces=replaces, made_at=at),
    ]
    return [replace(one, version=number) for one in facts]


def test_the_chief_hears_of_what_waits_and_its_hands_once_it_is_current(office: Office) -> None:
    _librarian(office)
    uploaded, submitted, approved, current = version(office, 1)
    tell(office, said.REGISTERED, uploaded, submitted)
    assert heard(office) == [("chief", WAITS)]
    tell(office, approved, current)
    assert heard(office) == [("chief", WAITS), ("librarian", CURRENT)]


def test_who_read_or_follows_hears_of_a_new_version_while_they_can_see_it(office: Office) -> None:
    _librarian(office)
    read = [replace(said.HAS_READ, reader=who) for who in ("holder", "disabled-holder", "kenya")]
    follow = [replace(said.FOLLOWED, reader=who) for who in ("desk", "ngo-1", "other-holder")]
    follow.append(replace(follow[2], themes=("reports",)))
    tell(office, said.REGISTERED, *read, *follow, *version(office, 1))
    told = [("desk", CURRENT), ("holder", CURRENT), ("librarian", CURRENT)]
    assert heard(office) == told
    office.later(days=1)
    tell(office, said.NARROWED, *version(office, 2))
    assert heard(office) == sorted([*told, ("desk", CURRENT), ("librarian", CURRENT)])


def test_several_languages_of_one_day_are_one_notice(office: Office) -> None:
    _librarian(office)
    french = [replace(one, language="fr") for one in version(office, 1)]
    tell(office, said.REGISTERED, *version(office, 1), *french)
    assert heard(office) == [("librarian", CURRENT)]


def test_who_hears_is_asked_with_one_look_at_the_audience(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _librarian(office)
    looks: list[str] = []
    readers = queries.readers

    def looking(conn: Connection, document_id: str, on: date) -> Callable[[Actor], bool]:
        looks.append(document_id)
        return readers(conn, document_id, on)

    monkeypatch.setattr(queries, "readers", looking)
    monkeypatch.setattr(queries, "one", None)
    read = [replace(said.HAS_READ, reader=who) for who in ("holder", "other-holder", "kenya")]
    tell(office, said.REGISTERED, *read, *version(office, 1))
    assert heard(office) == [
        ("holder", CURRENT),
        ("librarian", CURRENT),
        ("other-holder", CURRENT),
    ]
    assert looks == [ID]


def test_nobody_hears_of_what_was_erased(office: Office) -> None:
    _librarian(office)
    office.vault.seal(subject_of(ID), "Quib")
    office.vault.forget(subject_of(ID), at=office.clock())
    due = replace(said.REVIEW_DUE, told_at=office.clock())
    tell(office, said.REGISTERED, *version(office, 1), due)
    assert heard(office) == []


def test_who_writes_for_the_unit_hears_of_a_review(office: Office) -> None:
    owned = replace(said.REGISTERED, unit="desk")
    other = replace(said.REGISTERED, document_id=str(derive_id("other document", 1)))
    due = replace(said.REVIEW_DUE, told_at=office.clock())
    tell(office, owned, other, due, replace(due, document_id=other.document_id))
    assert heard(office) == [("desk", DUE)]


def test_nobody_hears_of_what_was_withdrawn(office: Office) -> None:
    due = replace(said.REVIEW_DUE, told_at=office.clock())
    tell(office, said.REGISTERED, *version(office, 1, "desk"), due, said.WITHDRAWN_ALL)
    assert heard(office) == []


def test_a_mail_that_waited_is_not_sent_once_the_mandate_has_ended(office: Office) -> None:
    readers = {"holder": LEAD, "other-holder": OTHER}
    for who in readers:
        want(office, who, DAILY)
    audience = tuple(f"mandate:{each}" for each in readers.values())
    read = [replace(said.HAS_READ, reader=who) for who in readers]
    tell(office, replace(said.REGISTERED, audience=audience), *read, *version(office, 1, "desk"))
    assert {who for who, _ in heard(office)} == set(readers)
    with office.engine.begin() as conn:
        conn.execute(chains.insert().values(mandate=LEAD, ended_on=day_of(office.clock())))
    office.box.mails.clear()
    office.later(hours=22)
    office.work()
    assert [who for who in office.mailed() if who in readers] == ["other-holder"]
