"""The form for reporting a problem with the platform, and nothing about a case."""

from collections.abc import Mapping
from types import MappingProxyType

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import CommandForm, tidy

LONGEST = 500

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "public": "A public page, such as the register or a vacancy",
        "sign-in": "Signing in, or a second step",
        "form": "The form for information",
        "return": "The return channel, with code and passphrase",
        "list": "A list of work",
        "letter": "A letter, a statement or their approval",
        "reply": "A reply or a recommendation",
        "selection": "A selection or an application",
        "other": "Another page",
    }
)
WHAT: Mapping[str, str] = MappingProxyType(
    {
        "error": "I got an error",
        "lost": "What I typed was lost",
        "slow": "It is slow, or nothing happens",
        "words": "I do not understand what it says",
        "access": "I cannot use it with my device or my assistive technology",
        "wrong": "It shows something wrong",
        "other": "Something else",
    }
)


class ProblemForm(CommandForm):
    page = SelectField(
        "On what kind of page?",
        [InputRequired("Choose the kind of page")],
        choices={"": "Choose one", **PAGES},
    )
    what = RadioField("What happened?", [InputRequired("Choose what happened")], choices=dict(WHAT))
    text = TextAreaField(
        "In your words (optional)",
        [Length(max=LONGEST, message=f"Use at most {LONGEST} characters")],
        filters=[tidy],
    )
    named = BooleanField("Keep my name with this report")
