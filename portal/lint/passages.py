"""Looking at the passages of a text that may tell who a source is, and saying why they stay.

Only who may know who the source is sees where they stand, and that is an opening of the identity:
with a reason, told as a fact and to the source before anything is shown (R5). What stays is a fact
too, with its reason (R6).
"""

from uuid import UUID

from sqlalchemy import Connection
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.accounts.access import current_actor
from portal.commands import CommandRefused
from portal.context import commands, now, vault
from portal.db import engine
from portal.forms import CommandForm, tidy
from portal.identity import queries as identities
from portal.lint.checking import Checked, passage
from portal.lint.rules import Finding
from shared.message import Sealed, derive_id
from shared.vault import Forgotten

LONGEST = 2_000
_WHY = "The check of a text found something in it that may tell who the source is."
_SHOWN = (
    "These passages were shown once, and are not shown again. If you still need to see them, open "
    "the check anew and give the reason again."
)
_ERASED = "The submission was erased on request: no reason can be recorded any more."
_CHANGED = "The text or what it is compared with has changed. Look at the passages again."
_SHORTER = f"Shorten this to {LONGEST:,} characters"


class LookForm(CommandForm):
    """Why somebody has to see the passages: the source reads it."""

    reason = TextAreaField(
        "Why you look at the passages",
        [DataRequired("Say why you look at them"), Length(max=LONGEST, message=_SHORTER)],
        filters=[tidy],
        default=_WHY,
    )


class ClearForm(CommandForm):
    """Why passages stay that have part of a name. ``passages``: what each is known by."""

    passages = HiddenField()
    reason = TextAreaField(
        "Why they do not tell who the source is",
        [DataRequired("Say why they stay"), Length(max=LONGEST, message=_SHORTER)],
        filters=[tidy],
    )


def may_look(conn: Connection, result: Checked) -> bool:
    """Whether this person may know the source of each submission that the text may tell."""
    actor = current_actor()
    return bool(result.submissions) and all(
        identities.one(conn, actor, one) is not None for one in result.submissions
    )


def look(result: Checked, form: LookForm) -> None:
    """Put the opening on record and before the source. Raises ``CommandRefused``: show nothing."""
    for submission_id in result.submissions:
        opening_id = str(derive_id("opening", form.id, submission_id))
        _ask(
            "open-source-identity",
            submission_id,
            form,
            opening_id=opening_id,
            reason_code="text",
            reason=_sealed(submission_id, form.reason.data or ""),
        )
        if not identities.claim(engine(), opening_id, at=now()):
            raise CommandRefused(409, _SHOWN)


def clear(text: str, result: Checked, form: ClearForm) -> None:
    """Put on record why the passages stay that the person looked at. Raises ``CommandRefused``."""
    looked_at = set((form.passages.data or "").split())
    kept = {passage(text, one): one for one in parts(result)}
    stay = {key: one for key, one in kept.items() if key in looked_at}
    if not stay:
        raise CommandRefused(409, _CHANGED)
    for submission_id in result.submissions:
        mine = [key for key, one in stay.items() if one.subject == submission_id]
        if mine:
            reason = _sealed(submission_id, form.reason.data or "")
            _ask("clear-passages", submission_id, form, passages=mine, reason=reason)


def clearing(text: str, result: Checked) -> ClearForm | None:
    """Return the form for the passages that may stay; None where there are none."""
    keys = [passage(text, one) for one in parts(result)]
    return ClearForm(formdata=None, passages=" ".join(keys)) if keys else None


def parts(result: Checked) -> list[Finding]:
    """Return those that are part of a name only: the others never stay."""
    return [one for one in result.sources if not one.certain]


def _ask(type_: str, submission_id: str, form: CommandForm, **data: object) -> None:
    commands().ask(
        "intake",
        type_,
        {"submission_id": submission_id, **data},
        by=current_actor(),
        command_id=derive_id(type_, form.id, submission_id),
        correlation_id=UUID(submission_id),
    )


def _sealed(submission_id: str, reason: str) -> Sealed:
    try:
        return vault().seal(f"submission-{submission_id}", reason)
    except Forgotten:
        raise CommandRefused(409, _ERASED) from None
