"""The whole file of a statement on one page, with the buttons for this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from portal.letters.communications import opened as opened_versions
from portal.letters.communications import queries as letters
from portal.letters.communications.difference import Line, difference
from portal.letters.communications.forms import LONGEST_NOTE, ChangesForm, ExactForm
from portal.letters.communications.powers import powers_of
from portal.letters.communications.words import title
from portal.letters.statements import queries, words
from portal.letters.statements.asking import opened, unconsenting
from portal.letters.statements.queries import Statement, Version
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor
from portal.web.context import now, vault
from portal.web.db import engine
from shared.contracts.approvals_statements import About, Wording
from shared.core.actor import Actor
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The decisions open to a mandate's holder. ``acts``: may decide for it, not only read."""

    mandate: str
    acts: bool
    wrote: bool
    approve: ExactForm | None = None
    changes: ChangesForm | None = None
    decline: ExactForm | None = None
    issue: ExactForm | None = None
    withdraw: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """``wording``: None once erased. ``changes``: since what this holder opened last."""

    statement: Statement
    about: About
    wording: Wording | None
    since: Version | None
    changes: Sequence[Line]
    steps: Sequence[Row[Any]]
    notes: Mapping[int, str | None]
    names: Mapping[str, str]
    letters: Mapping[str, str]
    without_consent: bool
    revise: bool
    request: ExactForm | None
    offers: Sequence[Offer] = field(default=())


def gathered(
    conn: Connection, actor: Actor, statement: Statement, kept: ExactForm | None = None
) -> Detail:
    """Gather the file. ``kept``: a form that was refused; what was typed into it stays."""
    versions = queries.versions_of(conn, statement)
    steps = queries.steps_of(conn, statement)
    noted = [row for row in steps if row.note is not None]
    notes = vault().reveal_all([row.note for row in noted])
    authors = {one.written_by for one in versions}
    wording = opened(versions[0])
    since = _seen(conn, actor, statement, versions)
    stopped = unconsenting(conn, statement)
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER)
    serves = officer and not actor.mandates.isdisjoint(statement.mandates)
    leads = officer and statement.mandates[0] in actor.mandates
    detail = Detail(
        statement=statement,
        about=versions[0].about,
        wording=wording,
        since=since,
        changes=_changes(wording, opened(since)) if since else (),
        steps=steps,
        notes=dict(zip([row.position for row in noted], notes, strict=True)),
        names=accounts.names(conn, authors | {row.by_id for row in steps if row.by_id}),
        letters=_letters(conn, actor, statement),
        without_consent=stopped,
        revise=serves and statement.state != "withdrawn",
        request=exact(statement) if leads and statement.state == "drafting" else None,
        offers=_offers(conn, actor, statement, wrote=actor.actor_id in authors, stopped=stopped),
    )
    if isinstance(kept, ChangesForm):
        _keep(kept, detail.offers)
    for number, offer in enumerate(detail.offers, 1):
        if offer.changes:
            offer.changes.numbered(number)
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
        stands=_stands(statement),
    )


def _stands(statement: Statement) -> str:
    """Return a value that changes when the page has to be read again."""
    return f"{statement.state}-{statement.version}-{statement.edition or 0}"


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
        shown=_stands(detail.statement),
        stands=_stands(detail.statement),
        words=words,
        longest_note=LONGEST_NOTE,
        refusal=refusal,
        incomplete=incomplete,
        processing=processing,
    )


def exact(statement: Statement, mandate: str = "") -> ExactForm:
    """Return a form about the present wording."""
    return ExactForm(formdata=None, **_present(statement, mandate))


def _present(statement: Statement, mandate: str) -> dict[str, str]:
    return {
        "mandate": mandate,
        "version": str(statement.version),
        "content_hash": statement.content_hash,
    }


def _offers(
    conn: Connection, actor: Actor, statement: Statement, *, wrote: bool, stopped: bool
) -> list[Offer]:
    if not actor.has(Role.MANDATE_HOLDER) or statement.state == "withdrawn":
        return []
    may = powers_of(conn, actor, now())
    return [
        _offer(statement, one, acts=may(one, "approve"), wrote=wrote, stopped=stopped)
        for one in statement.mandates
        if one in actor.mandates
    ]


def _offer(statement: Statement, mandate: str, *, acts: bool, wrote: bool, stopped: bool) -> Offer:
    asked = statement.state in {"awaiting", "approved"}
    missing = mandate in statement.missing
    may_decline = mandate != statement.mandates[0] and missing and statement.edition == 0
    changes = ChangesForm(formdata=None, **_present(statement, mandate)) if asked else None
    return Offer(
        mandate=mandate,
        acts=acts,
        wrote=wrote,
        approve=(
            exact(statement, mandate)
            if acts and asked and missing and not wrote and not stopped
            else None
        ),
        changes=changes,
        decline=exact(statement, mandate) if acts and may_decline and statement.open else None,
        issue=(
            exact(statement, mandate)
            if acts and statement.state == "approved" and not stopped
            else None
        ),
        withdraw=acts,
    )


def _keep(typed: ChangesForm, offers: Sequence[Offer]) -> None:
    for offer in offers:
        if offer.changes and offer.mandate == typed.mandate.data:
            offer.changes.note.data = typed.note.data
            offer.changes.note.errors = typed.note.errors


def _seen(
    conn: Connection, actor: Actor, statement: Statement, versions: Sequence[Version]
) -> Version | None:
    """Return the older version that this holder opened last."""
    seen = opened_versions.last(conn, actor, statement.statement_id, before=statement.version)
    return next((one for one in versions if one.version == seen), None)


def _changes(present: Wording | None, old: Wording | None) -> Sequence[Line]:
    if present is None or old is None:
        return ()
    return difference(_whole(old), _whole(present))


def _whole(wording: Wording) -> str:
    return f"{wording.title}\n{wording.text}\n{wording.government_view}"


def _letters(conn: Connection, actor: Actor, statement: Statement) -> dict[str, str]:
    """Return the letters that it is about, as far as they exist for this person."""
    found = [letters.find(conn, actor, one) for one in statement.communication_ids]
    return {
        letter.communication_id: letter.reference or title(letter)
        for letter, _ in (one for one in found if one)
    }
