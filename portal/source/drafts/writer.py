"""The person who writes a draft: with an account, or by the draft code alone."""

from dataclasses import dataclass

from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import submission_of
from portal.source.drafts.store import command_of
from portal.web.accounts.access import current_account, current_actor, current_draft, signed_in
from shared.core.actor import Actor, by_return_channel
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """``account_id``: whose drafts these are; None without an account.

    ``name``: that of the account, to begin with.
    """

    actor: Actor
    account_id: str | None
    name: str = ""

    def filed(self, receipt: Receipt) -> bool:
        """Whether this person filed what the draft became; without an account, that nobody has."""
        own = self.account_id is not None
        return receipt.is_of(self.actor if own else by_return_channel(receipt.submission_id))


def writer() -> Writer:
    """Return who writes the present draft; 401 when nobody may.

    Without an account it is the source of the submission that the draft becomes, as it comes back
    later with the return code: an id of this submission alone, which leads to nobody.
    """
    draft_id = current_draft()
    if draft_id is not None:
        return Writer(actor=source_of(draft_id), account_id=None)
    account = current_account()
    return Writer(actor=current_actor(), account_id=account.account_id, name=account.name)


def source_of(draft_id: str) -> Actor:
    return by_return_channel(submission_of(command_of(draft_id)))


def for_persons() -> bool:
    """Whether a contact point writes, which files for others."""
    if current_draft() is not None:
        return False
    account = signed_in()
    return account is not None and account.has(Role.CONTACT_POINT)
