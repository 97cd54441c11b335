"""Which version of a procedure a letter was sent under, and how many were: decision 0127."""

import random
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import true

from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.public.documents import in_force
from portal.public.documents.found import subject_of
from portal.public.documents.read_model import documents
from shared.contracts.stakeholders_library import (
    LibraryDocumentWithdrawn,
    LibraryVersionMadeCurrent,
    LibraryVersionWithdrawn,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.public.documents.conftest import PAGE, PUBLIC
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import documents as said
from tests.support import followup
from tests.support.documents import Library
from tests.support.followup import NOW, tell
from tests.support.letters import LEAD, LETTER, T0, at, upto
from tests.support.portal import Pages, Visitor
from tests.support.reprisals import known

DAY = timedelta(days=1)
TITLE, OTHER_TITLE = "Quib procedure", "Quib of staff"
HEADING = "Standard operating procedures in force when it was sent"
LETTER_PAGE, CASE_PAGE = f"/communications/{LETTER}", f"/replies/{LETTER}/case"


def procedure(library: Library, *audience: str, title: str = TITLE, made_at: datetime) -> str:
    """Tell of a procedure whose first version is current since then."""
    one = library.registered(*audience, title=title, kind="sop")
    library.current(one, made_at=made_at)
    return one


@pytest.fixture
def letter(portal: Pages, library: Library) -> str:
    """A letter that was drafted at ``T0`` and sent six minutes later, with its case."""
    tell(portal.engine, COMMUNICATIONS, upto("transmitted"))
    due = replace(followup.due(LETTER, mandates=(LEAD,)), transmitted_at=at(6), recipient="KEN")
    tell(portal.engine, REPLIES, [due])
    known(portal.engine, LETTER)
    return LETTER


@pytest.fixture
def officer(portal: Pages, letter: str) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({LEAD}))


def methods(visitor: Visitor, page: str = LETTER_PAGE) -> list[str]:
    """Return what the page says of procedures, one line each."""
    shown = visitor.get(page)
    assert shown.status_code == 200, shown.status_code
    part = re.search(r'id="working-methods".*?<ul[^>]*>(.*?)</ul>', shown.text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", part[1], re.DOTALL) if part else []
    return sorted(text(f"<main>{one}</main>") for one in lines)


# --- the letter -----------------------------------------------------------------------------------


def test_a_letter_says_the_version_that_was_in_force_when_it_was_sent(
    library: Library, officer: Visitor
) -> None:
    one = procedure(library, "staff", made_at=T0 - 9 * DAY)
    assert methods(officer) == [f"{TITLE} , Version 1"]
    assert f'href="{PAGE}/{one}/v/1"' in officer.get(LETTER_PAGE).text


def test_no_later_version_changes_what_a_letter_says(library: Library, officer: Visitor) -> None:
    one = procedure(library, "staff", made_at=T0 - 9 * DAY)
    library.current(one, 2, made_at=at(7), valid_from=said.TODAY - 400 * DAY)
    assert methods(officer) == [f"{TITLE} , Version 1 Superseded"]
    gone = library.seal(one, "Quib gone")
    library.step(said.WITHDRAWN, one, 1, reason=gone, withdrawn_at=at(9))
    assert methods(officer) == [f"{TITLE} , Version 1 Withdrawn"]


def test_the_version_of_its_drafting_applies_to_a_letter_and_is_said_to_who_works_on_it(
    portal: Pages, library: Library, officer: Visitor
) -> None:
    one = procedure(library, "public", made_at=T0 - 9 * DAY)
    library.current(one, 2, made_at=at(3))
    applies = "Version 1 was in force when its drafting began, and applies to it."
    assert methods(officer) == [f"{TITLE} , Version 2 {applies}"]
    desk_officer = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert methods(desk_officer) == [f"{TITLE} , Version 2"]


def test_nothing_is_said_of_what_was_not_in_force(
    portal: Pages, library: Library, officer: Visitor
) -> None:
    procedure(library, "staff", made_at=at(7))
    library.uploaded(library.registered("staff", kind="sop"))
    gone = procedure(library, "staff", made_at=T0 - 9 * DAY)
    library.tell(replace(said.WITHDRAWN_ALL, document_id=gone, withdrawn_at=T0))
    manual = library.registered("staff", title="Quib manual")
    library.current(manual, made_at=T0 - 9 * DAY)
    translated = library.registered("staff", kind="sop")
    library.current(translated, 1, "fr", made_at=T0 - 9 * DAY)
    assert HEADING not in officer.get(LETTER_PAGE).text
    erased = procedure(library, "staff", made_at=T0 - 9 * DAY)
    assert methods(officer) == [f"{TITLE} , Version 1"]
    portal.vault.forget(subject_of(erased), at=portal.clock())
    assert HEADING not in officer.get(LETTER_PAGE).text


def test_a_procedure_is_in_force_until_another_that_its_reader_sees_replaces_it(
    portal: Pages, library: Library, officer: Visitor
) -> None:
    one = procedure(library, "public", made_at=T0 - 9 * DAY)
    other = library.registered("staff", title=OTHER_TITLE, kind="sop", supersedes=one)
    assert methods(officer) == [f"{TITLE} , Version 1"], "it has no version yet"
    library.current(other, made_at=T0 - DAY)
    library.current(other, 2, made_at=at(9))
    assert methods(officer) == [f"{OTHER_TITLE} , Version 1 Superseded"]
    assert number(officer, one) == 0
    assert number(officer, other) == 1
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({LEAD}))
    assert methods(holder) == [f"{TITLE} , Version 1"]
    assert number(holder, one) == 1


