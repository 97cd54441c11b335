"""The form for reporting a problem with the platform, and nothing about a case."""

from collections.abc import Mapping
from types import MappingProxyType

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n.texts import lazy

LONGEST = 500

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "public": lazy("A public page, such as the register or a vacancy"),
        "sign-in": lazy("Signing in, or a second step"),
        "form": lazy("The form for information"),
        "return": lazy("The return channel, with its code"),
        "list": lazy("A list of work"),
        "letter": lazy("A letter, a statement or their approval"),
        "reply": lazy("A reply or a recommendation"),
        "selection": lazy("A selection or an application"),
        "other": lazy("Another page"),
    }
)
WHAT: Mapping[str, str] = MappingProxyType(
    {
        "error": lazy("I got an error"),
        "lost": lazy("What I typed was lost"),
        "slow": lazy("It is slow, or nothing happens"),
        "words": lazy("I do not understand what it says"),
        "access": lazy("I cannot use it with my device or my assistive technology"),
        "wrong": lazy("It shows something wrong"),
        "other": lazy("Something else"),
    }
)


class ProblemForm(CommandForm):
    page = SelectField(
        lazy("On what kind of page?"),
        [InputRequired(lazy("Choose the kind of page"))],
        choices=said({"": lazy("Choose one"), **PAGES}),
    )
    what = RadioField(
        lazy("What happened?"), [InputRequired(lazy("Choose what happened"))], choices=said(WHAT)
    )
    text = TextAreaField(
        lazy("In your words (optional)"),
        [Length(max=LONGEST, message=lazy("Use at most %(most)s characters", most=LONGEST))],
        filters=[tidy],
    )
    named = BooleanField(lazy("Keep my name with this report"))
