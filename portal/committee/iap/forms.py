"""The forms of the internal advisory procedure. No text may name a case (SD10)."""

from collections.abc import Mapping

from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from portal.committee.iap import words
from portal.web.caseless import NO_CASE, without_case
from portal.web.fields import long
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import gettext, lazy

_LONG, _SHORT = 20_000, 4_000  # characters


class AskForm(CommandForm):
    mandate = SelectField(lazy("Which mandate is it about?"))
    papers = long(
        lazy("What is it about?"), lazy("Enter what it is about"), NO_CASE, most=_LONG, rows=12
    )

    def offer(self, mandates: Mapping[str, str]) -> None:
        self.mandate.choices = {"": gettext("No mandate alone"), **mandates}

    def validate_papers(self, field: Field) -> None:
        without_case(self, field)


class StepForm(CommandForm):
    step = HiddenField(default="0")


class CategoriseForm(StepForm):
    category = RadioField(
        lazy("Category"),
        choices=said(words.CATEGORIES),
        validators=[InputRequired(lazy("Choose the category"))],
    )


class TextForm(StepForm):
    """A step with a text, about no case."""

    text = long(lazy("Text"), lazy("Enter the text"), NO_CASE, most=_LONG, rows=10)

    def validate_text(self, field: Field) -> None:
        without_case(self, field)


class CommentForm(CommandForm):
    invitation = HiddenField(default="0")
    comment = long(lazy("Your comment"), lazy("Enter your comment"), NO_CASE, most=_SHORT, rows=10)

    def validate_comment(self, field: Field) -> None:
        without_case(self, field)


class RefuseForm(StepForm):
    """``erased`` is offered where it is so."""

    code = RadioField(
        lazy("Why is it not taken up?"),
        choices=said(words.REFUSED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )

    def offer(self, *, erased: bool) -> None:
        some = {code: word for code, word in words.REFUSED.items() if erased or code != "erased"}
        self.code.choices = said(some)()
