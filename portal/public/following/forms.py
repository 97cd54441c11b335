"""The forms of following: what to hear of, how often, in which language, and the address."""

from typing import Final

from wtforms import EmailField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from portal.public.following.wishes import KINDS, RHYTHMS, Wishes, rhythm_of
from portal.public.register.published import KINDS as ALL_KINDS
from portal.public.register.published import Choice
from portal.web.forms import CommandForm, one_address, said, tidy
from portal.web.i18n import names
from portal.web.i18n.languages import ready
from portal.web.i18n.texts import language, lazy

_ALL: Final = lazy("Choose none to hear of all.")
_ALL_KINDS: Final = lazy(
    "Choose none for all but the briefing and the bulletin, which you choose here. They are of all "
    "States and mandates."
)


def _languages() -> dict[str, str]:
    here = language()
    return {one.code: one.name for one in (*ready(), here)}


class WishesForm(CommandForm):
    """States, mandates and kinds: none chosen means all, but of kinds the issues."""

    states = SelectMultipleField(lazy("States"), choices=names.addressees, description=_ALL)
    mandates = SelectMultipleField(
        lazy("Mandates and their themes"), choices=lambda: {**names.mandates()}, description=_ALL
    )
    kinds = SelectMultipleField(
        lazy("What is published"), choices=said(KINDS), description=_ALL_KINDS
    )
    rhythm = RadioField(lazy("How often by e-mail"), choices=said(RHYTHMS), default="weekly")
    language = SelectField(
        lazy("Language of the e-mails"), choices=_languages, default=lambda: language().code
    )

    def choose(self, choice: Choice) -> None:
        self.states.data, self.mandates.data = list(choice.states), list(choice.mandates)
        self.kinds.data = list(choice.kinds)

    def fill(self, now: Wishes) -> None:
        self.choose(now.choice)
        self.rhythm.data, self.language.data = now.rhythm, now.language

    @property
    def choice(self) -> Choice:
        return Choice(
            states=tuple(sorted(self.states.data or ())),
            mandates=tuple(sorted(self.mandates.data or ())),
            kinds=tuple(one for one in ALL_KINDS if one in (self.kinds.data or ())),
        )

    @property
    def wishes(self) -> Wishes:
        return Wishes(
            choice=self.choice,
            rhythm=rhythm_of(self.rhythm.data),
            language=self.language.data,
        )


class FollowForm(WishesForm):
    address = EmailField(
        lazy("Your e-mail address"),
        [InputRequired(lazy("Enter the e-mail address")), Length(max=254), one_address()],
        filters=[tidy],
        description=lazy("A letter goes there. Nothing else is sent before you confirm it."),
        render_kw={"type": "email", "autocomplete": "email"},
    )