def test_a_letter_that_was_not_sent_was_sent_under_nothing(portal: Pages, library: Library) -> None:
    tell(portal.engine, COMMUNICATIONS, upto("approved"))
    procedure(library, "staff", made_at=T0 - 9 * DAY)
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({LEAD}))
    assert HEADING not in officer.get(LETTER_PAGE).text


def test_it_is_said_to_who_may_read_both(portal: Pages, library: Library, letter: str) -> None:
    procedure(library, "public", made_at=T0 - 9 * DAY)
    procedure(library, "staff", title=OTHER_TITLE, made_at=T0 - 8 * DAY)
    both = sorted([f"{TITLE} , Version 1", f"{OTHER_TITLE} , Version 1"])
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({LEAD}))
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert methods(portal.signed_in(Role.CHIEF), CASE_PAGE) == both
    for visitor in (government, holder, committee):
        assert methods(visitor, CASE_PAGE) == [f"{TITLE} , Version 1"]
    assert methods(holder) == [f"{TITLE} , Version 1"]
    stranger = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"PER"}))
    assert stranger.get(CASE_PAGE).status_code == 404


# --- the number -----------------------------------------------------------------------------------


def number(visitor: Visitor, document: str, version: int = 1, **also: str) -> int | None:
    """Return the number that the page of a version says; None: it says none."""
    query = "&".join(f"{key}={value}" for key, value in also.items())
    shown = text(visitor.get(f"{PAGE}/{document}/v/{version}?{query}").text)
    found = re.search(r"(\d+) letters? that you may see (?:was|were) sent while this", shown)
    return int(found[1]) if found else None


def test_each_reader_has_the_number_of_the_letters_that_exist_for_them(
    portal: Pages, library: Library
) -> None:
    chance = random.Random(4)
    one = procedure(library, "public", made_at=NOW - 100 * DAY)
    library.current(one, 2, made_at=NOW - 50 * DAY)
    library.current(one, 1, "fr", translates=2, made_at=NOW - 50 * DAY)
    facts = [
        replace(
            followup.due(str(derive_id("letter", n)), reference=f"AL KEN {n}/2026"),
            recipient=chance.choice(["KEN", "PER"]),
            mandates=(chance.choice([LEAD, "wgad"]),),
            transmitted_at=NOW - timedelta(days=chance.randint(1, 140), minutes=1),
        )
        for n in range(60)
    ]
    tell(portal.engine, REPLIES, facts)
    known(portal.engine, *(f.communication_id for f in facts))
    sent = {
        1: [f for f in facts if NOW - 100 * DAY <= f.transmitted_at < NOW - 50 * DAY],
        2: [f for f in facts if f.transmitted_at >= NOW - 50 * DAY],
    }
    readers: list[tuple[Visitor, Any]] = [
        (portal.signed_in(Role.CHIEF), lambda _: True),
        (portal.signed_in(Role.COORDINATION_COMMITTEE), lambda _: True),
        (
            portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"})),
            lambda f: f.recipient == "KEN",
        ),
        (portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"FRA"})), lambda _: False),
    ]
    for visitor, sees in readers:
        for version, every in sent.items():
            assert number(visitor, one, version) == sum(map(sees, every)), version
        assert number(visitor, one, 1, **{"in": "fr"}) is None


