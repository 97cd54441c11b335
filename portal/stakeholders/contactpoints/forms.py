"""The Chief's forms: accreditation, and the reasons for a suspension."""

from wtforms import RadioField
from wtforms.validators import DataRequired

from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import lazy
from shared.reference.contact_points import ACCREDITATIONS, SUSPENSIONS

_ACCREDITATIONS = {code: lazy(word) for code, word in ACCREDITATIONS.items()}
_SUSPENSIONS = {code: lazy(word) for code, word in SUSPENSIONS.items()}


class RecogniseForm(CommandForm):
    accreditation = RadioField(
        lazy("How is it accredited?"),
        choices=said(_ACCREDITATIONS),
        validate_choice=False,
        validators=[DataRequired(lazy("Choose how it is accredited"))],
    )


class SuspendForm(CommandForm):
    reason_code = RadioField(
        lazy("Why is its recognition suspended?"),
        choices=said(_SUSPENSIONS),
        validate_choice=False,
        validators=[DataRequired(lazy("Choose why it is suspended"))],
    )


class ReinstateForm(CommandForm):
    """Nothing to fill in."""
