"""The forms of a letter about a visit: its text, a decision on its very wording, its sending."""

from wtforms import HiddenField, SelectMultipleField

from portal.followup.visits.forms import Asks, LetterForm
from portal.web.fields import long
from portal.web.forms import CommandForm, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import lazy
from shared.contracts.followup_visit_letters import Asking

_TEXT, _NOTE = 20_000, 5_000  # characters


class ExactForm(CommandForm):
    """``version`` and ``content_hash``: of the wording that the page showed."""

    version = HiddenField(default="0")
    content_hash = HiddenField()

    @property
    def number(self) -> int:
        return shown_number(self.version.data)

    @property
    def shown_hash(self) -> str:
        return self.content_hash.data or ""


class TextForm(ExactForm):
    """A reminder; of a request there is more."""

    text = long(
        lazy("Text of the letter"),
        lazy("Write the text"),
        lazy("All that the Government receives. Name no source, and nobody whom you are to meet."),
        most=_TEXT,
        rows=18,
    )

    @property
    def asking(self) -> Asking:
        return Asking()


class RequestTextForm(Asks, TextForm):
    @property
    def asking(self) -> Asking:
        return Asking(kind=self.kind.data, dates=self.window)


class _Joint(CommandForm):
    mandates = SelectMultipleField(
        lazy("Which other mandates ask together with it?"),
        description=lazy(
            "One letter for all. Each holder approves the very text, and it is put on the file of "
            "each; nobody reads more of the others' files."
        ),
    )

    def offer(self, codes: list[str]) -> None:
        self.mandates.choices = [(code, names.mandate(code)) for code in codes]


class NewReminderForm(_Joint, TextForm):
    pass


class NewRequestForm(_Joint, RequestTextForm):
    pass


class ChangesForm(ExactForm):
    note = long(lazy("What should change?"), lazy("Say what should change"), most=_NOTE, rows=5)


class _OfRecord(CommandForm):
    """``sending``: which record its page showed; 0 if there was none."""

    sending = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.sending.data)


class StrikeForm(_OfRecord):
    note = long(lazy("Reason"), lazy("Say why"), most=_NOTE, rows=5)


class HoldBackForm(CommandForm):
    """``handed_over``: since which step its page showed that it is being sent."""

    handed_over = HiddenField(default="0")
    note = long(lazy("Reason"), lazy("Say why"), most=_NOTE, rows=5)

    @property
    def shown(self) -> int:
        return shown_number(self.handed_over.data)


class HandOverForm(ExactForm):
    """``mandates``: those that the page showed."""

    mandates = HiddenField()

    @property
    def shown_mandates(self) -> tuple[str, ...]:
        return tuple((self.mandates.data or "").split())


class SendForm(_OfRecord, HandOverForm, LetterForm):
    """When and how it was sent. Its text is the letter's, and there is no note beside."""
