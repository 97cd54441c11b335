"""The tables of the selection, and the facts that fill them.

What members give is in ``sealed_model``, and who takes part in ``recusal_model``. Who may read what
is decided in the queries (``vacancies``, ``candidates``, ``files``, ``given``), never in a view.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table

from portal.selection import (
    calls_model,
    dissemination_model,
    files_model,
    foreseen_model,
    letter_model,
    needs_model,
    nominating_model,
    recusal_model,
    roster_model,
    screening_model,
    sealed_model,
    talk_model,
)
from portal.selection import ending_model as ending
from portal.selection.ending_tables import tables
from portal.selection.recusal_model import left
from portal.selection.sealed_model import (
    additional,
    interviews,
    openings,
    preferences,
    scores,
    void,
)
from shared.contracts.stakeholders import (
    STAKEHOLDERS,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CallClosed,
    CallForCandidaturesIssued,
    CandidateScored,
    ConflictDeclared,
    EligibilityScreened,
    Fact,
    PanelEstablished,
    Ranked,
    ReviewClosed,
    Seat,
    ShortlistAdopted,
    VacancyDeclared,
)
from shared.contracts.stakeholders_appointing import ApplicationLapsed
from shared.contracts.stakeholders_files import Fact as OfFiles
from shared.contracts.stakeholders_interviews import Fact as OfInterviews
from shared.contracts.stakeholders_onward import (
    CallExtended,
    CallReissued,
    SeatFilled,
    VacancyLapsed,
)
from shared.contracts.stakeholders_panels import SeatTermEnded, SeatTermExtended
from shared.contracts.stakeholders_recusal import (
    LobbyingDisclosed,
    MemberRecused,
    NoConflictDeclared,
    RecusalLifted,
)
from shared.contracts.stakeholders_review import (
    AdditionalCandidateConsidered,
    InterviewListAdopted,
    MembersReminded,
    PreferencesNotOpened,
    PreferencesOpened,
    PreferencesSubmitted,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.panels import SEATS

CONSUMER = "portal.selection"

vacancies = Table(
    "selection_vacancies",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("seat_region", String(10)),
    Column("declared_at", Instant),
    Column("opens_at", Instant),  # null: when it was issued
    Column("closes_at", Instant),  # as issued or extended, or when the officer closed it before
    Column("panel_at", Instant),
    Column("review_closed_at", Instant),
    Column("missing_scores", Integer),  # of reviews before preferences were sealed
    Column("members", Integer),  # who took part when the review was closed
    Column("missing", JSON),  # those of them whose preferences were not in or not opened
    Column("close_reason", String(40)),  # why it was closed without them
    Column("rules", JSON),
    Column("reminded_at", Instant),
    Column("shortlist_at", Instant),
    Column("round", Integer),
    Column("round_at", Instant),
    Column("call_reason", String(40)),  # why it was extended or issued again, the last time
    Column("lapsed_at", Instant),
    Column("lapse_reason", String(40)),
    Column("session", Integer),
    Column("session_on", Date),
    Column("report_by", Date),
    Column("report", Integer),  # the one on the list that stands, and so the next four
    Column("reported_at", Instant),
    Column("published_at", Instant),
    Column("briefed_on", Date),
    Column("proposed_at", Instant),  # null while nothing is before the Council
    Column("deferred_on", Date),
    Column("new_list_by", Date),  # that the President wants
    Column("used_up_at", Instant),  # a list of this round, at some time
    Column("reopened_at", Instant),  # since a member was recused; null once a list is adopted
    Column("fallen_report", Integer),  # the last that fell with its list, before it was public
    Column("appointed_id", String(36)),  # the candidate
    Column("appointed_on", Date),
    Column("files_held", String(20)),  # why they are kept for longer
    Column("files_ended_at", Instant),  # of all but the person appointed
)
seats = Table(
    "selection_seats",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("region", String(10), primary_key=True),
    Column("member_id", String(36), index=True),
    Column("chair", Boolean),
    Column("since", Instant),  # when the panel was last established, or the seat filled
    Column("ends_on", Date),  # the last day; null: it ends with the vacancy
    Column("over_on", Date),  # of the last term that ended here: over as long as it is ``ends_on``
)
candidates = Table(
    "selection_candidates",
    tables,
    Column("candidate_id", String(36), primary_key=True),
    Column("vacancy_id", String(36), index=True),
    Column("applicant_id", String(36), index=True),
    Column("name", SealedText),
    Column("motivation", SealedText),
    Column("form", SealedText),
    Column("nationality", String(3)),
    Column("gender", String(20)),
    Column("region", String(10)),
    Column("submitted_at", Instant),
    Column("eligible", Boolean),  # null while the application waits to be screened
    Column("reason", SealedText),
    Column("codes", JSON),  # why not eligible
    Column("screened_at", Instant),
    Column("withdrawn_at", Instant),
    Column("lapsed", Boolean),  # by an appointment elsewhere, and not withdrawn
    Column("erased_at", Instant),  # its time was over
    Column("kept_at", Instant),  # when what is public of it had a key of its own
)
shortlist = Table(
    "selection_shortlist",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("candidate_id", String(36), primary_key=True),
    Column("rank", Integer),  # equals share one
    Column("reason", SealedText),
)


_STAYS = frozenset({"candidate_id", "withdrawn_at", "erased_at", "kept_at"})
_TRACE = tuple(one.name for one in candidates.columns if one.name not in _STAYS)
"""What is emptied of an application that was withdrawn before the list: no page finds it."""


def project(published: Published) -> Iterable[Change]:
    """Return the rows that a fact changes."""
    yield from _selection(published)
    yield from nominating_model.project(published.fact)
    yield from calls_model.project(published.fact)
    yield from foreseen_model.project(published.fact)
    yield from roster_model.project(published.fact)
    yield from dissemination_model.project(published.fact)
    yield from screening_model.project(published.fact)
    yield from needs_model.project(published.fact)


def _selection(published: Published) -> Iterable[Change]:
    fact: Fact = published.fact
    match fact:
        case VacancyDeclared():
            yield _vacancy(
                fact.vacancy_id,
                mandate=fact.mandate,
                seat_region=fact.seat_region,
                declared_at=fact.declared_at,
            )
        case CallForCandidaturesIssued():
            later = fact.opens_at if fact.opens_at > fact.issued_at else None
            yield _vacancy(fact.vacancy_id, opens_at=later, closes_at=fact.closes_at)
        case CallClosed():
            yield _vacancy(fact.vacancy_id, closes_at=fact.closed_at)
        case PanelEstablished():
            yield _vacancy(fact.vacancy_id, panel_at=fact.established_at, rules=asdict(fact.rules))
            yield from _seats(fact.vacancy_id, fact.seats, fact.established_at)
        case ApplicationSubmitted():
            yield _candidate(
                fact.candidate_id,
                vacancy_id=fact.vacancy_id,
                applicant_id=fact.applicant_id,
                name=fact.name,
                motivation=fact.motivation,
                form=fact.form,
                nationality=fact.nationality,
                gender=fact.gender,
                region=fact.region,
                submitted_at=fact.submitted_at,
            )
            yield from letter_model.sent(fact)
        case EligibilityScreened():
            codes = screening_model.codes(fact.grounds)
            said = {"eligible": fact.eligible, "reason": fact.reason, "codes": codes}
            yield _candidate(fact.candidate_id, **said, screened_at=fact.screened_at)
        case ApplicationWithdrawn():
            yield _gone(fact, fact.withdrawn_at)
            yield nominating_model.closed(fact.candidate_id)
        case ApplicationLapsed():
            yield _gone(fact, fact.lapsed_at, lapsed=True)
            yield nominating_model.closed(fact.candidate_id)
        case ConflictDeclared():
            key = (fact.candidate_id, fact.member_id)
            yield Put(recusal_model.conflicts, key, {"declared_at": fact.declared_at})
            yield Delete(scores, (fact.vacancy_id, *key))
        case CandidateScored():
            yield Put(
                scores,
                (fact.vacancy_id, fact.candidate_id, fact.member_id),
                {"scores": dict(fact.scores), "note": fact.note, "scored_at": fact.scored_at},
            )
        case ReviewClosed():
            yield _vacancy(
                fact.vacancy_id,
                review_closed_at=fact.closed_at,
                missing_scores=fact.missing_scores,
                members=fact.members,
                missing=list(fact.missing),
                close_reason=fact.reason_code,
            )
        case ShortlistAdopted():
            yield _vacancy(fact.vacancy_id, shortlist_at=fact.adopted_at, reopened_at=None)
            yield from _shortlist(fact.vacancy_id, fact.ranking)
        case NoConflictDeclared() | MemberRecused() | RecusalLifted() | LobbyingDisclosed():
            yield from recusal_model.project(fact)
        case CallExtended() | CallReissued() | VacancyLapsed() | MembersReminded():
            yield from _onward(fact)
        case (
            PreferencesSubmitted()
            | PreferencesOpened()
            | PreferencesNotOpened()
            | InterviewListAdopted()
            | AdditionalCandidateConsidered()
        ):
            yield from sealed_model.project(fact)
        case _:
            yield from _end(fact)


def _end(fact: Fact) -> Iterable[Change]:
    """Seats, interviews, what follows the short list, and the end of the files."""
    if isinstance(fact, SeatFilled | SeatTermEnded | SeatTermExtended):
        return _of_seat(fact)
    if isinstance(fact, OfInterviews):
        return talk_model.project(fact)
    if isinstance(fact, OfFiles):
        return files_model.project(fact, _vacancy, candidates)
    return ending.project(fact, _vacancy, shortlist)


def _onward(
    fact: CallExtended | CallReissued | VacancyLapsed | MembersReminded,
) -> Iterable[Change]:
    """How a vacancy went on that lacked candidates, members, a mandate or what they give."""
    match fact:
        case MembersReminded():
            yield _vacancy(fact.vacancy_id, reminded_at=fact.reminded_at)
        case CallExtended():
            yield _vacancy(fact.vacancy_id, closes_at=fact.closes_at, call_reason=fact.reason_code)
        case CallReissued():
            yield from _again(fact)
        case VacancyLapsed():
            yield _vacancy(fact.vacancy_id, lapsed_at=fact.lapsed_at, lapse_reason=fact.reason_code)


def _of_seat(fact: SeatFilled | SeatTermEnded | SeatTermExtended) -> Iterable[Change]:
    """Who has a seat, and until when."""
    key = (fact.vacancy_id, fact.region)
    match fact:
        case SeatFilled():
            seat = {"member_id": fact.member_id, "chair": fact.chair, "since": fact.filled_at}
            yield Put(seats, key, {**seat, "ends_on": fact.ends_on})
            yield from recusal_model.replaced(fact)
        case SeatTermEnded():
            yield Put(seats, key, {"over_on": fact.ends_on})
            if fact.void:
                yield void(fact.vacancy_id, fact.member_id)
        case SeatTermExtended():
            yield Put(seats, key, {"ends_on": fact.ends_on})


def _again(fact: CallReissued) -> Iterable[Change]:
    """Another round: the applications stay, and what the panel said goes."""
    yield _vacancy(
        fact.vacancy_id,
        closes_at=fact.closes_at,
        round=fact.round,
        round_at=fact.reissued_at,
        call_reason=fact.reason_code,
        review_closed_at=None,
        missing_scores=None,
        members=None,
        missing=None,
        close_reason=None,
        reminded_at=None,
        shortlist_at=None,
        **ending.BEFORE_A_REPORT,
        new_list_by=None,
        used_up_at=None,
        reopened_at=None,
    )
    of_interviews = (talk_model.questions, talk_model.slots, additional)
    for table in (scores, preferences, openings, interviews, shortlist, left, *of_interviews):
        yield Delete(table, (fact.vacancy_id,))


def _vacancy(vacancy_id: str, **columns: object) -> Put:
    return Put(vacancies, (vacancy_id,), columns)


def _gone(
    fact: ApplicationWithdrawn | ApplicationLapsed, at: datetime, *, lapsed: bool | None = None
) -> Put:
    kept = {"lapsed": lapsed} if fact.listed else dict.fromkeys(_TRACE)
    return _candidate(fact.candidate_id, withdrawn_at=at, **kept)


def _candidate(candidate_id: str, **columns: object) -> Put:
    return Put(candidates, (candidate_id,), columns)


def _seats(vacancy_id: str, taken: Sequence[Seat], at: datetime) -> Iterable[Change]:
    """A panel takes the place of the one before it, seat by seat."""
    by_region: dict[str, Seat] = {seat.region: seat for seat in taken}
    for region in SEATS:
        seat = by_region.get(region)
        key = (vacancy_id, region)
        if seat is None:
            yield Delete(seats, key)
        else:
            who = {"member_id": seat.member_id, "chair": seat.chair}
            yield Put(seats, key, {**who, "since": at, "ends_on": seat.ends_on})


def _shortlist(vacancy_id: str, ranking: Sequence[Ranked]) -> Iterable[Change]:
    for ranked in ranking:
        columns = {"rank": ranked.rank, "reason": ranked.reason}
        yield Put(shortlist, (vacancy_id, ranked.candidate_id), columns)


SELECTION = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
