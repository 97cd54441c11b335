"""The one way to ask: show a form, ask a service for its command, and say what came of it.

A view says what is its own: for whom (its marks), what it finds (404 otherwise), the form, the
page, and the typed command. Everything in between is the same on every page, and stands here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, redirect, request
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from portal.web import check, htmx
from portal.web.accounts.access import current_actor
from portal.web.check import Check
from portal.web.commands import Accepted, CommandRefused
from portal.web.context import commands
from portal.web.forms import Choice, CommandForm
from portal.web.i18n.texts import lazy
from portal.web.moments import MomentField
from shared.contracts.commands import Command
from shared.core.actor import Actor
from shared.platform.vault import Forgotten

Answer: TypeAlias = str | Response | tuple[str, int]
"""On to the next page, or this one with its status."""

ERASED = lazy("What this is about was erased on request: nothing more can be recorded about it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is acted on: the address of its page, its case, and what to call it.

    ``back``: the link to its page. ``caption`` stands above the heading, ``title`` in the window's
    title behind it. ``erased``: what is said when nothing can be sealed about it any more.
    ``waits``: its page can wait until it shows what was done.
    """

    address: str
    case: UUID | None
    back: str = "Back"
    caption: str = ""
    title: str = ""
    erased: str = ERASED
    waits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One form and one button.

    ``lead``: what stands before the form, in paragraphs; ``texts``: to read before, with labels.
    ``folds``: what to call a text of which only the beginning is shown first; a text that somebody
    approves is never folded.
    ``note`` and ``warning``: before the button. ``leave``: a link that goes back instead.
    ``fields``: the form's, in order; None for all of them. ``action``: where the form goes, if its
    address has more than a path. ``template``: one that extends ``act.html``, with what is
    ``given`` to it.
    """

    heading: str
    button: str
    title: str = ""
    lead: str | Sequence[str] = ()
    texts: Sequence[tuple[str | None, str | None]] = ()
    folds: str = ""
    note: str = ""
    warning: str = ""
    leave: str = ""
    tone: str = "primary"
    fields: Sequence[str] | None = None
    action: str = ""
    template: str = "act.html"
    given: Mapping[str, object] = field(default_factory=dict)

    @property
    def paragraphs(self) -> Sequence[str]:
        return [self.lead] if isinstance(self.lead, str) else self.lead


Shows: TypeAlias = Page | Callable[[], Page | str]
"""A page; or what makes one, or the HTML of one, only when it is shown: a text is opened then."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field, the macro that shows it, and what the macro takes beside."""

    macro: str
    field: Field
    how: Mapping[str, Any]


def act(  # what differs from act to act
    about: About,
    form: CommandForm,
    page: Shows,
    command: Callable[[], Command],
    *,
    said: str | Callable[[], str] = "",
    to: str = "",
    checks: Callable[[], Check] | None = None,
    then: Callable[[], Accepted | None] = lambda: None,
    refused: Callable[[CommandRefused], str] | None = None,
    by: Actor | None = None,
) -> Answer:
    """Show the page, or ask for what was filled in and go on to the page of what it is about.

    ``command`` is made once the form is valid; it may raise ``CommandRefused`` and ``Forgotten``
    itself. ``checks``: what is read once more before it is sent; it may raise them, too. ``said``:
    told on the next page; ``to``: where that is, if elsewhere. ``then``: what follows once it was
    accepted, and is waited for. ``refused``: the page that says a refusal, if not this one.
    ``by``: who asks, if not as who came.
    """
    if request.method != "POST" or (checks and check.is_change()):
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    try:
        if checks and not check.is_checked():
            return check.page(checks())
        accepted = ask(command(), form.id, about.case, by=by)
        accepted = then() or accepted
    except Forgotten:
        form.form_errors.append(about.erased)
        return shown(about, form, page), 409
    except CommandRefused as no:
        if refused:
            return refused(no), no.status
        form.form_errors.append(no.sentence)
        return shown(about, form, page), no.status
    if told := said() if callable(said) else said:
        flash(told, "success")
    return onwards(to or about.address, accepted.after if about.waits else None)


def ask(command: Command, id_: UUID, case: UUID | None, *, by: Actor | None = None) -> Accepted:
    """Ask for a command as whoever came. Raises ``CommandRefused`` with the sentence to show."""
    by = by or current_actor()
    return commands().ask(command, by=by, command_id=id_, correlation_id=case)


def onwards(address: str, after: str | None) -> Response:
    """Go on to a page that waits until it shows what was done."""
    page, mark, part = address.partition("#")
    if after:
        page += ("&" if "?" in page else "?") + urlencode({"after": after})
    return redirect(page + mark + part, 303)


def shown(about: About, form: CommandForm, page: Shows) -> str:
    made = page() if callable(page) else page
    if isinstance(made, str):
        return made
    wanted = list(form) if made.fields is None else [form[name] for name in made.fields]
    return htmx.render(
        made.template,
        block="content",
        about=about,
        form=form,
        page=made,
        fields=[one for field_ in wanted if (one := how_shown(field_))],
        sends_files=any(isinstance(one, FileField) for one in form),
        **made.given,
    )


_MACROS: Sequence[tuple[type[Field], str]] = (  # the first that a field is one of
    (Choice, "choice"),
    (RadioField, "radios"),
    (SelectMultipleField, "checkboxes"),
    (SelectField, "select"),
    (BooleanField, "checkbox"),
    (DateField, "date"),
    (TextAreaField, "textarea"),
    (MomentField, "moment"),
    (StringField, "text"),
)


def how_shown(field_: Field) -> Shown | None:
    """Return how a field is shown; None for what is hidden, or shown by the area's own template.

    A field's ``description`` is its hint, its ``render_kw`` what its macro takes beside.
    """
    if field_.type in ("HiddenField", "CSRFTokenField"):
        return None
    macro = next((macro for kind, macro in _MACROS if isinstance(field_, kind)), None)
    if macro is None:
        return None
    how: dict[str, Any] = {"hint": field_.description or None, **(field_.render_kw or {})}
    if macro == "textarea" and field_.flags.maxlength:
        how.setdefault("max", field_.flags.maxlength)
    return Shown(macro, field_, how)
