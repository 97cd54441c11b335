"""The selections of a portal that everybody has used for a while (``lived_in``)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.selection.roster import entries
from portal.selection.roster.entries import Details
from shared.contracts.stakeholders import Seat
from shared.contracts.stakeholders_calls import Visibility
from shared.contracts.stakeholders_letters import ReferenceLetter
from shared.contracts.stakeholders_roster import RosterJoined
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.calls import cycle_of, session_after
from tests.stakeholders import ending as appointing
from tests.stakeholders import selection
from tests.stakeholders import test_dissemination as dissemination
from tests.stakeholders import test_foreseen as foreseen
from tests.stakeholders import test_interviews as interviews
from tests.stakeholders import test_nomination as nomination
from tests.stakeholders import test_talks as talks
from tests.support import followup
from tests.support.long_texts import LONG, UNBROKEN
from tests.support.portal import Pages, Visitor

VACANCIES = tuple(str(derive_id("vacancy", n)) for n in range(10))
RANKED = 9
"""The vacancy whose panel ranks, and has not begun; the others' panels score."""
_WITH_LETTERS = 4


def selection_facts(portal: Pages, number: int, visitors: Mapping[str, Visitor]) -> list[Any]:
    """A vacancy declared, called, under review, to be ranked, listed; then see ``_ending``."""
    candidates = [str(derive_id("candidate", number, n)) for n in range(3)]
    members = [id_of(visitors[role]) for role in (Role.PANEL_CHAIR, Role.PANEL_MEMBER)]
    last = day_of(followup.NOW + timedelta(days=90))
    seats = (
        Seat(member_id=members[0], region="AFR", chair=True, ends_on=last),
        Seat(member_id=members[1], region="APG", chair=False, ends_on=last),
    )
    facts: list[Any] = [selection.DECLARED]
    if number > 0:
        closes = followup.NOW + timedelta(days=30 if number == 1 else -30)
        visibility: Visibility = "letters" if number == _WITH_LETTERS else "names"
        promised = replace(selection.CALLED.rules, visibility=visibility)
        facts.append(replace(selection.CALLED, closes_at=closes, rules=promised))
        rules = selection.RANK_RULES if number == RANKED else selection.CRITERIA_RULES
        facts.append(replace(selection.ESTABLISHED, seats=seats, rules=rules))
        for n, one in enumerate(candidates):
            words = portal.vault.seal(f"candidate-{one}", f"Because.{LONG}")
            who = id_of(visitors[Role.CANDIDATE]) if n == 0 and number > 1 else None
            form = json.dumps({"education": {"education": [f"Because.{LONG}"]}})
            rest = portal.vault.seal(f"candidate-{one}", form)
            texts = {"name": words, "motivation": words, "form": rest}
            facts.append(selection.applied(one, who, **texts, letters=_letters(portal, one)))
            facts.append(selection.screened(one))
            facts += _nominations(portal, one)
        told = members if number > 1 else members[:1]  # files open to who disclosed
        facts += [selection.disclosed(one, *candidates) for one in told]
    if number == 1:
        facts.append(dissemination.SENT)
    if number == RANKED:
        facts.append(selection.CALL_CLOSED)
        return [replace(fact, vacancy_id=VACANCIES[number]) for fact in facts]
    if number > 1:
        facts += [selection.CALL_CLOSED, selection.scored(candidates[0], members[0])]
    if number > 2:  # the review is over
        facts += [selection.scored(one, member) for one in candidates for member in members]
        facts.append(selection.REVIEWED)
    if number == 3:
        facts += _interviews(portal, *candidates[:2])
    if number > 3:  # the list is adopted, without a member who is recused
        of = (candidates[2], members[1])
        out = (selection.conflicted(*of), selection.recused(members[1], candidates[2]))
        facts += [*out, selection.adopted(*candidates)]
    facts += _ending(number, candidates, id_of(visitors[Role.CANDIDATE]))
    of_vacancy = [replace(fact, vacancy_id=VACANCIES[number]) for fact in facts]
    return of_vacancy if number else [*of_vacancy, *_foreseen(), _on_the_roster(portal, visitors)]


