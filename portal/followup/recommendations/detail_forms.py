"""The forms of what is said of a recommendation itself: addressees, position, tags, its end."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.followup.recommendations import words
from portal.followup.recommendations.forms import SeenForm
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from shared.reference.recommending import ADDRESSEES, BY_ANOTHER, CLOSINGS, POSITIONS, TARGETS
from shared.reference.treaties import ARTICLES, TREATIES, typed

_CODED, _BETWEEN = re.compile(r"[A-Za-z0-9._-]+"), re.compile(r"[,;\u060c\u3001\uff0c\s]+")
_LONGEST, _NOTE, _SYMBOL, _CODE = 10_000, 4_000, 80, 88
_ARTICLES = 5_000  # characters: room for every article, as the page writes them


class AddresseeForm(CommandForm):
    kind = RadioField(
        lazy("What kind of addressee is it?"),
        [InputRequired(lazy("Choose what kind of addressee it is"))],
        choices=names.listed(ADDRESSEES),
    )
    name = line(
        lazy("Name of the body"),
        lazy("Enter its name"),
        lazy("Whoever may read the recommendation reads it. Name no person."),
    )
    organisation_id = line(
        lazy("Code of the organisation, if it uses the portal"),
        hint=lazy("It can then read the recommendation and add information on it."),
        most=_CODE,
    )
    team = BooleanField(
        lazy("It is the United Nations country team of this State"),
        description=lazy(
            "The United Nations partners of this State can then read the recommendation and add "
            "information on it."
        ),
    )
    lead = BooleanField(
        lazy("It leads the implementation"),
        description=lazy("A national human rights institution leads only once it accepts."),
    )

    def validate_organisation_id(self, field: Field) -> None:
        if field.data and not _CODED.fullmatch(field.data):
            raise ValidationError(gettext("Use letters, digits, dots and dashes only"))
        if field.data and self.team.data:
            raise ValidationError(gettext("The country team has no code here: leave this empty"))

    def validate_kind(self, field: Field) -> None:
        if self.team.data and field.data != "un":
            raise ValidationError(gettext("The country team is of the United Nations"))


class ProposedForm(CommandForm):
    kind = RadioField(
        lazy("What kind of addressee is it?"),
        [InputRequired(lazy("Choose what kind of addressee it is"))],
        choices=names.listed(ADDRESSEES),
    )
    name = line(
        lazy("Name of the body"),
        lazy("Enter its name"),
        lazy("Those who work for the mandate read it, and nobody else. Name no person."),
    )
    reason: TextAreaField = long(
        lazy("Why should it be an addressee?"),
        lazy("Enter the reason"),
        lazy("Those who work for the mandate read it, and nobody else. Name no person."),
        most=_NOTE,
        rows=4,
    )


class DeclineProposedForm(CommandForm):
    reason: TextAreaField = long(
        lazy("Why is it declined?"),
        lazy("Enter the reason"),
        lazy("Whoever proposed it reads it, and nobody else outside the mandate. Name no source."),
        most=_NOTE,
        rows=4,
    )


class LeadForm(CommandForm):
    accepts = RadioField(
        lazy("Does your institution lead the implementation?"),
        [InputRequired(lazy("Choose yes or no"))],
        choices=said({"yes": lazy("Yes"), "no": lazy("No")}),
    )


class PositionForm(CommandForm):
    position = RadioField(
        lazy("What does the Government say of it?"),
        [InputRequired(lazy("Choose the position"))],
        choices=names.listed(POSITIONS),
    )
    note = long(
        lazy("In its own words"),
        hint=lazy("Only the Government and those who work for the mandate read it."),
        most=_NOTE,
        rows=5,
    )

    def validate_note(self, field: Field) -> None:
        if self.position.data == "partly" and not field.data:
            raise ValidationError(gettext("Say which part is accepted"))


class TagForm(CommandForm):
    """``seen``: the tags that it had when the page was shown (decision 0063)."""

    seen = HiddenField(default="")
    themes = SelectMultipleField(lazy("Themes"), choices=lambda: words.choices("theme"))
    persons = SelectMultipleField(lazy("Persons affected"), choices=lambda: words.choices("person"))
    targets = line(
        lazy("Targets of the Sustainable Development Goals"),
        hint=lazy("Such as 16.3, 5.2: with commas between them"),
    )
    articles = line(lazy("Articles of treaties"), most=_ARTICLES)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.articles.description = gettext(
            "Such as ICCPR 7, CAT 2, or CRC for the whole of a treaty, with commas between them. "
            "The treaties: %(treaties)s",
            treaties=listed(one.short for one in TREATIES.values()),
        )

    def validate_articles(self, _: Field) -> None:
        unknown = [one for one in self.of_treaties if one not in ARTICLES]
        if unknown:
            raise ValidationError(gettext("There is no article %(article)s", article=unknown[0]))

    def validate_targets(self, _: Field) -> None:
        unknown = [one for one in self.chosen if one not in TARGETS]
        if unknown:
            raise ValidationError(gettext("There is no target %(target)s", target=unknown[0]))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The targets, with small letters as the list has them."""
        several = _BETWEEN.split(self.targets.data or "")
        return tuple(one.strip().lower() for one in several if one.strip())

    @property
    def of_treaties(self) -> tuple[str, ...]:
        return typed(self.articles.data or "")


