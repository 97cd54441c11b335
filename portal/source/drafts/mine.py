"""The draft that an address names, if it belongs to the person who asks."""

from uuid import UUID

from flask import abort, redirect, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.submissions import receipts
from portal.source.drafts import store
from portal.source.drafts.progress import asked
from portal.source.drafts.sections import Section
from portal.source.drafts.store import Draft
from portal.web.accounts.access import current_account, current_actor
from portal.web.db import engine


def mine(draft_id: UUID) -> Draft:
    """Return the draft; the way to its receipt if it was sent; 404 if it never was, or is gone."""
    draft = store.find(current_account().account_id, str(draft_id))
    with engine().connect() as conn:
        receipt = receipts.by_command(conn, store.command_of(str(draft_id)))
    if receipt is not None and receipt.is_of(current_actor()):
        sent = url_for("submissions.receipt", submission_id=receipt.submission_id)
        abort(redirect(sent, 303))
    if draft is None:
        raise NotFound
    return draft


def section_of(name: str) -> Section:
    """Return the section; 404 for one that is not asked of this person."""
    found = asked().get(name)
    if found is None:
        raise NotFound
    return found
