"""A document for its pages: its text revealed, and checked for what it must not contain.

All queries run before anything is revealed, so that no database connection is held meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from werkzeug.exceptions import NotFound

from portal.casefile.lint.checking import Checked, filers_of, source_terms, standing
from portal.casefile.lint.comparing import count
from portal.casefile.lint.others import other_sources
from portal.casefile.lint.public_names import Names, victim_terms
from portal.casefile.lint.rules import Finding, Term, findings
from portal.casefile.submissions.victims import Standing, by_submission
from portal.followup.publication import check, queries
from portal.followup.publication.queries import Document, Letter
from portal.followup.publication.rendition import Piece, Place, pieces, rendition
from portal.letters.communications.contents import cleared_passages
from portal.letters.communications.of_state import known_about
from portal.letters.communications.tables import victims
from portal.web.accounts.access import current_actor
from portal.web.context import vault
from portal.web.db import engine
from shared.core.actor import Actor
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """``text`` is None once it was erased. ``proposals``: what the check would redact besides.

    ``check``: what in the rendition may tell who a source is, names that consent does not cover,
    and parts of such names. ``redactors``: whoever had a hand in its redactions, and so does not
    approve them.
    """

    letter: Letter
    document: Document
    text: str | None
    pieces: list[Piece]
    rendition: str
    proposals: list[check.Proposal]
    check: Checked
    redactors: frozenset[str]

    @property
    def stopped(self) -> bool:
        """Whether it cannot be approved as it is."""
        names = self.check.names and self.document.names_allowed_at is None
        return bool(self.check.sources or names)


def found(communication_id: UUID) -> Letter:
    """Return the letter; 404 if it does not exist for this person."""
    with engine().connect() as conn:
        letter = queries.find(conn, current_actor(), str(communication_id))
    if letter is None:
        raise NotFound
    return letter


def opened(communication_id: UUID, document: str) -> Opened:
    """Open a document that this person may redact; 404 without it, or without its text."""
    actor = current_actor()
    with engine().connect() as conn:
        letter = queries.find(conn, actor, str(communication_id))
        if letter is None:
            raise NotFound
        documents = queries.documents_of(conn, letter.communication_id)
        people = queries.behind(conn, letter)
        filers = filers_of(conn, letter.submission_ids)
        cleared = cleared_passages(conn, letter.submission_ids)
        redactors = queries.redactors_of(conn, letter.communication_id, document)
    this = next((one for one in documents if one.document == document), None)
    if this is None or this.text is None or this.confidential:
        raise NotFound
    text = vault().reveal(this.text)
    count(letter.submission_ids, text or "", typed=False)
    sources, names = source_terms(filers), _names(people)
    shown = rendition(text or "", this.places)
    of_sources, of_names = check.remaining(shown, sources, names)
    return Opened(
        letter=letter,
        document=this,
        text=text,
        pieces=pieces(text or "", this.places),
        rendition=shown,
        proposals=_open(check.proposals(text or "", names), this),
        check=Checked(
            sources=standing(shown, of_sources, cleared),
            names=tuple(one for one in of_names if one.certain),
            doubtful=tuple(one for one in of_names if not one.certain),
        ),
        redactors=redactors,
    )


def tells_too_much(
    communication_id: str | None,
    text: str,
    *,
    mandate: str,
    state: str,
    given: str = "",
    typed: bool = True,
) -> bool:
    """Whether a text holds what identifies a source of this letter, or an uncovered name.

    ``communication_id``: None for what follows from none, such as the report on a visit; it is
    compared with all that the mandate knows about the State, and with who contributed to a visit.
    The caller need not be allowed to see the letter, of which nothing is shown. A text about an
    unknown letter is not let through.
    ``given``: names under which others let themselves be shown; a source may, a victim without
    consent is not. ``typed``: by who asks.
    """
    others = list[Term]()
    with engine().connect() as conn:
        if communication_id is None:
            ids: Sequence[str] = known_about(conn, mandate, state)
            others = other_sources(conn, mandate, state)
            people = [one for some in by_submission(conn, victims, ids).values() for one in some]
        else:
            letter = queries.any_letter(conn, communication_id)
            if letter is None:
                return True
            ids, people = letter.submission_ids, queries.behind(conn, letter)
        filers = filers_of(conn, ids)
    count(ids, f"{text}\n{given}" if given else text, typed=typed)
    uncovered = _names(people)
    told = check.remaining(text, source_terms(filers), uncovered)
    told_by_names = check.remaining(given, (), uncovered)
    told_of_others = findings(text, others, uncovered.known)
    return any(one.certain for some in (*told, *told_by_names, told_of_others) for one in some)


def _names(people: Sequence[Standing]) -> Names:
    details = vault().for_the_lint().reveal_all([one.victim.details for one in people])
    return victim_terms(
        (one.victim.victim_id, told, one.victim.consent)
        for one, told in zip(people, details, strict=True)
    )


def redacts(actor: Actor, letter: Letter) -> bool:
    seized = not actor.mandates.isdisjoint(letter.mandates)
    return actor.has(Role.PUBLICATION_OFFICER) or (actor.has(Role.HUMAN_RIGHTS_OFFICER) and seized)


def holds(actor: Actor, letter: Letter) -> list[str]:
    """Return the mandates for which this person decides about the letter."""
    if not actor.has(Role.MANDATE_HOLDER):
        return []
    return [one for one in letter.mandates if one in actor.mandates]


def _open(proposed: list[check.Proposal], document: Document) -> list[check.Proposal]:
    """Those that no redaction covers yet."""
    return [one for one in proposed if not _covered(one.place, document.places)]


def _covered(place: Place, by: tuple[Place, ...]) -> bool:
    return any(one.start <= place.start and place.end <= one.end for one in by)


def context(text: str, place: Place | Finding) -> tuple[str, str, str]:
    """Return the words before a place, those in it, and those after it, for a list."""
    before, after = text[max(0, place.start - 40) : place.start], text[place.end : place.end + 40]
    return before, text[place.start : place.end], after
