"""The Chief's forms: accreditation, and the reasons for a suspension."""

from wtforms import RadioField
from wtforms.validators import DataRequired

from portal.web.forms import CommandForm
from shared.reference.contact_points import ACCREDITATIONS, SUSPENSIONS


class RecogniseForm(CommandForm):
    accreditation = RadioField(
        "How is it accredited?",
        choices=dict(ACCREDITATIONS),
        validate_choice=False,
        validators=[DataRequired("Choose how it is accredited")],
    )


class SuspendForm(CommandForm):
    reason_code = RadioField(
        "Why is its recognition suspended?",
        choices=dict(SUSPENSIONS),
        validate_choice=False,
        validators=[DataRequired("Choose why it is suspended")],
    )


class ReinstateForm(CommandForm):
    """Nothing to fill in."""
