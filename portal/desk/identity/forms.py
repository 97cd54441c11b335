"""The form that asks for the reason to open a source's identity."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.forms import CommandForm, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import Lazy, lazy
from shared.reference.opening import REASONS

_LONGEST = 2_000
_TOO_LONG = lazy("Shorten this to %(most)s characters", most=Lazy(lambda: number(_LONGEST)))


class OpeningForm(CommandForm):
    reason_code = RadioField(
        lazy("Why do you need to know who the source is?"),
        choices=lambda: {code: names.word(why) for code, why in REASONS.items()},
        validate_choice=False,
        validators=[DataRequired(lazy("Choose why you need to know"))],
    )
    reason = TextAreaField(
        lazy("What makes it necessary"),
        [
            DataRequired(lazy("Write what makes it necessary")),
            Length(
                max=_LONGEST,
                message=lazy(
                    "Shorten this to %(most)s characters", most=Lazy(lambda: number(_LONGEST))
                ),
            ),
        ],
        filters=[tidy],
    )
