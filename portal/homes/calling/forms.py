"""The audience of a call: organisations of the register, or people of the roster."""

from collections.abc import Mapping
from typing import Final

from wtforms import SelectMultipleField

from portal.stakeholders.organisations.words import TYPES
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_dissemination import CallAudience
from shared.reference import LANGUAGES, REGIONS
from shared.reference.calls import ORGANISATIONS

KINDS: Final[Mapping[str, str]] = {
    code: word for code, word in TYPES.items() if code in ORGANISATIONS
}
GROUPS: Final[Mapping[str, str]] = {code: lazy(name) for code, name in REGIONS.items()}
SPOKEN: Final[Mapping[str, str]] = {code: lazy(name) for code, name in LANGUAGES.items()}
_ALL: Final = lazy("Choose none for all.")


class RegisterForm(CommandForm):
    kinds = SelectMultipleField(
        lazy("Kinds of organisations"), choices=said(KINDS), description=_ALL
    )
    regions = SelectMultipleField(lazy("Regional groups"), choices=said(GROUPS), description=_ALL)

    @property
    def audience(self) -> CallAudience:
        return CallAudience(
            whom="register",
            kinds=tuple(self.kinds.data or ()),
            regions=tuple(self.regions.data or ()),
            languages=(),
        )


class RosterForm(CommandForm):
    regions = SelectMultipleField(lazy("Regional groups"), choices=said(GROUPS), description=_ALL)
    languages = SelectMultipleField(lazy("Languages"), choices=said(SPOKEN), description=_ALL)

    @property
    def audience(self) -> CallAudience:
        return CallAudience(
            whom="roster",
            kinds=(),
            regions=tuple(self.regions.data or ()),
            languages=tuple(self.languages.data or ()),
        )
