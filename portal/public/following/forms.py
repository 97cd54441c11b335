"""The forms of following: what to hear of, how often, in which language, and the address."""

from typing import Final

from wtforms import EmailField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from portal.public.following.wishes import KINDS, RHYTHMS, Wishes, rhythm_of
from portal.public.register import words
from portal.public.register.publication import KINDS as ALL_KINDS
from portal.public.register.publication import Choice
from portal.web.forms import CommandForm, one_address, said, tidy
from portal.web.i18n import names
from portal.web.i18n.languages import ready
from portal.web.i18n.texts import language, lazy
from shared.reference.themes import THEMES

_ALL: Final = lazy("Choose none to hear of all.")
_ALL_KINDS: Final = lazy(
    "Choose none for letters, replies, statements and reports on visits. All else comes only if "
    "you choose it. Documents, the briefing and the bulletin are of all States, mandates and "
    "themes."
)


def _languages() -> dict[str, str]:
    here = language()
    return {one.code: one.name for one in (*ready(), here)}


class WishesForm(CommandForm):
    """States, mandates, themes and kinds: none chosen means all, but not of kinds."""

    states = SelectMultipleField(lazy("States"), choices=names.addressees, description=_ALL)
    mandates = SelectMultipleField(
        lazy("Mandates"), choices=lambda: {**names.mandates()}, description=_ALL
    )
    themes = SelectMultipleField(
        lazy("Themes"),
        choices=lambda: {code: words.theme(code) for code in THEMES},
        description=lazy(
            "With mandates too, you hear of what is of one of the mandates or themes."
        ),
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
        self.themes.data, self.kinds.data = list(choice.themes), list(choice.kinds)

    def fill(self, now: Wishes) -> None:
        self.choose(now.choice)
        self.rhythm.data, self.language.data = now.rhythm, now.language

    @property
    def choice(self) -> Choice:
        return Choice(
            states=tuple(sorted(self.states.data or ())),
            mandates=tuple(sorted(self.mandates.data or ())),
            themes=tuple(one for one in THEMES if one in (self.themes.data or ())),
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
