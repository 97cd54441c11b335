"""The draft that an address names, if it belongs to the person who asks."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, url_for
from werkzeug.exceptions import NotFound

from portal.source.drafts import store
from portal.source.drafts.progress import asked
from portal.source.drafts.sections import Section
from portal.source.drafts.store import Content, Draft
from portal.source.drafts.writer import writer
from portal.web.accounts.access import current_draft
from portal.web.db import engine
from portal.web.i18n.texts import lazy

_TOO_LATE = lazy(
    "What you entered last was not kept: this draft was sent or thrown away before. If it was "
    "sent, add it to the submission."
)


def mine(draft_id: UUID, *, typed: bool = False) -> Draft:
    """Return the draft; the way to its receipt if it was sent; 404 if it never was, or is gone.

    ``typed``: something was typed for it, and the person learns that it does not stand behind the
    receipt.
    """
    who = writer()
    draft = store.find(who.account_id, str(draft_id))
    with engine().connect() as conn:
        receipt = store.receipt_of(conn, str(draft_id))
    if receipt is not None and who.filed(receipt):
        if typed:
            flash(str(_TOO_LATE), "note")
        abort(redirect(receipt_address(draft_id, receipt.submission_id), 303))
    if draft is None:
        raise NotFound
    return draft


def keep_typed(draft: Draft, how: Callable[[Content], None]) -> None:
    """Keep what was typed; say so where the draft went at this moment."""
    if not store.change(draft, how):
        flash(str(_TOO_LATE), "note")


def receipt_address(draft_id: UUID | str, submission_id: str) -> str:
    """Return where this person finds the receipt of what the draft became."""
    if current_draft() is not None:
        return url_for("submissions.unsigned.receipt", draft_id=draft_id)
    return url_for("submissions.receipt", submission_id=submission_id)


def section_of(name: str) -> Section:
    """Return the section; 404 for one that is not asked of this person."""
    found = asked().get(name)
    if found is None:
        raise NotFound
    return found
