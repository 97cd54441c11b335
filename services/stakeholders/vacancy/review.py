"""The review: what members give under seal, and its opening with the closing.

A15 and A16 of selection-stakeholders-committee.md section A.3; SA1, SA4 and SA6 of section A.4.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TypeAlias

from services.stakeholders.events import Event
from services.stakeholders.vacancy.candidate import Kept
from services.stakeholders.vacancy.panel import chair, quorate, screened_first
from services.stakeholders.vacancy.recusal import taking_part
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import ReviewClosed
from shared.contracts.stakeholders_review import (
    MembersReminded,
    NotOpened,
    PreferencesNotOpened,
    PreferencesOpened,
    PreferencesSubmitted,
    Rules,
    Sheet,
    commitment_of,
)
from shared.contracts.stakeholders_review_commands import (
    Opening,
    RemindMembers,
    SubmitPreferences,
)
from shared.contracts.stakeholders_selection_commands import CloseReview
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.said import Count
from shared.reference import CRITERIA
from shared.reference.panels import CLOSINGS

BEST = 5
"""The highest score of a criterion; the lowest is 1."""
AGAIN = timedelta(days=1)
"""So long after a reminder the chair may send another one."""

_HASH = re.compile("[0-9a-f]{64}")
_Opened: TypeAlias = PreferencesOpened | PreferencesNotOpened


def submit(command: SubmitPreferences, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """Take a hash in the place of what it seals; the service sees no preference before A16."""
    member = taking_part(
        asked,
        state,
        no="Only the Panel member or Panel chair may score candidates.",
        nor="Only a member of this panel may score candidates.",
    ).member_id
    about = frozenset(command.candidate_ids)
    _can_give(member, about, asked, state)
    kept = state.sealed.get(member)
    if kept == Kept(command.version, command.commitment, about):
        return []
    if state.review_closed:
        raise Refused("The review is closed: preferences can no longer change.")
    if command.version != state.versions.get(member, 0) + 1:
        raise Refused("You gave other preferences meanwhile. Look at them again.")
    if not _HASH.fullmatch(command.commitment):
        raise Refused("The preferences could not be sealed. Try again.")
    return [
        PreferencesSubmitted(
            vacancy_id=command.vacancy_id,
            member_id=member,
            version=command.version,
            commitment=command.commitment,
            candidate_ids=tuple(sorted(about)),
            submitted_at=asked.at,
        )
    ]


def _can_give(member: str, about: frozenset[str], asked: Asked, state: Vacancy) -> None:
    files = state.eligible()
    if not about or not about <= files.keys():
        raise Refused("There is no such file.")
    if any(files[one].out(member) for one in about):
        raise Forbidden("You have no part in this file.")
    if not about <= state.disclosed.get(member, frozenset()):
        raise Refused("Say first whether you have a conflict of interest.")
    if not state.call_over(asked.at):
        raise Refused("Candidates are scored once the call has closed.")
    ranks = state.rules is not None and state.rules.method == "rank5"
    if ranks and about != state.files_of(member):
        raise Refused("The list of candidates has changed. Look at it again.")


def remind(command: RemindMembers, asked: Asked, state: Vacancy) -> Sequence[Event]:
    chair(
        taking_part(
            asked,
            state,
            no="Only the Panel member or Panel chair may remind members.",
            nor="Only a member of this panel may remind members.",
        ),
        no="Only the chair of this panel may remind members.",
    )
    _under_review(asked, state)
    late = state.late()
    if not late:
        raise Refused("The preferences of all members are in.")
    if state.reminded_at and asked.at < state.reminded_at + AGAIN:
        return []
    return [
        MembersReminded(
            vacancy_id=command.vacancy_id,
            member_ids=tuple(late),
            reminded_by=asked.by.actor_id,
            reminded_at=asked.at,
        )
    ]


def close(command: CloseReview, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """Close and open in one step: all are in, or the chair says why not."""
    by = chair(
        taking_part(
            asked,
            state,
            no="Only the Panel member or Panel chair may close the review.",
            nor="Only a member of this panel may close the review.",
        ),
        no="Only the chair of this panel may close the review.",
    ).member_id
    if state.review_closed:
        return []
    _under_review(asked, state)
    _ready(state)
    late = state.late()
    _explained(late, command)  # before anything is opened
    opened = list(_opened(command, asked, state))
    closed = {one.member_id for one in opened if isinstance(one, PreferencesNotOpened)}
    missing = tuple(sorted(closed.union(late)))
    _explained(missing, command)
    return [
        ReviewClosed(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            members=len(state.active()),
            missing=missing,
            reason_code=command.reason_code if missing else None,
            closed_by=by,
            closed_at=asked.at,
        ),
        *opened,
    ]


def _explained(missing: Sequence[str], command: CloseReview) -> None:
    if missing and not command.reason_code:
        raise Refused.many(
            "The preferences of {n} member are missing. Wait, or close with a reason.",
            "The preferences of {n} members are missing. Wait, or close with a reason.",
            n=Count(len(missing)),
        )
    if missing and command.reason_code not in CLOSINGS:
        raise Refused("Choose a reason from the list.")


def _under_review(asked: Asked, state: Vacancy) -> None:
    if state.review_closed:
        raise Refused("The review is closed.")
    if not state.call_over(asked.at):
        raise Refused("The call is still open.")


def _ready(state: Vacancy) -> None:
    screened_first(state.candidates.values())
    quorate(state)
    if not state.eligible():
        raise Refused(
            "There is no eligible candidate to review. "
            "The selection officer can extend the call or issue it again."
        )


def _opened(command: CloseReview, asked: Asked, state: Vacancy) -> Iterator[_Opened]:
    """Compare each text with its hash. Raises ``Refused`` if some came in since it was fetched."""
    fetched = {one.member_id: one for one in command.opened}
    for member, kept in sorted(state.sealed.items()):
        opening = fetched.get(member)
        if opening is None or opening.version != kept.version:
            raise Refused("Preferences came in meanwhile. Close the review again.")
        cause = _amiss(opening, kept, command.vacancy_id, state)
        if cause or opening.sheet is None:
            yield PreferencesNotOpened(
                vacancy_id=command.vacancy_id,
                member_id=member,
                version=kept.version,
                commitment=kept.commitment,
                cause=cause or "lost",
                closed_at=asked.at,
            )
        else:
            yield PreferencesOpened(
                vacancy_id=command.vacancy_id,
                member_id=member,
                round=state.round,
                version=kept.version,
                commitment=kept.commitment,
                nonce=opening.nonce,
                sheet=opening.sheet,
                opened_at=asked.at,
            )


def _amiss(opening: Opening, kept: Kept, vacancy_id: str, state: Vacancy) -> NotOpened | None:
    sheet, nonce = opening.sheet, opening.nonce
    if sheet is None:
        return "lost"
    bound = (vacancy_id, opening.member_id, state.round, opening.version)
    if not _HASH.fullmatch(nonce) or commitment_of(*bound, nonce, sheet) != kept.commitment:
        return "mismatch"
    rules = state.rules
    return None if rules and is_sound(sheet, kept.candidate_ids, rules) else "unsound"


def is_sound(sheet: Sheet, about: frozenset[str], rules: Rules) -> bool:
    """Whether a sheet is one of the panel's method, about these candidates."""
    if rules.method == "rank5":
        places = min(len(rules.scale), len(about))
        distinct = set(sheet.order)
        return (
            not sheet.scored and len(sheet.order) == len(distinct) == places and distinct <= about
        )
    if sheet.order or len(sheet.scored) != len(about):
        return False
    return {one.candidate_id for one in sheet.scored} == about and all(
        one.scores.keys() == CRITERIA.keys()
        and all(1 <= value <= BEST for value in one.scores.values())
        for one in sheet.scored
    )
