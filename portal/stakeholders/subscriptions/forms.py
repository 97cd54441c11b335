"""The form of a subscription."""

from typing import Final

from wtforms import RadioField, SelectField, SelectMultipleField

from portal.stakeholders.subscriptions import words
from portal.stakeholders.subscriptions.queries import Subscription
from portal.web.forms import CommandForm, said
from portal.web.i18n import names
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_notices import Wishes

_ALL: Final = lazy("Choose none to hear of all.")


class WishesForm(CommandForm):
    """Countries and mandates: none chosen means all."""

    countries = SelectMultipleField(lazy("Countries"), choices=names.states, description=_ALL)
    mandates = SelectMultipleField(
        lazy("Mandates and their themes"), choices=lambda: {**names.mandates()}, description=_ALL
    )
    language = SelectField(
        lazy("Language in which reports open"), choices=said(words.LANGUAGES), default="en"
    )
    cadence = RadioField(
        lazy("How often by e-mail"),
        choices=said(words.CADENCES),
        default="at_once",
        description=lazy("Only if your account gets notices by e-mail."),
    )

    def fill(self, now: Subscription) -> None:
        self.countries.data, self.mandates.data = list(now.countries), list(now.mandates)
        self.language.data, self.cadence.data = now.language, now.cadence

    @property
    def wishes(self) -> Wishes:
        return Wishes(
            countries=tuple(self.countries.data or ()),
            mandates=tuple(self.mandates.data or ()),
            language=self.language.data,
            cadence="weekly" if self.cadence.data == "weekly" else "at_once",
        )
