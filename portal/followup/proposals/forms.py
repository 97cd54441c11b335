"""The forms of the exchange of a programme: a proposal, and the answer to one."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from portal.followup.missions import words
from portal.followup.missions.forms import ItemForm, SeenForm
from portal.web.fields import line, long
from portal.web.forms import said
from portal.web.i18n.texts import gettext, lazy
from shared.reference.missions import CONFIDENTIAL

_TEXT = 2_000  # characters
FIELDS = ("day", "begins", "ends", "kind", "text", "place", "contact", "words")


class ProposalForm(ItemForm):
    """Of a Government: what a State proposes has no lead, and stands as proposed."""

    contact = line(
        lazy("Whom of your Government does the mandate ask about it?"),
        hint=lazy("Such as an office and a telephone number. It may stay empty."),
    )
    words = long(
        lazy("What do you say of it?"),
        hint=lazy("Such as why it should change. It may stay empty."),
        most=_TEXT,
        rows=3,
    )

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        del self.state, self.lead, self.interpreter
        kinds = words.MEETINGS.items()
        self.kind.offer({code: str(word) for code, word in kinds if code not in CONFIDENTIAL})


class PutForm(SeenForm):
    words = long(
        lazy("What do you say of it?"),
        hint=lazy("The State reads it. Name no source, and nobody whom the mandate meets."),
        most=_TEXT,
        rows=3,
    )


class AnswerForm(SeenForm):
    agrees = RadioField(
        lazy("Do you agree?"),
        choices=said({"yes": lazy("Yes, as it is proposed"), "no": lazy("Not as it is proposed")}),
        validators=[InputRequired(lazy("Choose whether you agree"))],
    )
    words = long(
        lazy("In a sentence"),
        hint=lazy("The other side reads it. Say why, or what you would agree to."),
        most=_TEXT,
        rows=3,
    )

    def validate_words(self, field: TextAreaField) -> None:
        if self.agrees.data == "no" and not field.data:
            raise ValidationError(gettext("Say in a sentence why, or what you would agree to"))


class WithdrawForm(SeenForm):
    pass
