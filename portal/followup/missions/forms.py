"""The forms of a mission: an item of its programme, a task, a step."""

from collections.abc import Mapping
from typing import cast

from flask import request
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Regexp, ValidationError

from portal.followup.missions import words
from portal.web.fields import line, long
from portal.web.forms import Choice, CommandForm, DayField, said, shown_number
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_missions import Assignee

_TEXT, _TITLE = 2_000, 300  # characters
_NO_VICTIM = lazy("Name no victim, and nobody whom the mandate meets.")
_NO_NAME = lazy("Name nobody, and write nothing of the findings.")


_time = Regexp(r"^([01]\d|2[0-3]):[0-5]\d$", message=lazy("Enter a time such as 09:30"))


class SeenForm(CommandForm):
    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


def showing(form: SeenForm, steps: int) -> None:
    """Let a form say how many steps the page showed."""
    if request.method == "GET":
        form.seen.data = str(steps)


class JoinForm(SeenForm):
    mandate = SelectField(
        lazy("Mandate that is asked"),
        validators=[InputRequired(lazy("Choose a mandate"))],
    )


class ItemForm(SeenForm):
    day = DayField(lazy("Day"), validators=[InputRequired(lazy("Enter the day"))])
    begins = line(lazy("Time at the place"), lazy("Enter the time"), lazy("Such as 09:30"), most=5)
    ends = line(lazy("Until what time?"), hint=lazy("Such as 10:30. It may stay empty."), most=5)
    kind = Choice(
        lazy("What kind of meeting is it?"),
        validators=[InputRequired(lazy("Choose what kind of meeting it is"))],
    )
    state = RadioField(
        lazy("Where does it stand?"),
        choices=said(words.ITEM_STATES),
        default="proposed",
        validators=[InputRequired(lazy("Choose where it stands"))],
    )
    text = long(
        lazy("Whom is it with?"), lazy("Enter whom the meeting is with"), most=_TEXT, rows=4
    )
    place = line(lazy("Where is it?"))
    lead = line(lazy("Who leads?"))
    interpreter = line(lazy("Who interprets?"))

    def validate_begins(self, field: StringField) -> None:
        _time(self, field)

    def validate_ends(self, field: StringField) -> None:
        if not field.data:
            return
        _time(self, field)
        if field.data <= (self.begins.data or ""):
            raise ValidationError(gettext("Enter an end that is later on the same day"))


class ConfidentialItemForm(ItemForm):
    place = line(
        lazy("Where is it?"),
        hint=lazy("Security of the United Nations reads it if it is a partner. Name nobody."),
    )
    unannounced = BooleanField(
        lazy("Nobody there is told of it before"),
        description=lazy("Such as a visit to a place of detention."),
    )


class TaskForm(SeenForm):
    now = RadioField(
        lazy("Where does it stand?"),
        choices=said({code: word for code, (word, _) in words.TASK_STATES.items()}),
        validators=[InputRequired(lazy("Choose where it stands"))],
    )


class ParticularsForm(SeenForm):
    team = long(
        words.PARTICULARS["team"],
        hint=lazy("Who comes, such as medical or forensic experts, interpreters and security."),
        most=_TEXT,
        rows=4,
    )
    places = long(
        words.PARTICULARS["places"],
        hint=lazy("No place of a confidential meeting: that is in the confidential programme."),
        most=_TEXT,
        rows=4,
    )
    languages = long(words.PARTICULARS["languages"], most=_TEXT, rows=2)
    body = long(
        words.PARTICULARS["body"],
        hint=lazy("Such as a university, and what it does or pays for."),
        most=_TEXT,
        rows=2,
    )


class TaskLineForm(SeenForm):
    """How a mission keeps a task. ``whose``: a role, or a role and an account."""

    whose = SelectField(
        lazy("Whose is it?"), validators=[InputRequired(lazy("Choose whose it is"))]
    )
    after = SelectField(lazy("Which task comes first?"))
    readers = RadioField(
        lazy("Who reads it?"),
        choices=said(words.TASK_READERS),
        default="desk",
        validators=[InputRequired(lazy("Choose who reads it"))],
    )
    note = long(lazy("Note"), hint=_NO_VICTIM, most=_TEXT, rows=3)

    def offer(self, people: Mapping[str, str], before: Mapping[str, str]) -> None:
        """``before``: the other tasks, by name."""
        self.whose.choices = {"": gettext("Choose"), **people}
        self.after.choices = {"": gettext("None"), **before}

    @property
    def assignee(self) -> Assignee:
        return cast("Assignee", self.whose.data.partition(":")[0])

    @property
    def person(self) -> str | None:
        return self.whose.data.partition(":")[2] or None

    def validate_readers(self, field: RadioField) -> None:
        if field.data == "team" and (self.whose.data or "").startswith("desk"):
            raise ValidationError(gettext("The desk officer would not read this task."))


class OwnTaskForm(TaskLineForm):
    title = line(
        lazy("What is to be done?"),
        lazy("Enter what is to be done"),
        lazy("Name no victim, and nobody whom the mandate meets."),
        most=_TITLE,
    )
    phase = RadioField(
        lazy("When is it?"),
        choices=said(words.TASK_PHASES),
        validators=[InputRequired(lazy("Choose when it is"))],
    )
    due = DayField(lazy("Due"), validators=[InputRequired(lazy("Enter the day"))])


class _FindingsForm(SeenForm):
    on = DayField(lazy("Day at the place"), validators=[InputRequired(lazy("Enter the day"))])
    office = Choice(
        lazy("Which office of the Government?"),
        validators=[InputRequired(lazy("Choose the office of the Government"))],
    )

    def offer(self) -> None:
        self.office.offer({code: str(word) for code, word in words.OFFICES.items()})


class SharedForm(_FindingsForm):
    channel = RadioField(
        lazy("How were they shared?"),
        choices=said(words.WAYS),
        validators=[InputRequired(lazy("Choose how they were shared"))],
    )
    note = long(
        lazy("Note"),
        hint=_NO_NAME,
        most=_TEXT,
        rows=3,
    )


class RefusedForm(_FindingsForm):
    note = long(
        lazy("How did it refuse?"),
        lazy("Say how the Government refused to hear them"),
        hint=_NO_NAME,
        most=_TEXT,
        rows=3,
    )


class StepForm(SeenForm):
    on = DayField(lazy("Day at the place"), validators=[InputRequired(lazy("Enter the day"))])
    note = long(
        lazy("Note"),
        hint=lazy("Such as conditions of security, or the reason. Name no victim."),
        most=_TEXT,
        rows=3,
    )
