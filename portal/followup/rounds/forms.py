"""The forms of follow-up rounds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Regexp, ValidationError

from portal.followup.recommendations.wishing import wish_field
from portal.followup.rounds import sheet, words
from portal.source.drafts.spreadsheet import Unreadable
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, said, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.reference.country_teams import team_of
from shared.reference.publication import WITHDRAWAL_REASONS
from shared.reference.rounds import LONGEST_ANSWER

_CODE, _SYMBOL, _NAME = 88, 60, 200  # characters
_IN_DAYS: Final = lazy("At most a year ahead")


class SeenForm(CommandForm):
    """``seen``: the number that the page showed, which the service compares."""

    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class OpenForm(CommandForm):
    """``offered``: the recommendations, by id. ``years``: the newest first."""

    scope = RadioField(
        lazy("What does it follow up?"),
        choices=said(words.SCOPES),
        default="state",
        validators=[InputRequired(lazy("Choose what it follows up"))],
    )
    year = SelectField(lazy("Year that the answers are about"))
    due_on = DayField(
        lazy("Last day to answer"),
        validators=[InputRequired(lazy("Enter the day"))],
        description=_IN_DAYS,
    )
    rows = SelectMultipleField(
        lazy("Which recommendations?"),
        validators=[InputRequired(lazy("Choose at least one recommendation"))],
    )

    def __init__(self, *, offered: Mapping[str, str], years: range, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows.choices = dict(offered)
        self.year.choices = {str(one): str(one) for one in years}


class DueForm(CommandForm):
    due_on = DayField(
        lazy("Last day to answer"),
        validators=[InputRequired(lazy("Enter the day"))],
        description=_IN_DAYS,
    )


class MoveForm(DueForm):
    """``seen``: the last day that the page showed, which the service compares."""

    seen = HiddenField(default="")

    @property
    def shown(self) -> date:
        try:
            return date.fromisoformat(self.seen.data or "")
        except ValueError:
            return date.min


class AskForm(CommandForm):
    """``state``: whose country team can be asked."""

    kind = RadioField(
        lazy("Whom do you ask?"),
        choices=lambda: {code: str(words.KINDS[code]) for code in ("nhri", "ngo", "unct")},
        validators=[InputRequired(lazy("Choose whom you ask"))],
    )
    organisation_id = line(
        lazy("Code of the organisation"),
        hint=lazy("A country team needs none: it is that of the State."),
        most=_CODE,
    )
    remind = BooleanField(
        lazy("It may be reminded"),
        default=True,
        description=lazy("Leave it out where the organisation wishes not to be contacted."),
    )

    def __init__(self, *, state: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._state = state

    @property
    def code(self) -> str:
        team = self.kind.data == "unct"
        return team_of(self._state) if team else self.organisation_id.data or ""

    def validate_organisation_id(self, field: Any) -> None:
        if self.kind.data == "unct":
            return
        InputRequired(lazy("Enter the code of the organisation"))(self, field)
        Regexp(r"^[A-Za-z0-9._-]+$", message=lazy("Use letters, digits, dots and dashes only"))(
            self, field
        )


class SituationForm(CommandForm):
    text = long(
        lazy("Situation at the time"),
        lazy("Describe the situation"),
        lazy("Everybody who was asked reads it, and everybody once the table is published."),
        most=LONGEST_ANSWER,
        rows=6,
    )


class AnswerForm(SeenForm):
    """``wishes``: whether the provider says what may become of it; a Government does not."""

    text = long(
        lazy("Steps taken since then"),
        hint=lazy("Leave it empty to say nothing on this recommendation. Name no victim."),
        most=LONGEST_ANSWER,
        rows=10,
    )
    wish = wish_field(
        lazy(
            "The Government reads what may be published first, with your name if you let it stand."
        ),
        usual="publish",
    )

    def __init__(self, *, wishes: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not wishes:
            del self.wish

    @property
    def wished(self) -> Any:
        return self.wish.data if "wish" in self else "publish"


class SheetForm(SeenForm):
    """``rows``: those that may be answered; ``gone``: the answers to others of the round.

    ``filled``: what was read, once the form is valid.
    """

    file = FileField(lazy("The sheet, as XLSX, ODS or CSV"))
    filled: Sequence[sheet.Filled] = ()

    def __init__(
        self,
        *,
        rows: Sequence[str],
        gone: Mapping[str, str],
        origin: sheet.Origin,
        wishes: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._rows, self._origin = rows, origin
        self._how: dict[str, Any] = {"wishes": wishes, "gone": gone}

    def validate_file(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose a file"))
        try:
            content = field.data.read()
            self.filled = sheet.read(content, self._rows, self._origin, **self._how)
        except Unreadable as no:
            raise ValidationError(str(no)) from None


class SubmitForm(SeenForm):
    """``named``: whether an answer may be shown with a name."""

    name = line(
        lazy("Name to show beside your answers"),
        lazy("Enter the name to show"),
        lazy("Only beside what you let be published with your name."),
        most=_NAME,
    )

    def __init__(self, *, named: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not named:
            del self.name

    @property
    def shown_name(self) -> str | None:
        return self.name.data if "name" in self else None


class SendForm(SeenForm):
    due_on = DayField(
        lazy("Last day for comments of the State"),
        validators=[InputRequired(lazy("Enter the day"))],
        description=_IN_DAYS,
    )


class CommentForm(SeenForm):
    text = long(
        lazy("Comments of your Government"), lazy("Enter the comments"), most=LONGEST_ANSWER, rows=8
    )


class CompileForm(CommandForm):
    """``answers``: the ids of all that the page showed, which the service compares.

    ``offered``: what may be left out of this version, by id.
    """

    answers = HiddenField(default="")
    left_out = SelectMultipleField(
        lazy("Leave out (optional)"),
        description=lazy("The State and the public do not read it. Its provider is not told."),
    )

    def __init__(self, *, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.left_out.choices = dict(offered)

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple((self.answers.data or "").split())


class PublishForm(SeenForm):
    symbol = line(
        lazy("Symbol of the document (optional)"),
        hint=lazy("Such as A/HRC/64/52/Add.3"),
        most=_SYMBOL,
    )


class TakeBackForm(SeenForm):
    reason = RadioField(
        lazy("Why is it taken back?"),
        choices=names.listed(WITHDRAWAL_REASONS),
        validators=[InputRequired(lazy("Choose why it is taken back"))],
    )
