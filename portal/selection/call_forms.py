"""The form by which the officer issues a call: its last day, and what it promises."""

from datetime import datetime, time

from wtforms import DateField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from portal.selection.forms import CallForm
from portal.web.forms import said
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_calls import FORM_LANGUAGES
from shared.core.geneva import GENEVA
from shared.reference import LANGUAGES
from shared.reference.calls import DEPARTURES, MINIMUM_DAYS, VISIBILITIES


class IssueForm(CallForm):
    opens_on = DateField(
        lazy("First day of the call (optional)"),
        [Optional()],
        description=lazy(
            "From 00:00 in Geneva. Until then everybody reads when it opens, drafts are kept, and "
            "no application is taken. Leave it empty to open the call at once."
        ),
    )
    departure = SelectField(
        lazy("Why does the call not keep its dates? (Only if it does not)"),
        choices=said(
            {
                "": lazy("It keeps its dates"),
                **{code: lazy(why) for code, why in DEPARTURES.items()},
            }
        ),
        description=lazy(
            "A call is open for at least %(days)s days, and is issued three and a half months "
            "before the session. The reason becomes public.",
            days=MINIMUM_DAYS,
        ),
    )
    visibility = RadioField(
        lazy("What becomes public of eligible candidates?"),
        [InputRequired(lazy("Choose what becomes public"))],
        choices=said({code: lazy(what) for code, what in VISIBILITIES.items()}),
        default="names",
        description=lazy("Everybody reads it before they apply. It cannot be changed afterwards."),
    )
    languages = SelectMultipleField(
        lazy("Languages of the form"),
        [InputRequired(lazy("Choose at least one language"))],
        choices=said({code: lazy(name) for code, name in LANGUAGES.items()}),
        default=list(FORM_LANGUAGES),
    )

    @property
    def opens_at(self) -> datetime | None:
        """Return the first minute of the first day in Geneva; None: at once."""
        first = self.opens_on.data
        return datetime.combine(first, time(), GENEVA) if first else None
