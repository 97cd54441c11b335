"""The check page, on which people read their entries once more before sending them for good.

A form is sent twice: the first time leads to this page, which carries all entries; from here they
are sent for good, or the form is shown again with all entries. Nothing is stored in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import BooleanField, DateField, Field, SelectFieldBase

from portal.web import htmx
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from portal.web.presentation import day

_CHECKED = "checked"
_SEND, _CHANGE = "send", "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """``lead``: what sending does. ``also``: names and values to carry beside those entered."""

    title: str
    lead: str
    button: str
    answers: Sequence[tuple[str, str]]
    also: Sequence[tuple[str, str]] = ()


def is_change() -> bool:
    """Whether somebody goes back from this page to change what they entered."""
    return request.form.get(_CHECKED) == _CHANGE


def is_checked() -> bool:
    """Whether it is sent from this page, for good."""
    return request.form.get(_CHECKED) == _SEND


def page(check: Check) -> str:
    left_out = {_CHECKED, "csrf_token"}
    entered = [item for item in request.form.items(multi=True) if item[0] not in left_out]
    return htmx.render(
        "check.html",
        block="content",
        check=check,
        kept=[*entered, *check.also],
        action=request.full_path.rstrip("?"),
        names={"field": _CHECKED, "send": _SEND, "change": _CHANGE},
    )


def answers(*fields: Field) -> list[tuple[str, str]]:
    """Return label and value of each field, as people read them."""
    return [(field.label.text, _answer_text(field)) for field in fields]


def _answer_text(field: Any) -> str:
    if isinstance(field, BooleanField):
        return gettext("Yes") if field.data else gettext("No")
    if isinstance(field, SelectFieldBase):
        return listed(choice[1] for choice in field.iter_choices() if choice[2])
    if isinstance(field, DateField):
        return day(field.data) if field.data else ""
    return str(field.data or "")