def _foreseen() -> list[Any]:
    """A seat of a Working Group that is conditional, and one that fell vacant."""
    today = day_of(followup.NOW)
    this: dict[str, Any] = {
        "cycle": cycle_of(today),
        "ends_on": today,
        "session_on": session_after(today),
    }
    return [
        replace(foreseen.FORETOLD, **this, mandate="wgad", seat_region="AFR", conditional=True),
        replace(foreseen.FORETOLD, **this, foreseen_id="t-3", kind="unforeseen"),
    ]


def _on_the_roster(portal: Pages, visitors: Mapping[str, Visitor]) -> RosterJoined:
    account_id = id_of(visitors[Role.CANDIDATE])
    entry_id = entries.entry_of(portal.vault, account_id)
    details = Details(
        account=account_id,
        name=f"Because.{LONG}"[:200],
        gender="other",
        nationality="KEN",
        others=("FRA",),
        languages=("en", "ar"),
        fields=("sr-torture", "wgad"),
        contact=f"Because.{LONG}"[:1_000],
    )
    return RosterJoined(
        entry_id=entry_id,
        details=portal.vault.seal(entries.subject_of(entry_id), entries.written(details)),
        consent_until=followup.NOW + timedelta(days=600),
        joined_at=followup.NOW,
    )


def _interviews(portal: Pages, first: str, second: str) -> list[Any]:
    """One interview to come, and one that is to be recorded."""
    listed = replace(interviews.ADOPTED, candidate_ids=(first, second))
    needs = portal.vault.seal(f"candidate-{first}", f"An interpreter.{LONG}")
    soon = replace(talks.SCHEDULED, candidate_id=first, starts_at=followup.NOW + timedelta(days=3))
    past = replace(talks.SCHEDULED, candidate_id=second, starts_at=followup.NOW)
    said = replace(talks.ANSWERED, candidate_id=first, needs=needs)
    return [listed, talks.WERE_SET, soon, past, said]


def _letters(portal: Pages, candidate_id: str) -> tuple[ReferenceLetter, ...]:
    """One that is there, and one that was erased."""
    details = json.dumps({"name": f"{UNBROKEN[:80]}.pdf", "sha256": "a" * 64, "key": "a key"})
    there, gone = (
        replace(selection.letter(str(derive_id("letter", candidate_id, n))), size=1024**2)
        for n in range(2)
    )
    return (
        replace(there, details=portal.vault.seal(f"candidate-{candidate_id}", details)),
        replace(gone, details=Sealed("nobody", there.details.cipher)),
    )


def _nominations(portal: Pages, candidate_id: str) -> list[Any]:
    """One that is confirmed, with a grade of its day, and one that waits for an answer."""
    told = {"name": f"Because.{LONG}"[:200], "signer": f"Because.{LONG}"[:200]}
    words = json.dumps({**told, "on": "2026-01-05", "grades": [["ganhri", "A"]]})
    nominator = portal.vault.seal(f"candidate-{candidate_id}", words)
    ids = [str(derive_id("nomination", candidate_id, n)) for n in range(2)]
    of: dict[str, Any] = {"candidate_id": candidate_id, "nominator": nominator}
    return [
        *(replace(nomination.NAMED, **of, nomination_id=one) for one in ids),
        replace(nomination.CONFIRMED, **of, nomination_id=ids[0]),
    ]


def _ending(number: int, candidates: list[str], holder_id: str) -> list[Any]:
    """A report that was submitted, one that is published, a proposal, and an appointment."""
    first = candidates[0]
    told = (
        [appointing.SCHEDULED, appointing.submitted(*candidates, recused=("APG",))],
        [appointing.PUBLISHED],
        [appointing.proposed(first, deviates=True)],
        [replace(appointing.appointed(first), holder_id=holder_id)],
    )
    return [fact for some in told[: max(0, number - 4)] for fact in some]


def id_of(visitor: Visitor) -> str:
    assert visitor.account is not None
    return visitor.account.account_id
