"""The forms in which a Government answers about a visit: what it says, and its own words."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.followup.visits import words
from portal.followup.visits.forms import AnswersTerms, Dated, Proposes, SeenForm
from portal.web.fields import line, long
from portal.web.forms import said
from portal.web.i18n.texts import lazy
from shared.reference.visits import REASONS

_WORDS = 2_000  # characters
_OF_MANDATE = ("priorities", "late")
"""Reasons that a Government does not give for itself."""


class AcknowledgeForm(SeenForm):
    reference = line(
        lazy("Reference"), hint=lazy("Such as that of a note verbale. Leave it empty if none.")
    )
    says = long(
        lazy("What your Government says"),
        hint=lazy("The mandate reads it word for word. Leave it empty if there is nothing to add."),
        most=_WORDS,
        rows=6,
    )


class AcceptForm(Dated, AcknowledgeForm):
    pass


class ProposeForm(Proposes, AcknowledgeForm):
    pass


class CallOffForm(AcknowledgeForm):
    """A refusal or a cancellation."""

    reason = RadioField(
        lazy("For which reason?"),
        choices=said({code: words.REASONS[code] for code in REASONS if code not in _OF_MANDATE}),
        validators=[InputRequired(lazy("Choose the reason"))],
    )


class PostponeForm(Dated, CallOffForm):
    pass


class TermsForm(AnswersTerms, AcknowledgeForm):
    pass
