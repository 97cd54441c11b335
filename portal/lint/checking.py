"""Checking a letter before approval is asked of it (R6): what is revealed for it is not shown.

Who the source is and the names of victims are read from the vault for the comparison alone, on
record as read by the lint. What comes out are places in the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from portal.accounts import account as accounts
from portal.context import vault
from portal.lint import terms
from portal.lint.rules import Finding, Term, findings, spelt
from portal.submissions import receipts
from portal.submissions.effect import effect
from portal.submissions.victims import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """``sources`` and ``names`` stop the text; ``doubtful`` are parts of names, to be looked at.

    ``allowed`` are names without consent that a holder decided to tell. ``overridable``: of
    ``names``, the victims of whom a holder may decide so: those who agreed to a letter (c1).
    """

    sources: tuple[Finding, ...] = ()
    names: tuple[Finding, ...] = ()
    doubtful: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    overridable: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        return bool(self.sources or self.names)

    @property
    def any(self) -> bool:
        return self.stops or bool(self.doubtful or self.allowed)


def checked(
    conn: Connection,
    text: str,
    victims: Mapping[str, Sequence[Standing]],
    *,
    allowed: frozenset[str] = frozenset(),
) -> Checked:
    """Check a letter's text. ``victims``: of each submission behind it, with what they agree to.

    ``allowed``: the victims whom a holder decided to name. Ask who is looking before.
    """
    people = [one for some in victims.values() for one in some]
    named = _named(people)
    sources = [
        term
        for submission_id in victims
        for term in _source_of(conn, submission_id)
        if not _is_one_of(term, named.values())
    ]
    unnamed = [one for one in people if not effect(one.victim.consent).named]
    forbidden = [term for one in unnamed for term in named[one.victim.victim_id]]
    found = findings(text, [*sources, *forbidden])
    of_victims = [one for one in found if one.whose == "victim"]
    certain = [one for one in of_victims if one.certain]
    names = tuple(one for one in certain if one.subject not in allowed)
    agreed = {one.victim.victim_id for one in unnamed if one.victim.consent.act != "no"}
    return Checked(
        sources=tuple(one for one in found if one.whose == "source" and one.certain),
        names=names,
        doubtful=tuple(one for one in of_victims if not one.certain and one.subject not in allowed),
        allowed=tuple(one for one in certain if one.subject in allowed),
        overridable=tuple(dict.fromkeys(one.subject for one in names if one.subject in agreed)),
    )


def _named(people: Sequence[Standing]) -> dict[str, tuple[Term, ...]]:
    details = vault().for_the_lint().reveal_all([one.victim.details for one in people])
    return {
        one.victim.victim_id: terms.of_victim(one.victim.victim_id, told)
        for one, told in zip(people, details, strict=True)
    }


def _source_of(conn: Connection, submission_id: str) -> tuple[Term, ...]:
    identity = vault().for_the_lint().identity(f"source-{submission_id}")
    return terms.of_source(identity, **_filer(conn, submission_id))


def of_filers(conn: Connection, submission_ids: Iterable[str]) -> list[Term]:
    """Return what the accounts tell from which these were filed: organisations and addresses."""
    return [term for one in submission_ids for term in terms.of_source(None, **_filer(conn, one))]


def _filer(conn: Connection, submission_id: str) -> dict[str, str | None]:
    receipt = receipts.by_submission(conn, submission_id)
    account = accounts.by_id(conn, receipt.submitter_id) if receipt else None
    return {"organisation": account.organisation, "email": account.email} if account else {}


def _is_one_of(term: Term, named: Iterable[Sequence[Term]]) -> bool:
    """Whether the source is a victim himself: then consent says whether he may be named."""
    mine = {word for word, _ in spelt(term.text)}
    return term.kind == "name" and any(
        mine == {word for word, _ in spelt(other.text)} for terms_of in named for other in terms_of
    )