class ParticularsForm(SeenForm):
    title = line(
        lazy("Short title"),
        hint=lazy("In words of your own. Whoever may read the recommendation reads it."),
    )
    section = line(
        lazy("Heading of its section"), hint=lazy("As the report or the letter has it."), most=300
    )
    language = SelectField(lazy("Language in which it was issued"), [Optional()])
    time_frame = SelectField(lazy("Time that its text gives"), [Optional()])
    target = DayField(lazy("Day by which its text asks for it"), [Optional()])
    type = SelectField(lazy("What the text is"), default="recommendation")
    source_kind = SelectField(
        lazy("In what it was issued"),
        [Optional()],
        description=lazy(
            "If you say nothing, others read it of a report on a visit alone, and your mandate of "
            "a letter too."
        ),
    )

    def __init__(self, *, own: bool, **kwargs: Any) -> None:
        """``own``: it is a text of the mandate's own, and of no other mechanism."""
        super().__init__(**kwargs)
        self.type.choices = words.types()
        self.source_kind.choices = {"": gettext("Not said"), **words.source_kinds()}
        if not own:
            del self.type, self.source_kind
        self.language.choices = {"": gettext("Not said"), **words.languages()}
        self.time_frame.choices = {"": gettext("None"), **words.time_frames()}

    def say(self, type_: str, source_kind: str | None) -> None:
        if "type" in self:
            self.type.data, self.source_kind.data = type_, source_kind or ""

    @property
    def of_own(self) -> dict[str, Any]:
        """What is said of a text of the mandate's own alone."""
        if "type" not in self:
            return {}
        return {"type": self.type.data, "source_kind": self.source_kind.data or None}


class SuggestionsForm(CommandForm):
    """``offered``: what its words suggest, by kind and code. ``seen``: the tags that it had."""

    seen = HiddenField(default="")
    right = SelectMultipleField(lazy("Which of these is it about?"))
    wrong = SelectMultipleField(
        lazy("Which of these is it not about?"),
        description=lazy("They are not suggested again. What you choose in neither list waits."),
    )

    def __init__(self, *, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.right.choices = self.wrong.choices = dict(offered)

    def validate_wrong(self, field: Field) -> None:
        if not self.right.data and not field.data:
            raise ValidationError(gettext("Choose at least one"))
        if set(self.right.data or ()) & set(field.data or ()):
            raise ValidationError(gettext("Choose each in one of the two lists only"))


class RepeatForm(CommandForm):
    """``others``: those to the same State, by id."""

    repeats = SelectField(
        lazy("Which recommendation does it repeat?"),
        [InputRequired(lazy("Choose the recommendation"))],
    )

    def __init__(self, *, others: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.repeats.choices = {"": gettext("Choose"), **others}


class CorrectForm(SeenForm):
    symbol = line(
        lazy("Symbol of the corrigendum"),
        lazy("Enter the symbol of the corrigendum"),
        lazy("Such as A/HRC/40/59/Corr.1"),
        most=_SYMBOL,
    )
    text = long(lazy("Corrected text"), lazy("Enter the corrected text"), most=_LONGEST, rows=8)


class CloseForm(SeenForm):
    """``others``: what can stand in its place, by id."""

    reason = RadioField(
        lazy("Why is it closed?"),
        [InputRequired(lazy("Choose the reason"))],
        choices=names.listed(CLOSINGS),
    )
    instead = SelectField(lazy("What stands in its place?"), [Optional()])
    note = long(
        lazy("Note"),
        hint=lazy("Only those who work for the mandate read it."),
        most=_NOTE,
        rows=4,
    )

    def __init__(self, *, others: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.instead.choices = {"": gettext("Nothing"), **others}

    def validate_reason(self, field: Field) -> None:
        if (field.data in BY_ANOTHER) != bool(self.instead.data):
            raise ValidationError(
                gettext("Choose what stands in its place where the reason says that something does")
            )


class ReopenForm(SeenForm):
    reason: TextAreaField = long(
        lazy("Why is it reopened?"),
        lazy("Enter the reason"),
        lazy("Only those who work for the mandate read it."),
        most=_NOTE,
        rows=4,
    )


class WithholdForm(CommandForm):
    reason: TextAreaField = long(
        lazy("Why is it withheld?"),
        lazy("Enter the reason"),
        lazy("Only those who work for the mandate read it."),
        most=_NOTE,
        rows=4,
    )
    for_provider: TextAreaField = long(
        lazy("What do you say to its provider?"),
        hint=lazy("Its provider reads it, and nobody else outside the mandate. Name no source."),
        most=_NOTE,
        rows=4,
    )


class LetGoForm(SeenForm):
    reason: TextAreaField = long(
        lazy("Why is it let go?"),
        lazy("Enter the reason"),
        lazy("Only those who work for the mandate read it."),
        most=_NOTE,
        rows=4,
    )
