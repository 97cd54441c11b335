"""Proposals by an administrator for changes that take two people."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection

from portal.web.accounts import account as accounts
from portal.web.accounts import acts, proposals
from portal.web.accounts.access import current_account
from portal.web.accounts.account import Account
from portal.web.accounts.administration_forms import ReasonForm
from portal.web.accounts.proposal import Kind, Proposal
from portal.web.accounts.rights import Rights
from portal.web.audit import entries
from portal.web.context import now, settings
from portal.web.i18n.texts import gettext, lazy

PROPOSED = lazy(
    "It is proposed. It waits for a second administrator, who finds it under Rights to confirm."
)
OPEN_ALREADY = lazy(
    "Something is proposed for this account already. Wait until it is done, or withdraw it first"
)


def propose(
    conn: Connection,
    account: Account,
    kind: Kind,
    form: ReasonForm,
    *,
    rights: Rights | None = None,
    organisation: str | None = None,
    email: str | None = None,
) -> bool:
    """Keep the proposal, and put it on record. False: another one is open, or no reason is given.

    ``form``: validated; it then says what is wrong.
    """
    at = now()
    accounts.locked(conn, account.account_id)  # one proposal at a time
    if proposals.open_of(conn, account.account_id, at=at):
        form.reason.errors = [OPEN_ALREADY]
        return False
    if not form.reason.data:
        form.reason.errors = [gettext("Say why: whoever confirms this reads it")]
        return False
    proposal = Proposal(
        proposal_id=str(uuid4()),
        account_id=account.account_id,
        kind=kind,
        rights=rights or Rights(),
        organisation=organisation,
        email=email,
        reason=form.reason.data,
        urgent=form.urgent.data or None,
        proposed_by=current_account().account_id,
        proposed_at=at,
        expires_at=at + timedelta(days=settings().proposal_days),
    )
    proposals.add(conn, proposal)
    details = sorted(proposal.rights.lines) or [kind.value]
    acts.record(conn, entries.PROPOSAL, f"account-{account.account_id}", details)
    return True
