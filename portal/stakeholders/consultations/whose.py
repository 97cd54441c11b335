"""Whose a proposal is: who may make one, and which organisation may be named beside it.

A proposal that its author lets be read with the name is shown only while everybody may find the
organisation: hidden, it has neither a name nor a line (SB7).
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection

from portal.stakeholders.consultations.queries import Consultation, Proposal
from portal.stakeholders.organisations import merged
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations import queries as organisations
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.context import vault
from shared.contracts.stakeholders_sessions import Category
from shared.core.message import derive_id
from shared.reference.organisations import register_id
from shared.reference.sessions import CATEGORIES

AUDIENCE = frozenset(CATEGORIES.values())


def case_of(consultation_id: str) -> UUID:
    return derive_id("consultation case", consultation_id)


def subject_of(proposal_id: str) -> str:
    """Return the subject of a proposal: its text and its answer go with the key."""
    return f"proposal-{proposal_id}"


def title_subject(consultation_id: str) -> str:
    """Return the subject of what groups are called: it is of no person."""
    return f"consultation-{consultation_id}"


def category_of(account: Account, of: Consultation) -> Category | None:
    """Return as what this person can take part."""
    for category, role in CATEGORIES.items():
        if category in of.audience and account.has(role):
            return category
    return None


def pseudonym(consultation_id: str, organisation_id: str | None) -> str | None:
    """Return what tells the organisations of one consultation apart, and no more."""
    if organisation_id is None:
        return None
    return vault().pseudonym("proposals", f"{consultation_id}/{register_id(organisation_id)}")


def public_names(conn: Connection, these: Collection[Proposal]) -> dict[str, str]:
    """Return the name beside each proposal that has one: of those that everybody may find now.

    What was merged is called as the real entry is.
    """
    named = [one for one in these if one.consent == "named"]
    people = accounts.by_ids(conn, {one.author_id for one in named})
    leads_to = merged.pointers(conn) if named else {}
    of = {
        account_id: merged.real(leads_to, register_id(one.organisation_id or ""))
        for account_id, one in people.items()
    }
    seen = organisations.public_these(conn, set(of.values())) if of else {}
    shown = set(seen)
    texts = vault().reveal_public([seen[one] for one in sorted(shown)])
    called = {
        one: profiles.read(text).name
        for one, text in zip(sorted(shown), texts, strict=True)
        if text is not None
    }
    return {
        one.proposal_id: called[of[one.author_id]]
        for one in named
        if of.get(one.author_id) in called and _same(one, people[one.author_id])
    }


def officers_names(conn: Connection, these: Sequence[Proposal]) -> dict[str, str]:
    """Return what the author's organisation is called, as the account has it."""
    people = accounts.by_ids(conn, {one.author_id for one in these})
    return {
        one.proposal_id: people[one.author_id].organisation or ""
        for one in these
        if one.author_id in people
    }


def _same(one: Proposal, author: Account) -> bool:
    """Whether the author is still of the organisation for which they proposed it."""
    return one.organisation == pseudonym(one.consultation_id, author.organisation_id)
