"""Review of passages that may reveal a source, and the reasons for keeping them.

Only people who may know the source see where the passages are, and that is an opening of the
identity: with a reason, recorded as a fact and told to the source before anything is shown (R5). A
passage that stays is a fact too, with its reason (R6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.casefile.identity import queries as identities
from portal.casefile.lint.checking import Checked, passage
from portal.casefile.lint.rules import Finding
from portal.web import htmx
from portal.web.accounts.access import current_actor
from portal.web.commands import CommandRefused
from portal.web.context import commands, now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, tidy
from portal.web.i18n.formats import number
from portal.web.i18n.texts import Lazy, gettext, lazy
from shared.contracts.commands import address
from shared.contracts.intake_source_commands import ClearPassages, OpenSourceIdentity
from shared.core.message import Sealed, derive_id
from shared.platform.vault import Forgotten

LONGEST = 2_000
_SHOWN = (
    "These passages were shown once, and are not shown again. If you still need to see them, open "
    "the check anew and give the reason again."
)
_ERASED = "The submission was erased on request: no reason can be recorded any more."
_CHANGED = "The text or what it is compared with has changed. Look at the passages again."
_SHORTER = lazy("Shorten this to %(most)s characters", most=Lazy(lambda: number(LONGEST)))


class LookForm(CommandForm):
    """Why somebody has to see the passages: the source reads it."""

    reason = TextAreaField(
        lazy("Why you look at the passages"),
        [DataRequired(lazy("Say why you look at them")), Length(max=LONGEST, message=_SHORTER)],
        filters=[tidy],
        default=lambda: gettext(
            "The check of a text found something in it that may tell who the source is."
        ),
    )


class ClearForm(CommandForm):
    """Why passages stay that have part of a name. ``passages``: what each is known by."""

    passages = HiddenField()
    reason = TextAreaField(
        lazy("Why they do not tell who the source is"),
        [DataRequired(lazy("Say why they stay")), Length(max=LONGEST, message=_SHORTER)],
        filters=[tidy],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """A text that was checked, and the pages around it.

    ``again``: shows the check, with the form and its errors or with a refusal. ``back``: the page
    of what the text is of, named by ``title``; ``address``: where a reason to let passages stay is
    sent; ``change``: where the text is changed, for who may.
    """

    text: str
    result: Checked
    again: Callable[..., str]
    back: str
    title: str
    address: str
    change: str = ""
    what_to_do: str = lazy(
        "Have them written in other words. Nobody can decide otherwise: a source is never named."
    )


def shown(this: Checking) -> str | tuple[str, int]:
    """Answer the form that asks for the passages: show them once to who may know the source."""
    form = LookForm()
    if not may_look(this.result):
        raise NotFound
    if not form.validate():
        return this.again(look=form), 422
    try:
        look(this.result, form)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return this.again(look=form), no.status
    whole = [one for one in this.result.sources if one.certain]
    return _page(this, whole, parts(this.result), clearing(this.text, this.result))


def stayed(this: Checking) -> str | Response | tuple[str, int]:
    """Answer the form that says why passages stay."""
    form = ClearForm()
    if not may_look(this.result):
        raise NotFound
    if not form.validate():
        return _page(this, [], [], form), 422
    try:
        clear(this.text, this.result, form)
    except CommandRefused as no:
        return this.again(refusal=no.sentence), no.status
    flash(gettext("Your reason is recorded. The passages stay as they are."), "success")
    return redirect(this.back, 303)


def offered(result: Checked) -> LookForm | None:
    """Return the form that asks for the passages, for who may know the source."""
    return LookForm(formdata=None) if may_look(result) else None


def may_look(result: Checked) -> bool:
    """Whether this person may know the source of each submission that the text may tell."""
    actor = current_actor()
    with engine().connect() as conn:
        return bool(result.submissions) and all(
            identities.one(conn, actor, one) is not None for one in result.submissions
        )


def look(result: Checked, form: LookForm) -> None:
    """Put the opening on record and before the source. Raises ``CommandRefused``: show nothing."""
    for submission_id in result.submissions:
        opening_id = str(derive_id("opening", form.id, submission_id))
        command = OpenSourceIdentity(
            submission_id=submission_id,
            opening_id=opening_id,
            reason_code="text",
            reason=_sealed(submission_id, form.reason.data or ""),
        )
        _ask(command, form)
        if not identities.claim(engine(), opening_id, at=now()):
            raise CommandRefused(409, _SHOWN)


def clear(text: str, result: Checked, form: ClearForm) -> None:
    """Put on record why the passages stay that the person looked at. Raises ``CommandRefused``."""
    looked_at = set((form.passages.data or "").split())
    kept = {passage(text, one)[0]: one for one in parts(result)}
    stay = {key: one for key, one in kept.items() if key in looked_at}
    if not stay:
        raise CommandRefused(409, _CHANGED)
    for submission_id in result.submissions:
        mine = tuple(key for key, one in stay.items() if one.subject == submission_id)
        if mine:
            reason = _sealed(submission_id, form.reason.data or "")
            command = ClearPassages(submission_id=submission_id, passages=mine, reason=reason)
            _ask(command, form)


def clearing(text: str, result: Checked) -> ClearForm | None:
    """Return the form for the passages that may stay; None where there are none."""
    keys = [passage(text, one)[0] for one in parts(result)]
    return ClearForm(formdata=None, passages=" ".join(keys)) if keys else None


def parts(result: Checked) -> list[Finding]:
    """Return those that are part of a name only: the others never stay."""
    return [one for one in result.sources if not one.certain]


def _page(this: Checking, whole: list[Finding], some: list[Finding], form: ClearForm | None) -> str:
    return htmx.render(
        "lint/passages.html",
        block="content",
        whole=whole,
        some=some,
        form=form,
        back=this.back,
        title=this.title,
        address=this.address,
        change=this.change,
        what_to_do=this.what_to_do,
        longest=LONGEST,
    )


def _ask(command: OpenSourceIdentity | ClearPassages, form: CommandForm) -> None:
    _, name = address(command)
    commands().ask(
        command,
        by=current_actor(),
        command_id=derive_id(name, form.id, command.submission_id),
        correlation_id=UUID(command.submission_id),
    )


def _sealed(submission_id: str, reason: str) -> Sealed:
    try:
        return vault().seal(f"submission-{submission_id}", reason)
    except Forgotten:
        raise CommandRefused(409, _ERASED) from None
