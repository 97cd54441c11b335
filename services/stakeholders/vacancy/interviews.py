"""Who is interviewed: A17 of selection-stakeholders-committee.md section A.3.

Points order the talk and decide nothing: a list that leaves them has a reason.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from services.stakeholders.events import Event
from services.stakeholders.vacancy.panel import chair, quorate
from services.stakeholders.vacancy.recusal import disclosed_by_all, taking_part
from services.stakeholders.vacancy.state import Vacancy
from services.stakeholders.vacancy.talks import Around, left_out
from shared.contracts.stakeholders_interviews import InterviewCancelled
from shared.contracts.stakeholders_points import at_the_cut, mean_of, points_of
from shared.contracts.stakeholders_review import InterviewListAdopted
from shared.contracts.stakeholders_review_commands import AdoptInterviewList
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused


def adopt(command: AdoptInterviewList, asked: Asked, state: Vacancy) -> Sequence[Event]:
    by = chair(
        taking_part(
            asked,
            state,
            no="Only the Panel member or Panel chair may adopt the interview list.",
            nor="Only a member of this panel may adopt the interview list.",
        ),
        no="Only the chair of this panel may adopt the interview list.",
    ).member_id
    listed = frozenset(command.candidate_ids)
    if state.interviews == listed:
        return []
    if state.shortlist is not None:
        raise Refused("The short list has been adopted.")
    if not state.review_closed:
        raise Refused("Close the review first.")
    quorate(state)
    if state.is_out(by):
        raise Forbidden(
            "You declared a conflict on one of these files. "
            "The selection officer can give the chair to another member."
        )
    if not listed or not listed <= state.eligible().keys():
        raise Refused("Choose eligible candidates for the interviews.")
    disclosed_by_all(listed, state)
    first = first_by_points(state)
    if first and listed != first and command.reason is None:
        raise Refused("Say why the list leaves the order of the points.")
    return [
        InterviewListAdopted(
            vacancy_id=command.vacancy_id,
            candidate_ids=tuple(sorted(listed)),
            reason=command.reason,
            adopted_by=by,
            adopted_at=asked.at,
        ),
        *_cancelled(command, asked, state),
    ]


def _cancelled(
    command: AdoptInterviewList, asked: Asked, state: Vacancy
) -> Iterator[InterviewCancelled]:
    """End the times of who stands and is listed no more: the candidate is told."""
    for slot in left_out(state.talks, frozenset(command.candidate_ids), asked.at):
        if slot.candidate_id in state.eligible():
            yield InterviewCancelled(
                vacancy_id=command.vacancy_id,
                candidate_id=slot.candidate_id,
                starts_at=slot.starts_at,
                cancelled_at=asked.at,
            )


def around(state: Vacancy) -> Around:
    """Return what the interviews themselves need to know of the vacancy."""
    standing = frozenset(state.eligible())
    listed = standing & (state.interviews or frozenset())
    return Around(
        listed=listed,
        # That a refusal came with a recusal would tell the candidate of it.
        may_answer=standing if state.interviews is None else listed,
        applicants={i: file.applicant_id for i, file in state.candidates.items()},
        decided=state.shortlist is not None,
        # Nor may an answer tell that a list was adopted, or is open again.
        public=state.closing.published,
    )


def first_by_points(state: Vacancy) -> frozenset[str]:
    """Return who is above the line of the panel; nobody where it draws none."""
    return (
        frozenset(at_the_cut(_values(state), state.rules.cut).above) if state.rules else frozenset()
    )


def _values(state: Vacancy) -> dict[str, Fraction]:
    """The points, or means, of the eligible candidates who have any."""
    files = state.eligible()
    if state.rules and state.rules.method == "rank5":
        points = points_of((one.order for one in state.opened.values()), state.rules.scale)
        return {one: value for one, value in points.items() if one in files}
    given: dict[str, list[dict[str, int]]] = {}
    for candidate_id, file in files.items():
        clear = {member: dict(scores) for member, (scores, _) in file.scores.items()}
        sealed = {
            member: dict(one.scores)
            for member, sheet in state.opened.items()
            for one in sheet.scored
            if one.candidate_id == candidate_id
        }
        given[candidate_id] = list({**clear, **sealed}.values())
    return {one: mean_of(scores) for one, scores in given.items() if scores}
