"""Invitations of guests: how somebody is invited to a meeting or a situation, and no more.

No address is typed, which would tell whether it has an account (decision 0200).
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from werkzeug.exceptions import NotFound
from wtforms import SelectField
from wtforms.validators import InputRequired

from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.contracts.commands import Command

Guests: TypeAlias = Mapping[str, str]
"""Each account that is invited, in order, and what it is called."""


class GuestForm(CommandForm):
    guest_id = SelectField(lazy("Guest"), validators=[InputRequired(lazy("Choose the guest"))])


def invite(
    about: About,
    offered: Mapping[str, str],
    there: Collection[str],
    command: Callable[[str], Command],
    *,
    reads: str,
    nobody: str = "",
) -> Answer:
    """Choose one of ``offered`` who is not there yet. ``nobody``: said where none is left."""
    form = GuestForm()
    left = {key: name for key, name in offered.items() if key not in there or form.is_submitted()}
    form.guest_id.choices = {"": _("Choose somebody"), **left}
    return act(
        about,
        form,
        Page(
            heading=_("Invite a guest"),
            button=_("Continue"),
            lead=[reads, *([nobody] if nobody and not left else [])],
        ),
        lambda: command(form.guest_id.data or ""),
        checks=lambda: Check(
            title=_("Check this invitation"),
            lead=reads,
            button=_("Invite the guest"),
            answers=answers(form.guest_id),
        ),
        said=_("The guest is invited."),
    )


def withdraw(
    about: About, name: str | None, command: Command, *, told: str, more: str = ""
) -> Answer:
    """Withdraw the invitation of a guest. ``name``: None for who is no guest."""
    form = CommandForm()
    if name is None and not form.is_submitted():
        raise NotFound
    return act(
        about,
        form,
        Page(
            heading=_("Withdraw this invitation?"),
            lead=[each for each in (name, told, more) if each],
            button=_("Withdraw the invitation"),
            leave=_("Leave it as it is"),
            tone="warning",
        ),
        lambda: command,
        said=_("The invitation is withdrawn."),
    )


def called(ids: Collection[str], names: Mapping[str, str]) -> Guests:
    """Return what each is called, who may have no account any more."""
    return {each: names.get(each) or _("No account any more") for each in ids}
