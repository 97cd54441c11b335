"""The forms of report deadlines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.committee.reports import words
from portal.committee.reports.queries import Report, Session
from portal.committee.reports.said import BODIES, KINDS
from portal.web.fields import NumberField, line
from portal.web.forms import CommandForm, DayField, said, shown_day, shown_number
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from shared.contracts.stakeholders_report_deadlines import Weeks
from shared.reference.report_deadlines import ABOUT_A_STATE, CHAIN, MOST_WEEKS

_MOST_WORDS = 99_999
_MOST_SESSIONS = 999


class _Number(NumberField):
    optional = True


def _choose(some: dict[str, str]) -> dict[str, str]:
    return {"": gettext("Choose"), **some}


class _InSessionForm(CommandForm):
    session = SelectField(lazy("Session"), validators=[InputRequired(lazy("Choose the session"))])

    def offer_sessions(self, some: Sequence[Session]) -> None:
        self.session.choices = _choose({one.session_id: words.session(one) for one in some})


class _SlotForm(CommandForm):
    slot = DayField(
        lazy("Submission slot"),
        validators=[Optional()],
        description=lazy("Leave it empty to count back from the session."),
    )


class PlanForm(_InSessionForm, _SlotForm):
    mandate = SelectField(lazy("Mandate"), validators=[InputRequired(lazy("Choose the mandate"))])
    kind = RadioField(
        lazy("Kind of report"),
        choices=said(KINDS),
        validators=[InputRequired(lazy("Choose the kind of report"))],
    )
    state = SelectField(
        lazy("State"),
        description=lazy("Of a visit, of a follow-up to one, or whose observations they are."),
    )
    resolution = line(
        lazy("Resolution that asks for it"),
        lazy("Enter the symbol of the resolution"),
        lazy("For example A/HRC/RES/58/13."),
    )
    word_limit = _Number(lazy("Word limit"), least=1, most=_MOST_WORDS)

    def offer(self, mandates: dict[str, str], states: dict[str, str]) -> None:
        self.mandate.choices = mandates if len(mandates) == 1 else _choose(mandates)
        self.state.choices = _choose(states)

    def validate_state(self, field: Any) -> None:
        if not field.data and self.kind.data in ABOUT_A_STATE:
            raise ValidationError(gettext("Choose the State"))


class _WasForm(CommandForm):
    """``was``: where it stood, as the page showed it, which the service compares."""

    was = HiddenField()

    def show(self, one: Report) -> None:
        self.was.data = one.stands


class StageForm(_WasForm):
    stage = RadioField(
        lazy_pgettext("report", "Where does it stand?"),
        validators=[InputRequired(lazy("Choose where the report stands"))],
    )
    submitted_on = DayField(
        lazy("Day of the submission"),
        validators=[Optional()],
        description=lazy("Only if it is submitted with this step. It may be before today."),
    )

    def offer(self, one: Report) -> None:
        without = set() if one.state else {"state"}
        if one.submitted:
            del self.submitted_on
        self.stage.choices = {k: str(v) for k, v in words.OPEN.items() if k not in without}


class ApproveForm(_WasForm):
    pass


class ChangeSlotForm(_SlotForm):
    was = HiddenField()

    def show(self, one: Report) -> None:
        self.slot.data = one.slot
        self.was.data = one.slot.isoformat() if one.slot else ""

    @property
    def shown(self) -> date | None:
        return shown_day(self.was.data)


class VisitForm(CommandForm):
    visit = RadioField(lazy("Visit"))
    was = HiddenField()

    def offer(self, some: dict[str, str]) -> None:
        self.visit.choices = {**some, "": gettext("On none of these")}


class MoveForm(_InSessionForm):
    was = HiddenField()


class DelayForm(CommandForm):
    code = RadioField(
        lazy("Why is it late?"),
        choices=said(words.DELAYS),
        validators=[InputRequired(lazy("Choose a reason"))],
    )
    was = HiddenField()

    def show(self, one: Report) -> None:
        self.was.data = f"{one.next} {one.due_on}"

    @property
    def shown(self) -> tuple[str, date | None]:
        step, _, on = (self.was.data or "").partition(" ")
        return step, shown_day(on)


class PublishForm(CommandForm):
    symbol = line(
        lazy("Symbol"),
        lazy("Enter the symbol of the report"),
        lazy("For example A/HRC/58/49/Add.1."),
    )
    was = HiddenField()


class DropForm(CommandForm):
    code = RadioField(
        lazy("Why is this report dropped?"),
        choices=said(words.DROPPED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class HandOverForm(CommandForm):
    mandate = SelectField(lazy("Mandate"), validators=[InputRequired(lazy("Choose the mandate"))])
    was = HiddenField()

    def offer(self, mandates: dict[str, str], one: Report) -> None:
        others = {code: name for code, name in mandates.items() if code != one.mandate}
        self.mandate.choices = _choose(others)


class _DaysForm(CommandForm):
    starts_on = DayField(lazy("First day"), validators=[InputRequired(lazy("Enter the first day"))])
    ends_on = DayField(lazy("Last day"), validators=[InputRequired(lazy("Enter the last day"))])
    comments = NumberField(
        lazy("Weeks before it: to the State for comments"), least=0, most=MOST_WEEKS
    )
    approval = NumberField(
        lazy("Weeks before it: approval by the holder"), least=0, most=MOST_WEEKS
    )
    submission = NumberField(lazy("Weeks before it: submission"), least=0, most=MOST_WEEKS)
    publication = NumberField(lazy("Weeks before it: publication"), least=0, most=MOST_WEEKS)

    def suggest(self, weeks: Weeks = CHAIN) -> None:
        self.comments.suggest(weeks.comments)
        self.approval.suggest(weeks.approval)
        self.submission.suggest(weeks.submission)
        self.publication.suggest(weeks.publication)

    @property
    def weeks(self) -> Weeks:
        return Weeks(
            comments=self.comments.number or 0,
            approval=self.approval.number or 0,
            submission=self.submission.number or 0,
            publication=self.publication.number or 0,
        )


class _NameForm(CommandForm):
    body = RadioField(
        lazy("Body"),
        choices=said(BODIES),
        validators=[InputRequired(lazy("Choose the Council or the Assembly"))],
    )
    number = NumberField(lazy("Number of the session"), least=1, most=_MOST_SESSIONS)


class SessionForm(_NameForm, _DaysForm):
    pass


class CorrectSessionForm(_NameForm):
    was = HiddenField()

    def show(self, one: Session) -> None:
        self.body.data = one.body
        self.number.suggest(one.number)
        self.was.data = f"{one.body} {one.number}"

    @property
    def shown(self) -> tuple[Any, int]:
        body, _, number = (self.was.data or "").partition(" ")
        return body, shown_number(number)


class MoveSessionForm(_DaysForm):
    was = HiddenField()

    def show(self, one: Session) -> None:
        self.starts_on.data, self.ends_on.data = one.starts_on, one.ends_on
        self.suggest(one.weeks)
        w = one.weeks
        some = (one.starts_on, one.ends_on, w.comments, w.approval, w.submission, w.publication)
        self.was.data = " ".join(map(str, some))

    @property
    def shown(self) -> tuple[date, date, Weeks]:
        parts = [*(self.was.data or "").split(" "), *[""] * 6]
        first, last = (shown_day(each) or date.min for each in parts[:2])
        comments, approval, submission, publication = map(shown_number, parts[2:6])
        weeks = Weeks(
            comments=comments, approval=approval, submission=submission, publication=publication
        )
        return first, last, weeks
