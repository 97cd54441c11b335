"""Which notices exist for a person now: those whose pages the person may open.

A person who lost the role or the mandate behind a notice no longer sees it, nor a notice hidden by
R15 or an erasure.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, case, exists, false, literal, or_

from portal.casefile.queue import sight as triage
from portal.casefile.queue.tables import queue
from portal.casefile.replies import sight as replies
from portal.casefile.replies.tables import cases
from portal.casefile.submissions import queries as submissions
from portal.casefile.submissions.read_model import submissions as submissions_table
from portal.followup.publication import queries as publication
from portal.followup.publication.tables import letters as publication_table
from portal.homes.notices.pages import Page
from portal.homes.notices.tables import inbox
from portal.homes.notices.there import OF_THE_REGISTER, is_there
from portal.homes.notices.told import REASONS
from portal.letters.communications import queries as letters
from portal.letters.communications.tables import letters as letters_table
from portal.letters.statements import queries as statements
from portal.letters.statements.tables import statements as statements_table
from portal.oversight.forgetting.tables import erasures
from portal.selection.foreseen_model import foreseen
from portal.selection.read_model import candidates, seats, vacancies
from portal.selection.recused import has_seat, takes_part
from portal.stakeholders import kits
from portal.stakeholders.read_model import onboardings
from portal.stakeholders.sessions.papers import STATES, SUBJECT
from portal.stakeholders.sessions.read_model import papers, sessions
from portal.stakeholders.sessions.read_model import seats as seats_in_sessions
from portal.stakeholders.sessions.whose import FOR_OTHERS, answers
from portal.web.accounts.access import known
from portal.web.accounts.account import Account
from portal.web.accounts.rights import OF_MANDATES
from portal.web.accounts.tables import api_tokens
from shared.core.actor import Actor
from shared.core.roles import Role

_c = inbox.c
_KINDS = (
    "submission",
    "communication",
    "statement",
    "visitletter",
    "candidate",
    "seat",
    "proposal",
    "slot",
    "advice",
    "engagement",
    "meeting",
    "situation",
    "plan",
    "visitreport",
    "committeeadvice",
    "iap",
    "reprisal",
    "report",
    "library",
    "training",
)
ADMINISTRATION, CHIEF = "administration", "chief"
Opens = Callable[[Page], bool]
"""Whether the person's roles open the door of such a page."""

# What was erased after the notice came; who a source was is gone with the notices of that source.
ERASED = exists().where(
    erasures.c.erased_at >= _c.made_at,
    erasures.c.subject.in_(
        [
            *(literal(f"{kind}-").concat(_c.item_id) for kind in _KINDS),
            case((_c.page == Page.SUBMISSION, literal("source-").concat(_c.item_id)), else_=""),
        ]
    ),
)


def reaches(account: Account) -> set[str]:
    """Return why a change of somebody's rights concerns this person."""
    found = set(account.mandates) if account.has(*OF_MANDATES) else set[str]()
    if account.has(Role.SYSTEM_ADMIN, Role.DATA_PROTECTION):
        found.add(ADMINISTRATION)
    if account.has(Role.CHIEF):
        found.add(CHIEF)
    return found


def shown(account: Account, opens: Opens) -> ColumnElement[bool]:
    """The notices that exist for this person now."""
    return exist(*reader(account, opens))


def reader(account: Account, opens: Opens) -> tuple[Actor, frozenset[Page], frozenset[str]]:
    pages = frozenset(page for page in Page if opens(page))
    return known(account), pages, frozenset(reaches(account))


@lru_cache(maxsize=256)  # it takes longer to build than to ask
def exist(actor: Actor, pages: frozenset[Page], reach: frozenset[str]) -> ColumnElement[bool]:
    reasons = [reason for reason, roles in REASONS.items() if actor.has(*roles)]
    items = [
        and_(_c.page == page, _c.reason.in_(reasons), there(actor))
        for page, there in _THERE.items()
        if page in pages
    ]
    if Page.RIGHTS in pages:
        items.append(and_(_c.page == Page.RIGHTS, _c.item_id.in_(sorted(reach))))
    own = and_(_c.page == Page.ACCOUNT, _c.item_id == actor.actor_id)
    return and_(_c.account_id.in_(actor.filers), or_(false(), own, *items), ~ERASED)


def _letter(actor: Actor) -> ColumnElement[bool]:
    key = letters_table.c.communication_id
    return is_there(key, letters_table.c.state.is_not(None), letters.visible(actor))


def _case(actor: Actor) -> ColumnElement[bool]:
    """Of a case the mandates that signed are told, and nobody else."""
    key = cases.c.communication_id
    return is_there(key, cases.c.reference.is_not(None), replies.signed(actor))


