"""The forms of clusters: what says the same, and what it is called."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from portal.web.fields import line
from portal.web.forms import CommandForm, shown_number
from portal.web.i18n.texts import gettext, lazy


class NameForm(CommandForm):
    """``seen``: how often the cluster was changed when the page was shown (decision 0063)."""

    seen = HiddenField()
    name = line(
        lazy("Name of the group"),
        lazy("Enter a name"),
        lazy("Whoever may read two of its recommendations reads it. Name no person."),
    )

    def keep_private(self) -> None:
        """Say who reads the name of a group that nobody else sees."""
        self.name.description = gettext("Only those who see the group read it. Name no person.")

    @property
    def step(self) -> int:
        return shown_number(self.seen.data)


class BeginForm(NameForm):
    """``others``: those to the same State, by id."""

    others = SelectMultipleField(lazy("Which recommendations say the same?"))

    def __init__(self, *, others: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.others.choices = dict(others)

    def validate_others(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose at least one"))


class AddForm(CommandForm):
    """``others``: those to the same State that are not in it, by id."""

    other = SelectField(
        lazy("Which recommendation says the same?"),
        [InputRequired(lazy("Choose the recommendation"))],
    )

    def __init__(self, *, others: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.other.choices = {"": gettext("Choose"), **others}


class DissolveForm(CommandForm):
    seen = HiddenField()

    @property
    def step(self) -> int:
        return shown_number(self.seen.data)
