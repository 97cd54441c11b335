"""The forms of a text that several mandates approve: of its exact wording, of changes to it."""

from typing import TypeVar

from wtforms import HiddenField
from wtforms import TextAreaField as Lines
from wtforms.validators import DataRequired, Length, ValidationError

from portal.letters.approval.text import ApprovedText, S
from portal.web.forms import CommandForm, at_most, tidy
from portal.web.i18n.texts import lazy

LONGEST_NOTE = 5_000
_DAMAGED = lazy("This form is damaged. Open the page again")
_DIGITS = 6


def lines(
    label: str, *, missing: str, longest: int = LONGEST_NOTE, rows: int = 5, hint: str = ""
) -> Lines:
    return Lines(
        label,
        [
            DataRequired(missing),
            Length(max=longest, message=at_most(longest)),
        ],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
    )


class ExactForm(CommandForm):
    """A decision about the wording that was on the page, for one mandate where it is one's."""

    mandate = HiddenField()
    version = HiddenField()
    content_hash = HiddenField()
    back = HiddenField()

    def validate_version(self, field: HiddenField) -> None:
        typed = field.data or ""
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
            raise ValidationError(_DAMAGED)

    @property
    def number(self) -> int:
        """The version. Only after ``validate()``."""
        return int(self.version.data or "")

    def numbered(self, n: int) -> None:
        """Make the fields' ids this form's own, where a page has several of them."""
        for field in self:
            field.id = f"{field.id}-{n}"
            if field.label.field_id:
                field.label.field_id = field.id


class ChangesForm(ExactForm):
    note = lines(lazy("What should change?"), missing=lazy("Say what should change"))


F = TypeVar("F", bound=ExactForm)


def exact(kind: type[F], text: ApprovedText[S], mandate: str = "", *, back: str = "") -> F:
    """Return a form about the present wording."""
    return kind(
        formdata=None,
        mandate=mandate,
        version=str(text.version),
        content_hash=text.content_hash,
        back=back,
    )
