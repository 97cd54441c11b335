"""The forms of a recommendation: issue it, send information about it, assess it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)

from portal.followup.recommendations import words
from portal.followup.recommendations.wishing import wish_field, wishes
from portal.web.context import today
from portal.web.fields import line
from portal.web.forms import Choice, CommandForm, DayField, at_most, said, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import number as grouped
from portal.web.i18n.texts import gettext, lazy, ngettext
from shared.contracts.followup_recommendation_commands import OBSERVED
from shared.reference import EVERY_STATE, OTHER, REGIONS, mandate_acronym, recipients, states
from shared.reference.country_teams import team_of
from shared.reference.publication import WITHDRAWAL_REASONS
from shared.reference.schemes import USUAL, Scheme

LONGEST_TEXT = 10_000
LONGEST_INFORMATION = 50_000
_NAME = 200
_VERSION = re.compile(r"[0-9]{1,4}")


def _text(
    label: str, required: str, *, rows: int, longest: int = LONGEST_TEXT, hint: str = ""
) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(required),
            Length(max=longest, message=at_most(longest)),
        ],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
    )


class IssueForm(CommandForm):
    """``mandates``: those that the person holds. ``communication``: the letter it follows from."""

    communication = HiddenField()
    mandate = Choice(lazy("Mandate"), [InputRequired(lazy("Choose the mandate"))])
    addressee = SelectField(
        lazy("State"),
        [InputRequired(lazy("Choose the State"))],
        description=lazy("The State that is to implement it"),
    )
    text = _text(
        lazy("Recommendation"),
        lazy("Enter the recommendation"),
        rows=8,
        hint=lazy(
            "The Government addressed reads it at once, and everybody once you make it public. "
            "Name nobody who must stay protected."
        ),
    )

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})
        states = names.addressees(others=False)
        self.addressee.choices = {"": gettext("Choose a State"), **states}


class SeveralForm(CommandForm):
    """One text to States that are named, or are of a regional group."""

    mandate = Choice(lazy("Mandate"), [InputRequired(lazy("Choose the mandate"))])
    text = _text(
        lazy("Recommendation"),
        lazy("Enter the recommendation"),
        rows=8,
        hint=lazy(
            "Each Government addressed reads it at once, and everybody once you make it public. "
            "Name nobody who must stay protected."
        ),
    )
    every = BooleanField(
        lazy("All States, and none by name"),
        description=lazy("It is one recommendation then, and no Government is asked what it did."),
    )
    groups = SelectMultipleField(
        lazy("Regional groups"),
        choices=names.listed(REGIONS),
        description=lazy("Each member State of the group"),
    )
    states = SelectMultipleField(
        lazy("States"),
        choices=lambda: names.addressees(others=False),
        description=lazy("Beside those of the groups that you choose"),
    )

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})

    def validate_states(self, _: Field) -> None:
        if self.every.data and (self.groups.data or self.states.data):
            raise ValidationError(gettext("Choose either all States, or some of them"))
        if not self.every.data and len(self.addressees) < 2:  # noqa: PLR2004  # one has its page
            raise ValidationError(gettext("Choose at least two States, or a regional group"))

    @property
    def addressees(self) -> list[str]:
        """Return the States that are chosen, by code."""
        if self.every.data:
            return [EVERY_STATE]
        groups, named = self.groups.data or (), self.states.data or ()
        of_groups = {code for code, one in states().items() if one.group in groups}
        return sorted(recipients().keys() & {*named, *of_groups} - {OTHER})


def _offer(form: "InformForm | AssessForm", of: Mapping[str, str]) -> None:
    """Ask whose follow-up it is about, where others have one beside the Government."""
    form.addressee.choices = dict(of)
    if len(of) == 1:
        del form.addressee


class InformForm(CommandForm):
    """``of``: whose follow-up it may be about. ``own``: what the provider said before, by id.

    ``named``: its provider is not what it is by its kind alone, as a Government is.
    """

    addressee = RadioField(
        lazy("Whose follow-up is it about?"), [InputRequired(lazy("Choose the addressee"))]
    )
    corrects = SelectField(lazy("Does it correct what you said before?"), default="")
    text = _text(
        lazy("What has been done, or not"),
        lazy("Enter what you know"),
        rows=12,
        longest=LONGEST_INFORMATION,
        hint=lazy(
            "The mandate and your own organisation read it, and everybody once the mandate "
            "publishes it as you let it."
        ),
    )
    since = DayField(
        lazy("First day that it is about"),
        [Optional()],
        description=lazy("Leave it empty if you cannot say."),
    )
    until = DayField(lazy("Last day that it is about"), [Optional()])
    wish = wish_field(
        lazy("Until it is published you can take it back, or correct what you let become of it."),
        usual="holder",
    )
    name = line(
        lazy("Name to show beside it"),
        hint=lazy("Only where you let it be published with your name."),
        most=_NAME,
    )

    def __init__(
        self, *, of: Mapping[str, str], own: Mapping[str, str], named: bool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if not named:
            del self.name
            self.wish.choices = wishes(but="unnamed")
        _offer(self, of)
        self.corrects.choices = {"": gettext("No, it is new"), **own}
        if not own:
            del self.corrects

    def validate_until(self, field: Field) -> None:
        days = [one for one in (self.since.data, field.data) if one is not None]
        if days != sorted(days) or any(one > today() for one in days):
            raise ValidationError(gettext("Enter days that have come, the first before the last"))

    def validate_name(self, field: Field) -> None:
        if self.wish.data == "publish" and not field.data:
            raise ValidationError(gettext("Enter the name to show"))

    @property
    def shown_name(self) -> str | None:
        """The name that may be told; None where it may not."""
        return self.name.data if "name" in self and self.wish.data == "publish" else None

    @property
    def follow_up(self) -> str | None:
        return self.addressee.data if "addressee" in self else None

    @property
    def correction(self) -> str | None:
        return (self.corrects.data or None) if "corrects" in self else None


class AssessForm(CommandForm):
    """``scheme``: in which it is graded. ``read``: what a grade can be based on, by id."""

    scheme = HiddenField()
    addressee = RadioField(
        lazy("Whose follow-up do you assess?"), [InputRequired(lazy("Choose the addressee"))]
    )
    grade = RadioField(
        lazy("How far has it been implemented?"), [InputRequired(lazy("Choose a grade"))]
    )
    period = SelectField(lazy("Year that the grade is about"), default="")
    based_on = SelectMultipleField(lazy("What is the grade based on?"))
    rationale = _text(
        lazy("Reasons"),
        lazy("Give your reasons"),
        rows=8,
        hint=lazy(
            "Only those who work for the mandate read your reasons. Others see the grade once the "
            "recommendation is public."
        ),
    )

    def __init__(
        self,
        *,
        scheme: Scheme,
        of: Mapping[str, str],
        years: Iterable[int],
        read: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.scheme.data, self._graded_in = scheme.code, scheme
        _offer(self, of)
        self.grade.choices = {code: names.word(word) for code, word in scheme.values.items()}
        self.grade.render_kw = {"hints": _HINTS if scheme is USUAL else {}}
        self.period.choices = {"": gettext("No year"), **{str(one): str(one) for one in years}}
        self.based_on.choices = {**read, OBSERVED: gettext("What the mandate saw or was told")}

    @property
    def follow_up(self) -> str | None:
        return self.addressee.data if "addressee" in self else None

    def validate_based_on(self, field: Field) -> None:
        if not field.data and not self._graded_in.needs_no_information(self.grade.data or ""):
            raise ValidationError(
                gettext(
                    "Choose what the grade is based on, or the grade that says nothing is known"
                )
            )


_HINTS = {
    "fully": lazy("It is done: the recommendation counts as implemented."),
    "partially": lazy("Some of it is done."),
    "not": lazy("Nothing, or the contrary, is done."),
    "unknown": lazy("Nobody said anything on it, and you know nothing yourself."),
}


_WHOM: Final = {
    "organisation": lazy("An organisation or institution, by its code"),
    "team": lazy("The United Nations country team of this State"),
}


class ShareForm(CommandForm):
    """``state``: whose country team can be invited."""

    whom = RadioField(
        lazy("Whom do you invite?"),
        [InputRequired(lazy("Choose whom you invite"))],
        choices=said(_WHOM),
        default="organisation",
    )
    organisation_id = StringField(
        lazy("Code of the organisation"),
        filters=[tidy],
        validators=[
            Length(max=88, message=at_most(88)),
            Regexp(r"^[A-Za-z0-9._-]*$", message=lazy("Use letters, digits, dots and dashes only")),
        ],
    )

    def __init__(self, *, state: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._state = state
        if state == EVERY_STATE:  # no country team is of all of them
            self.whom.choices = {"organisation": str(_WHOM["organisation"])}

    @property
    def code(self) -> str:
        by_code = self.whom.data == "organisation"
        return (self.organisation_id.data or "") if by_code else team_of(self._state)

    def validate_organisation_id(self, field: Field) -> None:
        if self.whom.data == "organisation" and not field.data:
            raise ValidationError(gettext("Enter the code of the organisation"))


class UnshareForm(CommandForm):
    """``invited``: the organisations to choose from."""

    organisation_id = RadioField(
        lazy("Whose invitation is taken back?"), [InputRequired(lazy("Choose the organisation"))]
    )

    def __init__(self, *, invited: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation_id.choices = {one: words.organisation(one) for one in invited}


class WithdrawForm(CommandForm):
    reason = RadioField(
        lazy("Why is it taken back?"),
        [InputRequired(lazy("Choose why it is taken back"))],
        choices=names.listed(WITHDRAWAL_REASONS),
    )
    note = _text(lazy("Note for those who work on it"), lazy("Write a note"), rows=4)


class TakeBackForm(CommandForm):
    reason = RadioField(
        lazy("Why is it taken back?"),
        choices=names.listed(WITHDRAWAL_REASONS),
        validators=[InputRequired(lazy("Choose why it is taken back"))],
    )


class SeenForm(CommandForm):
    """``seen``: the number of the text, or of its end, that the page showed (decision 0063)."""

    seen = HiddenField()

    @property
    def version(self) -> int:
        return counted(self.seen)


def counted(field: HiddenField) -> int:
    """Return the number that a page showed; 0 for what is none."""
    said = field.data or ""
    return int(said) if _VERSION.fullmatch(said) else 0


class PublishForm(SeenForm):
    """``noted``: how often the particulars were noted that the page showed.

    ``others``: with those to other States that have the same text.
    """

    noted = HiddenField()
    text = _text(
        lazy("What everybody may read"), lazy("Enter the text that everybody may read"), rows=10
    )
    others = BooleanField()

    def offer(self, number: int) -> None:
        """Ask whether so many others that have the same text are made public with it."""
        self.others.label.text = ngettext(
            "Make the same text to %(shown)s other State public with it",
            "Make the same text to %(shown)s other States public with it",
            number,
            shown=grouped(number),
        )
        if not number:
            del self.others
