"""Mergers on the pages: a preview first, two officers, nothing seen that was hidden, an undo."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from portal.homes.notices import speaking as notices
from portal.stakeholders.organisations import joining, merged, queries
from portal.stakeholders.organisations.read_model import organisations
from shared.contracts.stakeholders_mergers import MergerDropped
from shared.contracts.stakeholders_organisations import RiskFlagCleared, RiskFlagRaised
from shared.core.roles import Role
from tests.portal.stakeholders.organisations.test_desk import form, main
from tests.portal.stakeholders.organisations.test_speaking import told_of
from tests.support.dialogues import Council
from tests.support.organisations import LONG_AGO, STEP, Register, asked_for, named
from tests.support.portal import Pages, Visitor

REAL, DUPLICATE, OTHER = named(1), named(2), named(3)
DESK, PUBLIC = "/register-desk", "/organisations"
LATER = LONG_AGO + timedelta(days=10)


def two(register: Register) -> None:
    register.confirmed(REAL, "Alpha Watch", site="https://alpha.example.org")
    register.confirmed(DUPLICATE, "Alfa Watch", site="https://alpha.example.org")


def flagged(portal: Pages, organisation_id: str) -> RiskFlagRaised:
    reason = portal.vault.seal(f"organisation-{organisation_id}", "A new law")
    return RiskFlagRaised(
        organisation_id=organisation_id,
        flag_id=named("flag"),
        reason=reason,
        raised_by="somebody",
        raised_at=LONG_AGO,
    )


def test_an_officer_reads_what_moves_before_anything_is_proposed(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    two(register)
    register.tell(register.decided(DUPLICATE, "special", "ecosoc"), flagged(portal, DUPLICATE))
    council = Council(portal.engine, portal.vault)
    council.asks(council.scheduled(), "somebody", organisation_id=DUPLICATE)
    page = main(officer.get(f"{DESK}/{DUPLICATE}").text)
    assert "Merge this entry into another one" in page
    assert "Alpha Watch" in main(officer.get(f"{DESK}/{DUPLICATE}/merge").text)
    answer = officer.post(f"{DESK}/{DUPLICATE}/merge", form(real=REAL))
    assert not portal.asked
    told = main(answer.text)
    assert "One of them is hidden" in told
    assert "The duplicate Alfa Watch" in told
    assert "2 Mar 2026: Special consultative status" in told
    assert "Risk flags that stand on both 1" in told
    assert "Slots in dialogues to come 1" in told
    assert focal.account
    assert f"who then speak for both {focal.account.name}" in told
    assert "None is inherited until ECOSOC" in told
    officer.post(f"{DESK}/{DUPLICATE}/merge", form(real=REAL, checked="send"))
    name, data, _ = asked_for(portal.asked[0])
    assert name == "propose-organisation-merger"
    assert (data["duplicate_id"], data["real_id"]) == (DUPLICATE, REAL)


def test_an_entry_that_is_not_alike_is_found_by_its_name(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    two(register)
    register.confirmed(OTHER, "Nothing Alike", country="FRA")
    here = f"{DESK}/{DUPLICATE}/merge"
    assert "Nothing Alike" not in officer.get(here).text
    assert "Nothing Alike" in officer.get(f"{here}?q=nothing").text
    assert officer.post(here, form(real=OTHER)).status_code == 422
    answer = officer.post(here, form(real=OTHER, q="nothing"))
    assert "Check what this merger moves" in answer.text
    assert officer.post(here, form()).status_code == 422
    register.confirmed(named(9), "Alone", country="TUV")
    assert "No other confirmed entry" in officer.get(f"{DESK}/{named(9)}/merge").text


def test_another_officer_confirms_and_the_first_one_cannot(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    two(register)
    assert officer.account
    merger_id = register.merging(DUPLICATE, REAL, officer.account.account_id)
    page = f"{DESK}/mergers/{merger_id}"
    assert "Alfa Watch" in main(officer.get(DESK).text).partition("Mergers to confirm")[2]
    assert "You proposed it" in officer.get(page).text
    assert officer.get(f"{page}/confirm").status_code == 404
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    assert "Merge these entries?" in second.get(f"{page}/confirm").text
    second.post(f"{page}/confirm", form())
    second.post(f"{page}/drop", form())
    names = [asked_for(one)[0] for one in portal.asked]
    assert names == ["confirm-organisation-merger", "drop-organisation-merger"]
    register.tell(MergerDropped(merger_id=merger_id, dropped_by="o", dropped_at=LONG_AGO))
    assert "Not carried out" in second.get(page).text
    assert second.get(f"{page}/confirm").status_code == 404
    assert second.get(f"{DESK}/mergers/{named('none')}").status_code == 404


def test_a_merger_is_undone_for_thirty_days(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    two(register)
    merger_id = register.merged(DUPLICATE, REAL, at=portal.clock())
    page = f"{DESK}/mergers/{merger_id}"
    assert "Undo this merger" in officer.get(page).text
    officer.post(f"{page}/undo", form())
    assert asked_for(portal.asked[0])[0] == "undo-organisation-merger"
    register.merged(DUPLICATE, REAL, at=portal.clock() - timedelta(days=31))
    assert "are over" in officer.get(page).text
    register.undone(DUPLICATE, REAL)
    assert "Undone" in main(officer.get(page).text)


def test_the_old_address_leads_to_the_entry_that_stays(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    two(register)
    register.merged(DUPLICATE, REAL)
    register.merged(REAL, register.confirmed(OTHER, "Real One", country="FRA"))
    answer = officer.get(f"{DESK}/{DUPLICATE}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DESK}/{OTHER}")
    known = main(officer.get(DESK).text).partition("In the register")[2]
    assert "Real One" in known
    assert "Alfa Watch" not in known
    page = officer.get(f"{DESK}/{OTHER}").text
    assert "Another entry was merged into this one" in page


def test_what_protects_reaches_the_entry_that_stays_from_an_old_page_and_nothing_else_does(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    two(register)
    register.merged(DUPLICATE, REAL)
    officer.post(f"{DESK}/{DUPLICATE}/hide", form())
    officer.post(f"{DESK}/{DUPLICATE}/flag", form(reason="A new law"))
    asked = [asked_for(one) for one in portal.asked]
    assert [name for name, _, _ in asked] == ["hide-organisation", "raise-risk-flag"]
    assert {data["organisation_id"] for _, data, _ in asked} == {REAL}
    for act in ("dissolved", "change", "refuse", "confirm", "merge"):
        answer = officer.post(f"{DESK}/{DUPLICATE}/{act}", form())
        assert answer.headers["Location"] == f"{DESK}/{REAL}"
    assert len(portal.asked) == len(asked)


def test_who_speaks_for_the_duplicate_sees_and_changes_the_entry_that_stays(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    two(register)
    register.merged(DUPLICATE, REAL)
    page = main(focal.get("/our-organisation").text)
    assert "Alpha Watch" in page
    assert "was merged into this one" in page
    focal.post("/our-organisation/hide-now", {})
    assert asked_for(portal.asked[0])[1] == {"organisation_id": REAL, "visibility": "closed"}
    with portal.engine.connect() as conn:
        assert len(joining.people(conn, REAL)) == 1
        register.undone(DUPLICATE, REAL)
    with portal.engine.connect() as conn:
        assert not joining.people(conn, REAL)
        assert len(joining.people(conn, DUPLICATE)) == 1
    assert "Alfa Watch" in main(focal.get("/our-organisation").text)


def test_no_status_is_inherited_and_the_merger_is_said_to_be_notified(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    two(register)
    register.tell(register.decided(DUPLICATE, "special", "ecosoc"))
    register.merged(DUPLICATE, REAL)
    page = main(officer.get(f"{DESK}/{REAL}").text)
    assert "No grade in force Merger notified, not yet acknowledged" in page
    after = register.decided(
        REAL,
        "special",
        "ecosoc",
        decided=LATER.date(),
        effective=LATER.date(),
        document="E/2026/INF/9",
    )
    register.tell(after)
    assert "No grade in force" not in main(officer.get(f"{DESK}/{REAL}").text)


def test_a_flag_of_the_duplicate_stands_on_the_entry_that_stays_and_is_cleared_there(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    two(register)
    register.tell(flagged(portal, DUPLICATE))
    register.merged(DUPLICATE, REAL, flags=(named("flag"),))
    assert "A new law" in officer.get(f"{DESK}/{REAL}").text
    assert "Alpha Watch" in main(officer.get(DESK).text).partition("Risk flags")[2]
    officer.post(f"{DESK}/{REAL}/flags/{named('flag')}/clear", form())
    assert asked_for(portal.asked[0])[1]["organisation_id"] == REAL
    register.tell(
        RiskFlagCleared(
            organisation_id=REAL, flag_id=named("flag"), cleared_by="o", cleared_at=LATER
        )
    )
    assert "A new law" not in officer.get(f"{DESK}/{REAL}").text
    register.undone(DUPLICATE, REAL)
    assert "A new law" in officer.get(f"{DESK}/{DUPLICATE}").text, "it stands there still"


# --- nothing that was hidden is seen, and no address tells of it --------------------------------


def public(portal: Pages) -> set[str]:
    with portal.engine.connect() as conn:
        return set(conn.scalars(select(organisations.c.organisation_id).where(queries.PUBLIC)))


def test_the_stricter_visibility_wins_whatever_the_order_of_the_facts(
    portal: Pages, register: Register
) -> None:
    register.merged(DUPLICATE, REAL, at=LONG_AGO + STEP)
    register.public(REAL, "Alpha Watch")
    register.confirmed(DUPLICATE, "Alfa Watch")
    assert not public(portal)
    register.opened(REAL, LATER)
    assert public(portal) == {REAL}, "by its own act, twice"


def test_an_undo_shows_nobody_again(portal: Pages, register: Register) -> None:
    register.public(REAL, "Alpha Watch")
    register.public(DUPLICATE, "Alfa Watch")
    register.merged(DUPLICATE, REAL, closes=False, at=LONG_AGO + STEP)
    assert public(portal) == {REAL}
    register.undone(DUPLICATE, REAL, at=LATER)
    assert public(portal) == {REAL}
    register.opened(DUPLICATE, LATER + STEP)
    assert public(portal) == {REAL, DUPLICATE}


def test_the_old_public_address_leads_on_only_where_everybody_saw_both(
    portal: Pages, register: Register
) -> None:
    register.public(REAL, "Alpha Watch")
    register.public(DUPLICATE, "Alfa Watch")
    register.merged(DUPLICATE, REAL, closes=False, at=LONG_AGO + STEP)
    visitor = portal.visitor()
    answer = visitor.get(f"{PUBLIC}/{DUPLICATE}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en{PUBLIC}/{REAL}")
    assert answer.headers["Cache-Control"] == "no-store"


def said(page: str) -> str:
    return re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", page)


def hidden_duplicate(portal: Pages, register: Register) -> None:
    register.public(REAL, "Alpha Watch")
    register.confirmed(DUPLICATE, "Alfa Watch")
    register.merged(DUPLICATE, REAL)
    register.opened(REAL, LATER)


def hidden_real(portal: Pages, register: Register) -> None:
    register.confirmed(REAL, "Alpha Watch")
    register.public(DUPLICATE, "Alfa Watch")
    register.merged(DUPLICATE, REAL)


def hidden_both(portal: Pages, register: Register) -> None:
    two(register)
    register.merged(DUPLICATE, REAL)


@pytest.mark.parametrize("made", [hidden_duplicate, hidden_real, hidden_both])
def test_no_address_tells_of_a_merger_with_one_that_is_hidden(
    portal: Pages, register: Register, made: Callable[[Pages, Register], None]
) -> None:
    made(portal, register)
    visitor = portal.visitor()
    statements: list[list[str]] = [[]]

    def count(*of: Any) -> None:
        statements[-1].append(of[2])

    event.listen(portal.engine, "before_cursor_execute", count)
    answers = []
    for address in (DUPLICATE, named("never there")):
        statements.append([])
        answers.append(visitor.get(f"{PUBLIC}/{address}"))
    event.remove(portal.engine, "before_cursor_execute", count)
    merged_one, unknown = answers
    assert merged_one.status_code == unknown.status_code == 404
    assert said(merged_one.text.replace(DUPLICATE, named("never there"))) == said(unknown.text)
    assert statements[1] == statements[2], "and costs the same"


# --- notices ------------------------------------------------------------------------------------


def test_the_other_officers_are_asked_and_who_speaks_for_either_is_told(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    two(register)
    register.merging(DUPLICATE, REAL)

    def kinds() -> tuple[list[str], list[str]]:
        for _ in range(2):
            notices.due(portal.engine, portal.settings, at=LONG_AGO)
        return sorted(told_of(portal, officer)), sorted(told_of(portal, focal))

    assert kinds() == (["merger-proposed"], [])
    register.merged(DUPLICATE, REAL)
    assert kinds() == (["merger-proposed"], ["merged"])
    register.undone(DUPLICATE, REAL)
    assert kinds() == (["merger-proposed"], ["merged", "unmerged"])


def test_an_entry_that_leads_round_in_a_circle_ends_somewhere() -> None:
    """Rules forbid it; a page never hangs."""
    assert merged.real({REAL: DUPLICATE, DUPLICATE: REAL}, REAL) == REAL