def test_nobody_else_reads_a_number(portal: Pages, library: Library, letter: str) -> None:
    one = procedure(library, "public", made_at=T0 - 9 * DAY)
    others = (
        *(Role.GOVERNMENT, Role.NGO_MEMBER, Role.CONTACT_POINT, Role.STAKEHOLDER_OFFICER),
        *(Role.SELECTION_OFFICER, Role.SYSTEM_ADMIN, Role.AUDITOR, Role.UN_PARTNER),
    )
    for role in others:
        visitor = portal.signed_in(role, state_codes=frozenset({"KEN"}))
        assert number(visitor, one) is None, role
    assert "letter" not in text(portal.visitor().get(f"{PUBLIC}/{one}/v/1").text).lower()
    assert number(portal.signed_in(Role.CHIEF), one) == 1


def test_a_version_that_never_was_in_force_has_no_number(
    portal: Pages, library: Library, librarian: Visitor, chief: Visitor, letter: str
) -> None:
    one = procedure(library, "staff", made_at=T0 - 9 * DAY)
    library.uploaded(one, 2)
    assert number(chief, one) == 1
    assert number(chief, one, 2) is None
    manual = library.document("staff")
    assert number(chief, manual) is None
    assert number(librarian, one) is None


# --- against the facts ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_a_version_is_in_force_as_the_facts_say(portal: Pages, library: Library, seed: int) -> None:
    chance = random.Random(seed)
    history: dict[str, list[Any]] = {}
    for _ in range(3):
        moment, last = NOW - 200 * DAY, 0
        current: int | None = None
        one = library.registered("staff", kind="sop", registered_at=moment)
        facts: list[Any] = history.setdefault(one, [])
        while moment < NOW and chance.random() < 0.9:
            moment += timedelta(hours=chance.randint(0, 900))
            of: dict[str, Any] = {"document_id": one, "language": "en"}
            what = chance.choice(["new", "new", "gone", "translation"])
            if what == "new":
                last += 1
                library.uploaded(one, last)
                facts.append(replace(said.CURRENT, **of, version=last, made_at=moment))
                facts[-1] = replace(facts[-1], replaces=current)
                current = last
            elif what == "gone" and current is not None:
                facts.append(replace(said.WITHDRAWN, **of, version=current, withdrawn_at=moment))
                current = None
            elif what == "translation":
                library.uploaded(one, last + 50, "fr")
                library.step(said.CURRENT, one, last + 50, "fr", made_at=moment)
        if chance.random() < 0.4:
            moment += DAY
            facts.append(replace(said.WITHDRAWN_ALL, document_id=one, withdrawn_at=moment))
        library.tell(*facts)
    with portal.engine.connect() as conn:
        found = in_force.spans(conn, documents.c.document_id.in_([*history]), true())
    for _ in range(200):
        at_ = NOW - timedelta(hours=chance.randint(-100, 5_000))
        for one, facts in history.items():
            held = [each.version for each in found if each.document_id == one and each.holds(at_)]
            expected = as_told(facts, at_)
            assert held == ([] if expected is None else [expected]), (one, at_)


def as_told(facts: list[Any], at_: datetime) -> int | None:
    """Return the version in force, counted anew from the facts."""
    current: int | None = None
    for fact in facts:
        match fact:
            case LibraryVersionMadeCurrent() if fact.made_at <= at_:
                current = fact.version
            case LibraryVersionWithdrawn() | LibraryDocumentWithdrawn() if fact.withdrawn_at <= at_:
                current = None
            case _:
                pass
    return current
