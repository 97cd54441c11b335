"""The audit log's pages: their readers, filters, entries and exports."""

import csv
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import quote

import pytest
from sqlalchemy import update

from portal.web.audit import entries
from portal.web.audit.chain import Read, append, audit
from shared.core.roles import Role
from tests.support.portal import Pages, Visitor

AT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # the 21st in Geneva


@pytest.fixture
def auditor(portal: Pages) -> Visitor:
    return portal.signed_in(Role.AUDITOR)


@pytest.fixture
def protection(portal: Pages) -> Visitor:
    return portal.signed_in(Role.DATA_PROTECTION)


def written(portal: Pages, count: int = 2) -> None:
    """Entries of two people, one a day."""
    for person in ("reader-1", "reader-2"):
        portal.person(Role.CHIEF, account_id=person, name=f"Name of {person}")
    for n in range(count):
        read = Read(
            actor_id=f"reader-{n % 2 + 1}",
            roles=frozenset({"chief"}),
            what=("letter", "reply")[n % 2],
            subject=f"{('communication', 'reply')[n % 2]}-{n + 1}",
            purpose="communications.detail.show",
        )
        append(portal.engine, [read], at=AT + timedelta(days=n))


def test_both_land_on_it_and_an_empty_one_says_what_will_appear(
    auditor: Visitor, protection: Visitor
) -> None:
    for visitor in (auditor, protection):
        assert visitor.get("/sign-in").headers["Location"] == "/audit"
        page = visitor.get("/audit")
        assert page.status_code == 200
        assert "An entry will appear here" in page.text


def test_an_auditor_sees_ids_and_data_protection_names(
    portal: Pages, auditor: Visitor, protection: Visitor
) -> None:
    written(portal)
    seen = auditor.get("/audit").text
    assert "reader-1" in seen
    assert "Name of" not in seen
    assert "Export as CSV" not in seen
    assert "Chief of the Special Procedures Branch" in seen
    assert "Name of reader-1" in protection.get("/audit").text


def test_nobody_reads_in_the_log_which_closed_group_somebody_is_of(
    portal: Pages, auditor: Visitor, protection: Visitor
) -> None:
    """XR1, XR2: a reprisal case, an advisory procedure and their erasures are called the same."""
    portal.person(Role.MANDATE_HOLDER, account_id="reader-1")
    kinds = ("iap", "reprisal")
    some = [
        Read(
            actor_id="reader-1",
            roles=frozenset({"mandate_holder", "reprisals_focal_point"}),
            what=what,
            subject=f"{kind}-quib",
            purpose=f"{kind}.show",
        )
        for kind in kinds
        for what in (kind, entries.ERASURE)
    ]
    append(portal.engine, some, at=AT)
    pages = [visitor.get("/audit").text for visitor in (auditor, protection)]
    pages.append(protection.post("/audit/export", {}).text)
    for page in pages:
        assert page.count("closed") >= len(kinds)
        for word in ("quib", ".show", "Reprisal", "reprisal", "iap"):
            assert word not in page, word
    for visitor in (auditor, protection):
        for kind in kinds:
            for asked in (f"subject={kind}-quib", f"purpose={kind}.show"):
                found = visitor.get(f"/audit?{asked}").text
                assert "No entry is as you asked for" in found
        assert visitor.get("/audit?what=closed").text.count('id="e') == len(kinds)
        assert visitor.get("/audit?subject=closed").text.count('id="e') == len(some)


def test_auditors_do_not_learn_who_read_the_same_message(
    portal: Pages, auditor: Visitor, protection: Visitor
) -> None:
    """Whoever reads a message of the forum is of the group that got it."""
    portal.person(Role.MANDATE_HOLDER, account_id="reader-1")
    subject, purpose = "forummessage-quib", "forum.show"
    one = Read(
        actor_id="reader-1",
        roles=frozenset({"mandate_holder"}),
        what="forummessage",
        subject=subject,
        purpose=purpose,
    )
    append(portal.engine, [one], at=AT)
    assert purpose in auditor.get("/audit").text
    assert subject not in auditor.get("/audit").text
    asked = f"/audit?subject={subject}"
    assert "No entry is as you asked for" in auditor.get(asked).text
    assert purpose in protection.get(asked).text
    assert subject in protection.get("/audit").text


@pytest.mark.parametrize("role", [Role.NGO_MEMBER, Role.CONTACT_POINT])
def test_a_source_is_named_to_nobody(portal: Pages, protection: Visitor, role: Role) -> None:
    """A source reads its own submission: its name beside the id would reveal who it is."""
    portal.person(role, account_id="source-1", name="Name of a source")
    read = Read(
        actor_id="source-1",
        roles=frozenset({role}),
        what="submission",
        subject="submission-1",
        purpose="submissions.show",
    )
    append(portal.engine, [read], at=AT)
    page = protection.get("/audit").text
    assert page.count("source-1") > 1
    assert "Name of a source" not in page