def _case_of_state(actor: Actor) -> ColumnElement[bool]:
    key = cases.c.communication_id
    return is_there(key, cases.c.reference.is_not(None), replies.of_states(actor))


def _publication(actor: Actor) -> ColumnElement[bool]:
    return is_there(publication_table.c.communication_id, publication.visible(actor))


def _vacancy(_: Actor) -> ColumnElement[bool]:
    """A call and its short list are public."""
    return is_there(vacancies.c.vacancy_id, vacancies.c.closes_at.is_not(None))


def _seat(actor: Actor) -> ColumnElement[bool]:
    return exists().where(seats.c.vacancy_id == _c.item_id, takes_part(actor))


def _panel_seat(actor: Actor) -> ColumnElement[bool]:
    """It leads to the own page, which names the vacancy whatever became of the seat."""
    return exists().where(seats.c.vacancy_id == _c.item_id, has_seat(actor))


def _application(actor: Actor) -> ColumnElement[bool]:
    return is_there(candidates.c.candidate_id, candidates.c.applicant_id == actor.actor_id)


def _statement(actor: Actor) -> ColumnElement[bool]:
    key = statements_table.c.statement_id
    return is_there(key, statements_table.c.state.is_not(None), statements.visible(actor))


def _triage(actor: Actor) -> ColumnElement[bool]:
    return is_there(queue.c.submission_id, triage.visible(actor))


def _submission(actor: Actor) -> ColumnElement[bool]:
    return is_there(submissions_table.c.submission_id, submissions.visible(actor))


def _onboarding(actor: Actor) -> ColumnElement[bool]:
    return is_there(onboardings.c.term_id, kits.visible(actor))


def _program(actor: Actor) -> ColumnElement[bool]:
    mine = api_tokens.c.organisation_id == (actor.organisation_id or actor.actor_id)
    return is_there(api_tokens.c.program_id, mine)


def _seat_in_session(actor: Actor) -> ColumnElement[bool]:
    c = seats_in_sessions.c
    mine = c.holder_id == actor.actor_id
    if actor.has(*FOR_OTHERS):
        mine = or_(mine, c.asked_by == actor.actor_id)
    return is_there(c.registration_id, mine)


def _paper(actor: Actor) -> ColumnElement[bool]:
    """It leads to the place of who was told, while they read there the paper of that moment."""
    c, s = papers.c, seats_in_sessions.c
    of_state = [and_(c.audience == code, s.state.in_(some)) for code, some in STATES.items()]
    erased = exists().where(erasures.c.subject == literal(SUBJECT).concat(c.paper_id))
    stands = exists().where(
        c.session_id == s.session_id,
        c.added_at == _c.at,
        c.withdrawn_at.is_(None),
        or_(*of_state),
        ~erased,
    )
    there = stands.correlate(seats_in_sessions, inbox)
    theirs = or_(s.holder_id == actor.actor_id, answers(actor))
    return is_there(s.registration_id, theirs, there)


def _of_session(_: Actor) -> ColumnElement[bool]:
    return is_there(sessions.c.session_id, sessions.c.starts_at.is_not(None))


def _foreseen(_: Actor) -> ColumnElement[bool]:
    return is_there(foreseen.c.foreseen_id, foreseen.c.gone.is_(None))


def _roster(actor: Actor) -> ColumnElement[bool]:
    """No notice says which entry it is."""
    return _c.item_id == actor.actor_id


_THERE: Mapping[Page, Callable[[Actor], ColumnElement[bool]]] = {
    Page.LETTER: _letter,
    Page.CASE: _case,
    Page.CASE_OF_STATE: _case_of_state,
    Page.STATEMENT: _statement,
    Page.PUBLICATION: _publication,
    Page.VACANCY: _vacancy,
    Page.APPLYING: _vacancy,
    Page.NEEDS: _vacancy,
    Page.FILES: _seat,
    Page.REVIEW: _seat,
    Page.PANEL_SEAT: _panel_seat,
    Page.APPLICATION: _application,
    Page.DECISION: _vacancy,
    Page.SELECTION: _vacancy,
    Page.APPOINTED: _vacancy,
    Page.FORESEEN: _foreseen,
    Page.ROSTER: _roster,
    Page.TRIAGE: _triage,
    Page.SUBMISSION: _submission,
    Page.FIRST_WEEKS: _onboarding,
    Page.NEW_HOLDER: _onboarding,
    Page.PROGRAMS: _program,
    Page.SEAT: _seat_in_session,
    Page.PAPER: _paper,
    Page.OF_SESSION: _of_session,
    **OF_THE_REGISTER,
}
