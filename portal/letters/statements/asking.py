"""A statement that a person may see: found, revealed, checked; and commands about it."""

import json
from dataclasses import asdict
from uuid import UUID

from flask import url_for
from pydantic import TypeAdapter
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.casefile.lint.checking import Checked, checked
from portal.casefile.lint.public_names import victim_terms
from portal.casefile.lint.rules import findings
from portal.casefile.submissions.victims import by_submission
from portal.letters.communications.contents import cleared_passages
from portal.letters.communications.tables import victims
from portal.letters.statements import queries
from portal.letters.statements.queries import Statement, Version
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.approvals_statements import Wording
from shared.core.message import Sealed
from shared.platform.vault import Forgotten

_ERASED = "The text of this statement was erased on request: there is nothing to decide."
_WORDING = TypeAdapter(Wording)


def find(statement_id: UUID) -> Statement:
    """Return the statement; 404 when there is none for this person."""
    with engine().connect() as conn:
        found = queries.find(conn, current_actor(), str(statement_id))
    if found is None:
        raise NotFound
    return found


def on(statement: Statement) -> About:
    """The statement, as the pages say it on which something is decided about it."""
    return About(
        address=url_for("statements.show", statement_id=statement.statement_id),
        case=statement.case,
        back=gettext("The statement"),
    )


def sealed(statement_id: str, text: str) -> Sealed:
    """Seal restricted text of a statement, before it leaves this process."""
    try:
        return vault().seal(f"statement-{statement_id}", text)
    except Forgotten:
        raise CommandRefused(409, _ERASED) from None


def sealed_wording(statement_id: str, wording: Wording) -> Sealed:
    return sealed(statement_id, json.dumps(asdict(wording), ensure_ascii=False))


def opened(version: Version) -> Wording | None:
    """Return the words; None once they were erased."""
    text = vault().reveal(version.wording)
    return None if text is None else _WORDING.validate_json(text)


def present(conn: Connection, statement: Statement) -> Wording:
    """Return the present words. Refused where they were erased."""
    words = opened(queries.versions_of(conn, statement)[0])
    if words is None:
        raise CommandRefused(409, _ERASED)
    return words


def read_through(words: Wording) -> str:
    """Return all words of a statement, as the check reads them."""
    return f"{words.title}\n\n{words.text}\n\n{words.government_view}"


def checked_publicly(conn: Connection, statement: Statement, words: Wording) -> Checked:
    """Check words that everybody will read (R6): no source, and no name that is not public.

    A name stands in full where the person agreed to that (c2, c3, c4), and is no child and no
    victim of sexual violence.
    """
    text = read_through(words)
    behind = by_submission(conn, victims, statement.submission_ids)
    people = [one for some in behind.values() for one in some]
    told = vault().for_the_lint().reveal_all([one.victim.details for one in people])
    names = victim_terms(
        (one.victim.victim_id, details, one.victim.consent)
        for one, details in zip(people, told, strict=True)
    )
    found = findings(text, list(names.victims), names.known)
    return Checked(
        sources=checked(
            conn, text, behind, cleared=cleared_passages(conn, statement.submission_ids)
        ).sources,
        names=tuple(one for one in found if one.certain),
        doubtful=tuple(one for one in found if not one.certain),
    )


def unconsenting(conn: Connection, statement: Statement) -> bool:
    """Whether somebody behind it does not agree to a press release now. The service has the say."""
    behind = by_submission(conn, victims, statement.submission_ids)
    consents = [one.victim.consent for some in behind.values() for one in some]
    return any(one.press != "yes" or one.act == "no" for one in consents)
