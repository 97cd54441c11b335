"""The whole file of a statement on one page, with the buttons for this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from portal.letters.approval import offers as approval
from portal.letters.approval import opened as opened_versions
from portal.letters.approval.forms import LONGEST_NOTE, ExactForm, exact
from portal.letters.approval.offers import number
from portal.letters.approval.text import Compared, Signature, compared
from portal.letters.communications import queries as letters
from portal.letters.communications.powers import powers_of
from portal.letters.communications.words import title
from portal.letters.statements import missions, queries, words
from portal.letters.statements.asking import opened, unconsenting
from portal.letters.statements.missions import Mission
from portal.letters.statements.queries import Statement
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor
from portal.web.context import now
from portal.web.db import engine
from portal.web.timeline import Timeline
from shared.contracts.approvals_statements import About, Wording
from shared.core.actor import Actor
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The decisions open to a mandate's holder. ``of_text``: about the text.

    ``embargo``: whether one can be set, or changed; ``lift``: the one there is.
    """

    of_text: approval.Decision
    issue: ExactForm | None
    embargo: bool
    lift: ExactForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """``wording``: None once erased. ``compared``: with what this holder opened last.

    ``mission``: the one that it ends; ``opens``: whether this person has its page.
    """

    statement: Statement
    about: About
    wording: Wording | None
    compared: Compared | None
    timeline: Timeline
    names: Mapping[str, str]
    letters: Mapping[str, str]
    without_consent: bool
    revise: bool
    mission: Mission | None
    opens: bool
    request: ExactForm | None
    offers: Sequence[Offer] = field(default=())

    @property
    def held_up(self) -> bool:
        """Whether its embargo is over, and the clock has not issued it."""
        until = self.statement.embargo_until
        return until is not None and until <= now()

    @property
    def unheard(self) -> bool:
        """Whether it cannot be issued, as the Government has not heard the findings (M11)."""
        return self.mission is not None and self.mission.findings is None

    @property
    def moved(self) -> bool:
        """Whether the mission has another State or other days by now than the text says."""
        one, about = self.mission, self.about
        if one is None:
            return False
        said = (about.states, about.visit_from, about.visit_to)
        return said != ((one.state,), one.first, one.last)


def gathered(
    conn: Connection, actor: Actor, statement: Statement, kept: ExactForm | None = None
) -> Detail:
    """Gather the file. ``kept``: a form that was refused; what was typed into it stays."""
    versions = queries.versions_of(conn, statement)
    approvers = {one.approved_by for one in statement.signatures if one.approved_by}
    authors = {one.written_by for one in versions}
    wording = opened(versions[0])
    base = opened_versions.last_of(
        conn, actor, statement.statement_id, versions, before=statement.version
    )
    stopped = unconsenting(conn, statement)
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER)
    serves = officer and not actor.mandates.isdisjoint(statement.mandates)
    mission = missions.mission(conn, statement.mission_id)
    unheard = mission is not None and mission.findings is None
    leads = officer and statement.mandates[0] in actor.mandates
    detail = Detail(
        statement=statement,
        about=versions[0].about,
        wording=wording,
        compared=compared(base, _whole(opened(base)), _whole(wording)) if base else None,
        timeline=queries.timeline_of(conn, statement),
        names=accounts.names(conn, approvers),
        letters=_letters(conn, actor, statement),
        without_consent=stopped,
        revise=serves and statement.state != "withdrawn",
        request=exact(ExactForm, statement) if leads and statement.state == "drafting" else None,
        mission=mission,
        opens=mission is not None and mission.opens_for(actor),
        offers=_offers(
            conn,
            actor,
            statement,
            wrote=actor.actor_id in authors,
            stopped=stopped,
            unheard=unheard,
        ),
    )
    number((one.of_text for one in detail.offers), kept)
    return detail


def standing(conn: Connection, statement: Statement, *, seen: str, shown: str) -> str:
    """Return the live part of the page; it reveals no text."""
    by = {one.approved_by for one in statement.signatures if one.approved_by}
    return htmx.render(
        "statements/detail.html",
        block="state",
        statement=statement,
        names=accounts.names(conn, by),
        words=words,
        seen=seen,
        shown=shown,
        stands=_stands(statement, missions.mission(conn, statement.mission_id)),
    )


def _stands(statement: Statement, mission: Mission | None) -> str:
    """Return a value that changes when the page has to be read again."""
    stands = f"{statement.state}-{statement.version}-{statement.edition or 0}"
    if until := statement.embargo_until:
        stands = f"{stands}-{until.isoformat()}-{until <= now()}"
    if mission is None:
        return stands
    return f"{stands}-{mission.first}-{mission.last}-{mission.findings or ''}"


def render(
    detail: Detail,
    *,
    refusal: str | None = None,
    incomplete: bool = False,
    processing: bool = False,
    seen: str = "",
) -> str:
    """Show the file, and note that this person opened its version.

    ``seen``: of the read model; the page asks whether there is more, if it is given.

    ``refusal``: a sentence to show; ``incomplete``: with the places that are not filled in.
    """
    statement = detail.statement
    stands = _stands(statement, detail.mission)
    opened_versions.note(
        engine(), current_actor(), statement.statement_id, [statement.version], at=now()
    )
    return htmx.render(
        "statements/detail.html",
        block="content",
        detail=detail,
        statement=detail.statement,
        names=detail.names,
        seen=seen,
        shown=stands,
        stands=stands,
        words=words,
        longest_note=LONGEST_NOTE,
        refusal=refusal,
        incomplete=incomplete,
        processing=processing,
    )


def _offers(
    conn: Connection,
    actor: Actor,
    statement: Statement,
    *,
    wrote: bool,
    stopped: bool,
    unheard: bool,
) -> list[Offer]:
    if not actor.has(Role.MANDATE_HOLDER) or statement.state == "withdrawn":
        return []
    may = powers_of(conn, actor, now())
    return [
        _offer(
            statement,
            one,
            acts=may(one.mandate, "approve"),
            wrote=wrote,
            stopped=stopped,
            unheard=unheard,
        )
        for one in statement.signing
        if one.mandate in actor.mandates
    ]


def _offer(
    statement: Statement,
    signature: Signature,
    *,
    acts: bool,
    wrote: bool,
    stopped: bool,
    unheard: bool,
) -> Offer:
    until = statement.embargo_until
    free = until is None or until <= now()
    issues = acts and statement.state == "approved" and free and not (stopped or unheard)
    mandate = signature.mandate
    return Offer(
        of_text=approval.decision(
            statement,
            signature,
            acts=acts,
            wrote=wrote,
            stopped=stopped,
            declines=statement.edition == 0,
        ),
        issue=exact(ExactForm, statement, mandate) if issues else None,
        embargo=acts and statement.may_wait,
        lift=exact(ExactForm, statement, mandate) if acts and until else None,
    )


def _whole(wording: Wording | None) -> str | None:
    if wording is None:
        return None
    return f"{wording.title}\n{wording.text}\n{wording.government_view}"


def _letters(conn: Connection, actor: Actor, statement: Statement) -> dict[str, str]:
    """Return the letters that it is about, as far as they exist for this person."""
    found = [letters.find(conn, actor, one) for one in statement.communication_ids]
    return {
        letter.communication_id: letter.reference or title(letter)
        for letter, _ in (one for one in found if one)
    }
