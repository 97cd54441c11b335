"""The forms of requests to remove an entry of the register."""

from collections.abc import Collection, Mapping
from typing import Final

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import Choice, CommandForm, at_most, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy

_LONG: Final = 4_000
_SHORT: Final = 150
_TOLD: Mapping[str, str] = {
    "yes": lazy("Yes: which Government asked, when, and that it was refused"),
    "no": lazy("No: to be told would endanger it"),
}


def _text(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter which entry is meant, and why")),
            Length(max=_LONG, message=at_most(_LONG)),
        ],
        render_kw={"rows": 8, "max": _LONG},
    )


class RequestForm(CommandForm):
    state = Choice(lazy("State"), validators=[InputRequired(lazy("Choose the State"))])
    text = _text(lazy("Which entry, and why?"))

    def offer(self, codes: Collection[str]) -> None:
        self.state.offer({one: names.recipient(one) for one in names.in_order(codes, "states")})


class LetterForm(CommandForm):
    state = SelectField(
        lazy("Which Government asked?"),
        choices=lambda: {"": "", **names.states()},
        validators=[InputRequired(lazy("Choose the State"))],
    )
    text = _text(lazy("What the letter says"))


class PlaceForm(CommandForm):
    request_id = RadioField(
        lazy("Which request means this entry?"),
        validators=[InputRequired(lazy("Choose the request"))],
    )
    told = RadioField(
        lazy("Is the organisation told?"),
        choices=said(_TOLD),
        validators=[InputRequired(lazy("Say whether it is told"))],
        description=lazy("What the Government wrote is never shown to it."),
    )

    def offer(self, requests: Mapping[str, str]) -> None:
        self.request_id.choices = list(requests.items())


def cut(text: str | None) -> str:
    """Return the beginning of a text for a choice; one that was erased says so."""
    if text is None:
        return gettext("Text erased")
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"
