"""The forms for decisions about a submission and for work on it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.casefile.submissions import written
from portal.desk.triage.points import Point
from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import Lazy, gettext, lazy
from shared.reference import NOT_ACTIONED, mandates
from shared.reference.triage import ANOTHER_MANDATE, REFERRALS, TAGS

_NOTE = 500
_LONGEST = 4_000
_ONLY_WITH_CONSENT = lazy("Only with every victim's consent to sharing.")
URGENCY = {"urgent": lazy("Urgent"), "ordinary": lazy("Ordinary")}
LINKS = {
    "duplicate": lazy("The same case"),
    "related": lazy("Another case that belongs with it"),
    "distinct": lazy("Not about the same"),
}
_MOST, _MOST_OF_NOTE = Lazy(lambda: number(_LONGEST)), Lazy(lambda: number(_NOTE))
_QUESTION_TOO_LONG = lazy("Shorten the question to %(most)s characters", most=_MOST)
_NOTE_TOO_LONG = lazy("Shorten the note to %(most)s characters", most=_MOST)
_REASON_TOO_LONG = lazy("Shorten what you say to %(most)s characters", most=_MOST_OF_NOTE)


class ShareForm(CommandForm):
    urgency = RadioField(
        lazy("How urgent is it?"),
        [InputRequired(lazy("Say how urgent it is"))],
        choices=said(URGENCY),
    )
    mandates = SelectMultipleField(
        lazy("Share it with"),
        choices=names.mandates,
        validate_choice=False,
    )

    def validate_mandates(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose at least one mandate to share it with"))
        if any(mandate not in mandates() for mandate in field.data):
            raise ValidationError(gettext("Choose mandates from the list"))


class AdmissibilityForm(CommandForm):
    """A box and a line for each of ``points``: see ``admissibility_form``."""

    points: ClassVar[Sequence[Point]] = ()

    @property
    def lists(self) -> dict[str | None, list[tuple[Field, Field]]]:
        """Box and line of each point, by whose it is."""
        found: dict[str | None, list[tuple[Field, Field]]] = {}
        for point, met, note in self._fields_of():
            found.setdefault(point.mandate, []).append((met, note))
        return found

    @property
    def answers(self) -> list[tuple[Point, bool, str]]:
        """Whether each point is met, and what was said to it. Only after ``validate()``."""
        return [(point, met.data, note.data or "") for point, met, note in self._fields_of()]

    def _fields_of(self) -> Iterator[tuple[Point, Field, Field]]:
        for point in self.points:
            yield point, self[f"met_{point.key}"], self[f"note_{point.key}"]


def admissibility_form(points: Sequence[Point]) -> type[AdmissibilityForm]:
    """Return the form over these points."""
    fields: dict[str, Any] = {"points": points}
    for point in points:
        fields[f"met_{point.key}"] = BooleanField(
            Markup("<bdi>{}</bdi>").format(point.said), [_ticked_or_said(point)]
        )
        fields[f"note_{point.key}"] = StringField(
            Markup('{}<span class="govuk-visually-hidden">: <bdi>{}</bdi></span>').format(
                gettext("If not, why it is admissible all the same"), point.said
            ),
            [Length(max=_NOTE, message=_REASON_TOO_LONG)],
            filters=[tidy],
        )
    return type("AdmissibilityForm", (AdmissibilityForm,), fields)


def _ticked_or_said(point: Point) -> Callable[[AdmissibilityForm, Field], None]:
    def check(form: AdmissibilityForm, field: Field) -> None:
        if not field.data and not form[f"note_{point.key}"].data:
            raise ValidationError(
                gettext(
                    "“%(point)s”: tick it, or say why it is admissible all the same",
                    point=point.said,
                )
            )

    return check


class NotActionedForm(CommandForm):
    reason = RadioField(
        lazy("Why is it not acted on?"),
        [InputRequired(lazy("Choose the reason"))],
        choices=lambda: {code: names.word(why) for code, why in NOT_ACTIONED.items()},
    )


class ReferForm(CommandForm):
    to = RadioField(
        lazy("Where do you refer it to?"),
        [InputRequired(lazy("Choose where to refer it"))],
        choices=lambda: {code: names.word(one.name) for code, one in REFERRALS.items()},
        render_kw={
            "hints": {
                "mandate": lazy("It is shared with that mandate too; those that have it keep it."),
                "treaty_body": _ONLY_WITH_CONSENT,
                "complaint_procedure": _ONLY_WITH_CONSENT,
            }
        },
    )
    mandate = SelectField(
        lazy("Which mandate?"),
        choices=lambda: {"": "", **names.mandates()},
        validate_choice=False,
        description=lazy("If you refer it to another mandate."),
    )

    def validate_mandate(self, field: Field) -> None:
        if self.to.data == ANOTHER_MANDATE and field.data not in mandates():
            raise ValidationError(gettext("Choose the mandate from the list"))

    @property
    def to_mandate(self) -> str | None:
        """Only after ``validate()``; what was chosen beside another answer counts for nothing."""
        chosen: str | None = self.mandate.data
        return chosen if self.to.data == ANOTHER_MANDATE else None


class QuestionForm(CommandForm):
    question = TextAreaField(
        lazy("Your question"),
        [
            DataRequired(lazy("Write the question")),
            Length(max=_LONGEST, message=_QUESTION_TOO_LONG),
        ],
        filters=[tidy],
    )
    language = written.field(lazy("In which language is the question?"), default=ENGLISH)


class NoteForm(CommandForm):
    note = TextAreaField(
        lazy("Internal note"),
        [
            DataRequired(lazy("Write the note")),
            Length(max=_LONGEST, message=_NOTE_TOO_LONG),
        ],
        filters=[tidy],
    )


class TagsForm(CommandForm):
    tags = SelectMultipleField(
        lazy("Tags"),
        choices=lambda: {code: names.word(tag) for code, tag in TAGS.items()},
        validate_choice=False,
    )

    def validate_tags(self, field: Field) -> None:
        if any(tag not in TAGS for tag in field.data or []):
            raise ValidationError(gettext("Choose tags from the list"))


class AssignForm(CommandForm):
    """``people``: account → name, of those who may work on it. Nobody is a choice too."""

    assignee = SelectField(lazy("Who works on it?"), validate_choice=False)

    def __init__(self, people: Mapping[str, str], **also: object) -> None:
        super().__init__(**also)
        self.people = people
        self.assignee.choices = {"": gettext("Nobody"), **people}

    def validate_assignee(self, field: Field) -> None:
        if field.data and field.data not in self.people:
            raise ValidationError(gettext("Choose somebody from the list"))


class LinkForm(CommandForm):
    kind = RadioField(
        lazy("How do they belong together?"),
        [InputRequired(lazy("Say how they belong together"))],
        choices=said(LINKS),
    )


class BareForm(CommandForm):
    """A form that is only a button."""
