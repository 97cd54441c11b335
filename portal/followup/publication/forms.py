"""The forms of publication: redact, decide, take back."""

from datetime import date, datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.followup.publication.rendition import Place, occurrences
from portal.web.context import now
from portal.web.forms import Choice, CommandForm, DayField, at_most, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.core.geneva import end_of
from shared.reference import mandate_acronym
from shared.reference.publication import REDACTION_REASONS, WITHDRAWAL_REASONS

_LONGEST_REASON = 2_000
_LONGEST_PHRASE = 300
_DIGITS = 7


class RedactForm(CommandForm):
    """The marked places: ticked sentences, every occurrence of a phrase, or a selection."""

    phrase = StringField(
        lazy("Words to redact wherever they stand"),
        [Length(max=_LONGEST_PHRASE, message=at_most(_LONGEST_PHRASE))],
        filters=[tidy],
    )
    start = HiddenField()
    end = HiddenField()
    form = RadioField(
        lazy("What stands in their place"),
        [InputRequired(lazy("Choose what stands in their place"))],
        choices=said({"removed": lazy("The mark [redacted]"), "initials": lazy("The initials")}),
        default="removed",
    )
    reason = SelectField(
        lazy("Reason"),
        [InputRequired(lazy("Choose the reason"))],
        choices=lambda: {"": gettext("Choose a reason"), **names.listed(REDACTION_REASONS)()},
    )

    def places(self, text: str, sentences: list[str]) -> list[Place]:
        """Return the marked places in the text; ``sentences`` are the ticked ones, as "0-120"."""
        initials = self.form.data == "initials"
        found = occurrences(text, self.phrase.data or "")
        found += [one for value in sentences if (one := span(value, text))]
        selected = span(f"{self.start.data}-{self.end.data}", text)
        return [
            Place(one.start, one.end, initials)
            for one in dict.fromkeys([*found, *([selected] if selected else [])])
        ]


def span(value: str, text: str) -> Place | None:
    """Return the place that "12-30" means in the text, if there is one."""
    start, _, end = value.partition("-")
    if not all(one.isascii() and one.isdecimal() and len(one) <= _DIGITS for one in (start, end)):
        return None
    place = Place(int(start), int(end))
    return place if place.start < place.end <= len(text) else None


def _text(label: str, missing: str) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(missing),
            Length(max=_LONGEST_REASON, message=at_most(_LONGEST_REASON)),
        ],
        filters=[tidy],
        render_kw={"rows": 4},
    )


class HolderForm(CommandForm):
    """A decision of a mandate-holder. ``mandates``: those held that signed the letter."""

    mandate = Choice(lazy("Mandate"), [InputRequired(lazy("Choose the mandate"))])
    reason = _text(lazy("Reason"), lazy("Give the reason"))

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})


class EmbargoForm(HolderForm):
    what = RadioField(
        lazy("What do you decide?"),
        [InputRequired(lazy("Choose what you decide"))],
        choices=said(
            {
                "later": lazy("The embargo ends later"),
                "early": lazy("The letter may be public at once"),
            }
        ),
        render_kw={
            "hints": {
                "later": lazy("The date by which the reply is due stays as it is."),
                "early": lazy(
                    "It takes the decision of every mandate that signed, and an approved redacted "
                    "text."
                ),
            }
        },
    )
    until = DayField(
        lazy("Last day of the embargo"),
        [Optional()],
        description=lazy("Only if the embargo ends later"),
    )

    def __init__(self, *, latest: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.latest = latest

    def validate_until(self, field: DateField) -> None:
        if self.what.data != "later":
            return
        if field.data is None or field.data <= self.latest:
            raise ValidationError(gettext("Enter a day after %(day)s", day=day(self.latest)))

    @property
    def embargo_until(self) -> datetime:
        """The last moment of that day in Geneva. Only after ``validate()``."""
        on = self.until.data
        assert on is not None  # noqa: S101  # it was asked for
        return end_of(on, like=now())


class ApproveForm(CommandForm):
    """``redactions``: those that the shown rendition was made with.

    ``doubtful``: it has places that somebody has to look at first.
    """

    redactions = HiddenField()
    looked = BooleanField(
        lazy("I looked at each of these places: it is about somebody else, or tells nobody")
    )

    def __init__(self, *, doubtful: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.doubtful = doubtful

    def validate_looked(self, field: BooleanField) -> None:
        if self.doubtful and not field.data:
            raise ValidationError(lazy("Look at these places, and tick that you did"))


class WithdrawForm(CommandForm):
    reason = RadioField(
        lazy("Why is it taken back?"),
        [InputRequired(lazy("Choose why it is taken back"))],
        choices=names.listed(WITHDRAWAL_REASONS),
    )
    note = _text(lazy("Note for those who work on the case"), lazy("Write a note"))