def test_an_auditor_does_not_learn_which_organisation_filed_what(
    portal: Pages, auditor: Visitor
) -> None:
    """The account stands beside its organisation where its rights are, and nowhere else."""
    about = [
        Read(
            actor_id=one,
            roles=frozenset({role}),
            what=what,
            subject=subject,
            purpose=purpose,
        )
        for one, role, what, subject, purpose in (
            ("id-of-the-source", Role.NGO_MEMBER, "submission", "submission-1", "submissions.show"),
            ("admin-1", Role.SYSTEM_ADMIN, "grant", "account-id-of-the-source", "organisation:o-1"),
            ("desk-1", Role.QUICK_RESPONSE_DESK, "submission", "submission-1", "triage.show"),
        )
    ]
    append(portal.engine, about, at=AT)
    page = auditor.get("/audit").text
    assert page.count("id-of-the-source") == page.count("account-id-of-the-source") == 1
    assert "desk-1" in page
    known_as = re.search(r"source-[0-9a-f]{16}", page)
    assert known_as
    found = auditor.get(f"/audit?person={known_as[0]}").text
    assert "submissions.show" in found
    assert "triage.show" not in found
    assert auditor.get("/audit?person=id-of-the-source").status_code == 422
    assert "triage.show" in auditor.get("/audit?person=desk-1").text


def test_the_newest_come_first_and_a_page_at_a_time(portal: Pages, auditor: Visitor) -> None:
    written(portal, 52)
    first, second = auditor.get("/audit").text, auditor.get("/audit?page=2&what=").text
    assert first.index('id="e52"') < first.index('id="e51"')
    assert 'id="e2"' not in first
    assert 'id="e2"' in second
    assert 'id="e3"' not in second
    assert "page=2" in first


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("person=reader-2", [2]),
        ("subject=communication-1", [1]),
        ("subject=communication", []),
        ("what=reply", [2]),
        ("purpose=communications.detail.show", [2, 1]),
        ("purpose=role:chief", []),
        ("since=2026-11-22", [2]),
        ("until=2026-11-20", []),
        ("until=2026-11-21", [1]),
        ("since=2026-11-21&until=2026-11-22", [2, 1]),
        ("since=0001-01-01&until=9999-12-31", [2, 1]),
        ("person=reader-2&what=letter", []),
    ],
)
def test_entries_are_found(
    portal: Pages, protection: Visitor, asked: str, found: list[int]
) -> None:
    written(portal)
    page = protection.get(f"/audit?{asked}").text
    assert [n for n in (2, 1) if f'id="e{n}"' in page] == found
    assert ("No entry is as you asked for" in page) == (not found)


def test_what_the_check_of_names_read_is_said_in_words_and_found_by_them(
    portal: Pages, auditor: Visitor
) -> None:
    written(portal, 1)
    read = Read(
        actor_id="reader-1",
        roles=frozenset({"chief"}),
        what="letter",
        subject="communication-9",
        purpose="checked by lint",
    )
    append(portal.engine, [read], at=AT)
    said = "Compared by the check of names; nobody was shown the text"
    page = auditor.get("/audit").text
    assert page.count(said) == 1
    assert "lint" not in page
    for asked in (said, "checked by lint"):
        found = auditor.get(f"/audit?purpose={quote(asked)}").text
        assert [n for n in (2, 1) if f'id="e{n}"' in found] == [2], asked


@pytest.mark.parametrize("asked", ["since=yesterday", "person=nobody", "what=x", "subject=%01"])
def test_what_makes_no_sense_is_said_and_kept(portal: Pages, auditor: Visitor, asked: str) -> None:
    written(portal)
    page = auditor.get(f"/audit?{asked}")
    assert page.status_code == 422
    assert "There is a problem" in page.text


def test_the_chain_is_verified(portal: Pages, auditor: Visitor, protection: Visitor) -> None:
    written(portal)
    for visitor in (auditor, protection):
        page = visitor.post("/audit/verify", {}).text
        assert "The chain is whole: 2 entries verified." in page
    with portal.engine.begin() as conn:
        last = conn.scalar(
            audit.select().with_only_columns(audit.c.hash).where(audit.c.number == 2)
        )
        assert str(last) in page
        conn.execute(update(audit).where(audit.c.number == 1).values(actor_id="reader-9"))
    page = auditor.post("/audit/verify", {}).text
    assert "Entry 1 does not fit" in page
    assert "Broken" in page


def test_data_protection_takes_along_what_it_found_and_that_is_an_entry(
    portal: Pages, protection: Visitor, auditor: Visitor
) -> None:
    written(portal)
    sent = protection.post("/audit/export", {"person": "reader-1"})
    assert sent.mimetype == "text/csv"
    rows = list(csv.DictReader(StringIO(sent.text)))
    assert [(row["number"], row["subject"], row["at"]) for row in rows] == [
        ("1", "communication-1", "2026-11-20T23:30:00+00:00")
    ]
    assert "Name of" not in sent.text
    page = auditor.get("/audit?what=export").text
    assert 'id="e3"' in page
    assert protection.post("/audit/export", {"since": "x"}).status_code == 422
    assert auditor.post("/audit/export", {}).status_code == 403
    assert protection.client.post("/audit/export").status_code == 400


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.AUDITOR, Role.DATA_PROTECTION}]
)
def test_it_is_closed_to_everybody_else(portal: Pages, role: Role) -> None:
    visitor = portal.signed_in(role)
    assert visitor.get("/audit").status_code == 403
    assert visitor.post("/audit/verify", {}).status_code == 403
