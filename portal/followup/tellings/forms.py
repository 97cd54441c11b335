"""The form of what the sources of a visit are told, whose draft is kept."""

from collections.abc import Mapping
from typing import Any, Final

from typing_extensions import override
from wtforms import Field, HiddenField, RadioField
from wtforms.validators import InputRequired

from portal.casefile.attachments.forms import IN_LANGUAGES
from portal.followup.tellings import words
from portal.web.fields import long
from portal.web.forms import CommandForm, at_most, said, shown_number
from portal.web.i18n.texts import gettext, lazy
from shared.reference import LANGUAGES

_LONG, _NOTE = 4_000, 1_000  # characters
_LONGEST: Final = 20_000
"""Characters that a draft keeps of a field."""
COMES: Final = lazy("What comes next")
CALL: Final = lazy("Whom to call if you are threatened")


class TellForm(CommandForm):
    """Two texts in each language that is wanted; ``offer`` names their languages."""

    seen = HiddenField(default="0")
    met = RadioField(
        lazy("The people met who are not on the platform"),
        choices=said(words.MET),
        validators=[InputRequired(lazy("Choose how it is with the people met"))],
    )
    reason = long(
        lazy("Why are they told again?"), lazy("Say why they are told again"), most=_NOTE, rows=2
    )

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)

    def offer(self, *, again: bool) -> None:
        for code in LANGUAGES:
            language = str(IN_LANGUAGES[code])
            for name, label in ((f"comes_{code}", COMES), (f"call_{code}", CALL)):
                self[name].label.text = gettext(
                    "%(what)s: %(value)s", what=str(label), value=language
                )
        if not again:
            del self["reason"]

    @property
    def order(self) -> list[str]:
        texts = [name for code in LANGUAGES for name in (f"comes_{code}", f"call_{code}")]
        return [*texts, "met", *(["reason"] if "reason" in self else [])]

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Return what comes next and whom to call, by language."""
        both = {code: (self._said("comes", code), self._said("call", code)) for code in LANGUAGES}
        return {code: each for code, each in both.items() if any(each)}

    @property
    def told(self) -> list[Field]:
        """What a check has: a language in which nothing is written has no line."""
        return [self[name] for name in self.order if self[name].data]

    def typed(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in self.order}

    def fill(self, typed: Mapping[str, str]) -> None:
        for name in self.order:
            if name in typed:
                self[name].data = typed[name]

    def is_too_long(self) -> bool:
        """Say so at each text that a draft would not keep whole."""
        long_ones = [self[name] for name in self.order if len(self[name].data or "") > _LONGEST]
        for one in long_ones:
            one.errors = [str(at_most(_LONGEST))]
        return bool(long_ones)

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """In a language one of the texts is not enough: each says where the other would be."""
        sound = bool(super().validate(extra_validators))
        for code, (comes, call) in self.texts.items():
            if not comes:
                self[f"comes_{code}"].errors = [gettext("Say what comes next, or leave both empty")]
            if not call:
                self[f"call_{code}"].errors = [gettext("Say whom to call, or leave both empty")]
            sound = sound and bool(comes and call)
        if not self.texts:
            self["comes_en"].errors = [gettext("Write it in at least one language")]
        return sound and bool(self.texts)

    def _said(self, what: str, code: str) -> str:
        return self[f"{what}_{code}"].data or ""


for _code in LANGUAGES:
    setattr(TellForm, f"comes_{_code}", long(COMES, most=_LONG, rows=4))
    setattr(TellForm, f"call_{_code}", long(CALL, most=_LONG, rows=3))
