"""Additional candidates: whom the panel asks to apply after its review.

A19 of selection-stakeholders-committee.md section A.3 (resolution 5/1, section 50): where a seat
needs it, the panel looks at somebody as well qualified as those on the public list, or better. The
person applies like everybody, is screened, and each member discloses before the file opens.
"""

from collections.abc import Sequence

from services.stakeholders.events import Event
from services.stakeholders.vacancy.panel import chair, quorate
from services.stakeholders.vacancy.recusal import taking_part
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_review import AdditionalCandidateConsidered
from shared.contracts.stakeholders_review_commands import ConsiderAdditionalCandidate
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import end_of_day
from shared.reference.vacancies import ADDITIONAL_DAYS


def consider(command: ConsiderAdditionalCandidate, asked: Asked, state: Vacancy) -> Sequence[Event]:
    by = chair(
        taking_part(
            asked,
            state,
            no="Only the Panel member or Panel chair may consider an additional candidate.",
            nor="Only a member of this panel may consider an additional candidate.",
        ),
        no="Only the chair of this panel may consider an additional candidate.",
    ).member_id
    who = command.applicant_id
    if state.shortlist is not None:
        raise Refused("The short list has been adopted.")
    if not state.review_closed:
        raise Refused("Close the review first.")
    if state.may_still_apply(who, asked.at):
        return []
    quorate(state)
    if state.is_out(by):
        raise Forbidden(
            "You declared a conflict on one of these files. "
            "The selection officer can give the chair to another member."
        )
    if state.seat_of(who) is not None:
        raise Refused("A member of the panel cannot apply for the vacancy that it reviews.")
    if any(file.applicant_id == who and not file.withdrawn for file in state.candidates.values()):
        raise Refused("This person has applied for this vacancy already.")
    return [
        AdditionalCandidateConsidered(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            applicant_id=who,
            reason=command.reason,
            apply_by=end_of_day(asked.at, days=ADDITIONAL_DAYS),
            considered_by=by,
            considered_at=asked.at,
        )
    ]
