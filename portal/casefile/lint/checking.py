"""The check of a text before its approval is requested (R6); what it reveals is never shown.

The vault reveals the source's identity and the victims' names for the comparison alone, and records
that the lint read them. The result has the places of victims in the text; about the source it says
only that somebody who may know has to look at the text.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from portal.casefile.lint import terms
from portal.casefile.lint.comparing import count, keyed
from portal.casefile.lint.folding import folded
from portal.casefile.lint.public_names import victim_terms
from portal.casefile.lint.rules import Finding, Term, findings, spelt
from portal.casefile.submissions import receipts
from portal.casefile.submissions.effect import effect
from portal.casefile.submissions.victims import Standing
from portal.web.accounts import filers
from portal.web.accounts.account import Account
from portal.web.context import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """``sources`` and ``names`` stop the text; ``doubtful`` are parts of names, to be looked at.

    ``sources``: what may tell who a source is, ``subject`` being the submission; show it to nobody
    whose opening of that identity is not on record. ``allowed`` are names without consent that a
    holder decided to tell. ``overridable``: of ``names``, the victims of whom a holder may decide
    so: those who agreed to a letter (c1). ``elsewhere``: the text may tell what another mandate
    knows: it stops as well, and nobody is shown where, as nobody reads both.
    """

    sources: tuple[Finding, ...] = ()
    names: tuple[Finding, ...] = ()
    doubtful: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    overridable: tuple[str, ...] = ()
    elsewhere: bool = False

    @property
    def stops(self) -> bool:
        return bool(self.sources or self.names or self.elsewhere)

    @property
    def any(self) -> bool:
        return self.stops or bool(self.doubtful or self.allowed)

    @property
    def submissions(self) -> tuple[str, ...]:
        """The submissions whose source the text may tell."""
        return tuple(dict.fromkeys(one.subject for one in self.sources))


def checked(
    conn: Connection,
    text: str,
    victims: Mapping[str, Sequence[Standing]],
    *,
    allowed: Collection[str] = frozenset(),
    cleared: Collection[str] = frozenset(),
) -> Checked:
    """Check a letter's text. ``victims``: of each submission behind it, with what they agree to.

    ``allowed``: the victims whom a holder decided to name. ``cleared``: the passages that do not
    tell who the source is, as somebody said who may know. Ask who is looking before. Raises
    ``CommandRefused`` where this person compares too many texts.
    """
    count(victims, text)
    people = [one for some in victims.values() for one in some]
    named = _named(people)
    sources = [
        term
        for term in source_terms(filers_of(conn, victims))
        if not _is_one_of(term, named.values())
    ]
    unnamed = [one for one in people if not effect(one.victim.consent).named]
    forbidden = [term for one in unnamed for term in named[one.victim.victim_id]]
    known = [term for some in named.values() for term in some if term not in forbidden]
    found = findings(text, [*sources, *forbidden], known)
    of_victims = [one for one in found if one.whose == "victim"]
    certain = [one for one in of_victims if one.certain]
    names = tuple(one for one in certain if one.subject not in allowed)
    agreed = {one.victim.victim_id for one in unnamed if one.victim.consent.act != "no"}
    return Checked(
        sources=standing(text, [one for one in found if one.whose == "source"], cleared),
        names=names,
        doubtful=tuple(one for one in of_victims if not one.certain and one.subject not in allowed),
        allowed=tuple(one for one in certain if one.subject in allowed),
        overridable=tuple(dict.fromkeys(one.subject for one in names if one.subject in agreed)),
    )


def checked_for_all(
    conn: Connection,
    text: str,
    victims: Mapping[str, Sequence[Standing]],
    *,
    cleared: Collection[str],
    typed: bool,
    others: Sequence[Term] = (),
) -> Checked:
    """Check a text that everybody will read: no source, and no name that is not public in full.

    ``typed``: see ``count``. ``others``: whom else the text must not name (``other_sources``).
    Ask who is looking before. Raises ``CommandRefused`` as ``checked``.
    """
    filers = filers_of(conn, victims)
    count(victims, text, typed=typed)
    people = [one.victim for some in victims.values() for one in some]
    told = vault().for_the_lint().reveal_all([one.details for one in people]) if people else []
    named = list(zip(people, told, strict=True))
    names = victim_terms((one.victim_id, details, one.consent) for one, details in named)
    whole = [terms.of_victim(one.victim_id, details) for one, details in named]
    sources = [term for term in [*source_terms(filers), *others] if not _is_one_of(term, whole)]
    found = findings(text, [*sources, *names.victims], names.known)
    shown = [one for one in found if one.whose != "source"]
    return Checked(
        sources=standing(text, [one for one in found if one.whose == "source"], cleared),
        names=tuple(one for one in shown if one.certain),
        doubtful=tuple(one for one in shown if not one.certain),
    )


def passage(text: str, found: Finding) -> list[str]:
    """Return the identifiers of a passage: keyed hashes of submission, word and sentence.

    One for each key of the platform, the newest first.
    """
    word, sentence = folded(text[found.start : found.end]).text, folded(found.sentence).text
    return keyed("passage", f"{found.subject}:{word}:{sentence}")


def _named(people: Sequence[Standing]) -> dict[str, tuple[Term, ...]]:
    details = vault().for_the_lint().reveal_all([one.victim.details for one in people])
    return {
        one.victim.victim_id: terms.of_victim(one.victim.victim_id, told)
        for one, told in zip(people, details, strict=True)
    }


def filers_of(conn: Connection, submission_ids: Iterable[str]) -> dict[str, terms.Filer]:
    """Return the known data of each filing account."""
    kept = receipts.by_submissions(conn, ids := list(submission_ids))
    of = {one: kept.get(one) for one in ids}
    names = {receipt.submitter_id for receipt in of.values() if receipt}
    known = filers.accounts_of(conn, vault(), names) if names else {}
    return {
        one: _filer(known.get(receipt.submitter_id) if receipt else None)
        for one, receipt in of.items()
    }


def source_terms(filers: Mapping[str, terms.Filer]) -> list[Term]:
    """Return the terms that identify the sources of these submissions, by submission."""
    subjects = {one: f"source-{one}" for one in filers}
    known = vault().for_the_lint().identities(list(subjects.values())) if filers else {}
    return [
        term
        for submission_id, filer in filers.items()
        for term in terms.of_source(
            known.get(subjects[submission_id]),
            subject=submission_id,
            account=filer,
        )
    ]


def standing(text: str, found: Iterable[Finding], cleared: Collection[str]) -> tuple[Finding, ...]:
    """Return a source's findings that still stop a text: parts of a name may have been cleared."""
    return tuple(one for one in found if one.certain or set(passage(text, one)).isdisjoint(cleared))


def _filer(account: Account | None) -> terms.Filer:
    if account is None:
        return terms.Filer()
    return terms.Filer(
        name=account.name, organisation=account.organisation or "", email=account.email
    )


def _is_one_of(term: Term, named: Iterable[Sequence[Term]]) -> bool:
    """Whether the source is a victim: then consent says whether they may be named."""
    mine = {word for word, _ in spelt(term.text)}
    return term.kind == "name" and any(
        mine == {word for word, _ in spelt(other.text)} for terms_of in named for other in terms_of
    )
