"""The forms of threads about a mission: one is opened, and a message written."""

from collections.abc import Collection

from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.followup.threads import words
from portal.web.fields import line, long
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import lazy

_TITLE, _LONG = 200, 6_000  # characters


class MessageForm(CommandForm):
    text = long(
        lazy("Message"),
        lazy("Enter the message"),
        lazy("Name no victim, and nobody whom the mandate meets in confidence."),
        most=_LONG,
        rows=8,
    )


class NoteForm(MessageForm):
    """Official notes, as a Government begins them: it knows of no other readers."""

    title = line(lazy("What is it about?"), lazy("Enter what it is about"), most=_TITLE)


class ThreadForm(MessageForm):
    audience = RadioField(
        lazy("Who reads it?"),
        choices=said(words.AUDIENCES),
        validators=[InputRequired(lazy("Choose who reads it"))],
        description=lazy("This does not change later, and no message moves to other readers."),
    )
    title = line(lazy("What is it about?"), lazy("Enter what it is about"), most=_TITLE)

    def offer(self, audiences: Collection[str]) -> None:
        """Offer these audiences alone."""
        self.audience.choices = {
            each: str(label) for each, label in words.AUDIENCES.items() if each in audiences
        }
