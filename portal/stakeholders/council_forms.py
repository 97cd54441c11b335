"""The Chief's forms for what the Council decides about a mandate."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)

from portal.stakeholders.words import OPEN
from portal.web.forms import CommandForm, DayField, given, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared.contracts.stakeholders_registry import Custody, Open, Resolution, Votes

_TITLE = 300  # characters
_NUMBER = Regexp(r"[1-9]\d{0,2}$", message=lazy("Enter a number from 1 to 999"))
_VOTES = re.compile(r"(\d{1,3})\D+(\d{1,3})\D+(\d{1,3})$")
RECORD: Final = "record"
"""Open work that goes to no mandate."""


class ActForm(CommandForm):
    """The resolution, which every act has."""

    symbol = StringField(
        lazy("Symbol of the resolution"),
        description=lazy("Such as A/HRC/RES/58/13."),
        filters=[tidy],
        validators=[DataRequired(lazy("Enter the symbol")), Length(max=60)],
    )
    adopted_on = DayField(
        lazy("Day on which the Council decided"), validators=[InputRequired(lazy("Enter the day"))]
    )
    paragraph = StringField(
        lazy("Paragraph that decides this"), filters=[tidy], validators=[Optional(), _NUMBER]
    )
    months = StringField(lazy("Period in months"), filters=[tidy], validators=[Optional(), _NUMBER])
    votes = StringField(
        lazy("Votes"),
        description=lazy(
            "For, against and abstained, such as 25, 18, 4. Leave it empty if there was no vote."
        ),
        filters=[tidy],
    )

    def validate_votes(self, field: Field) -> None:
        if field.data and not _VOTES.match(field.data):
            raise ValidationError(gettext("Enter three numbers, such as 25, 18, 4"))

    @property
    def resolution(self) -> Resolution:
        """Only after ``validate()``."""
        counted = _VOTES.match(self.votes.data or "")
        return Resolution(
            symbol=self.symbol.data or "",
            adopted_on=given(self.adopted_on),
            paragraph=_whole(self.paragraph.data),
            months=_whole(self.months.data),
            votes=Votes(yes=int(counted[1]), no=int(counted[2]), abstained=int(counted[3]))
            if counted
            else None,
        )

    def offer(self, mandate: str) -> None:
        """Offer what there is to choose from for this mandate."""


class LastsForm(ActForm):
    until = DayField(
        lazy("Last day of the mandate"),
        description=lazy("Leave it empty if the Council set no end."),
        validators=[Optional()],
    )

    @property
    def lasts_until(self) -> date | None:
        last: date | None = self.until.data
        return last


class TitleForm(ActForm):
    en = StringField(
        lazy("Title in English"),
        filters=[tidy],
        validators=[DataRequired(lazy("Enter the title in English")), Length(max=_TITLE)],
    )
    fr = StringField(lazy("Title in French"), filters=[tidy], validators=[Length(max=_TITLE)])
    es = StringField(lazy("Title in Spanish"), filters=[tidy], validators=[Length(max=_TITLE)])
    ru = StringField(lazy("Title in Russian"), filters=[tidy], validators=[Length(max=_TITLE)])
    ar = StringField(lazy("Title in Arabic"), filters=[tidy], validators=[Length(max=_TITLE)])
    zh = StringField(lazy("Title in Chinese"), filters=[tidy], validators=[Length(max=_TITLE)])
    perhaps = SelectField(
        lazy("Does the title name the theme of another mandate too?"),
        description=lazy("Nothing is merged by this. The desk shows that a merger is to confirm."),
    )

    def offer(self, mandate: str) -> None:
        self.perhaps.choices = {"": pgettext("another mandate", "No"), **_others(mandate)}

    @property
    def titles(self) -> Mapping[str, str]:
        every = {code: self[code].data for code in ("en", "fr", "es", "ru", "ar", "zh")}
        return {code: title for code, title in every.items() if title}


class EndingForm(ActForm):
    """SC3: where each kind of open work goes."""

    ended_on = DayField(
        lazy("Last day of the mandate"), validators=[InputRequired(lazy("Enter the last day"))]
    )
    letters = SelectField(
        OPEN["letters"], validators=[DataRequired(lazy("Choose for the letters"))]
    )
    reply_cases = SelectField(
        OPEN["reply-cases"], validators=[DataRequired(lazy("Choose for the reply cases"))]
    )
    visits = SelectField(OPEN["visits"], validators=[DataRequired(lazy("Choose for the visits"))])
    recommendations = SelectField(
        OPEN["recommendations"], validators=[DataRequired(lazy("Choose for the recommendations"))]
    )

    def offer(self, mandate: str) -> None:
        to = {
            "": gettext("Choose where they go"),
            RECORD: gettext("They stay as a record"),
            **_others(mandate),
        }
        for kind in OPEN:
            self[_field(kind)].choices = to

    @property
    def custody(self) -> tuple[Custody, ...]:
        kinds: tuple[Open, ...] = ("letters", "reply-cases", "visits", "recommendations")
        return tuple(Custody(kind=kind, to=_to(self[_field(kind)].data)) for kind in kinds)


class MergerForm(EndingForm):
    into = SelectField(
        lazy("Merged into"), validators=[DataRequired(lazy("Choose the other mandate"))]
    )

    def offer(self, mandate: str) -> None:
        super().offer(mandate)
        self.into.choices = {"": gettext("Choose a mandate"), **_others(mandate)}


class ClusterForm(ActForm):
    beside = SelectMultipleField(
        lazy("Dialogue together with"),
        description=lazy("Each mandate stays itself. Choose none to hold its dialogue alone."),
    )

    def offer(self, mandate: str) -> None:
        self.beside.choices = _others(mandate)


def _others(mandate: str) -> dict[str, str]:
    return {code: name for code, name in names.mandates().items() if code != mandate}


def _field(kind: str) -> str:
    return kind.replace("-", "_")


def _to(chosen: Any) -> str | None:
    return None if chosen == RECORD else str(chosen)


def _whole(typed: str | None) -> int | None:
    return int(typed) if typed else None
