"""Asking for a decision about an approved text, from its page or one like it."""

from collections.abc import Callable

from portal.letters.approval.forms import ExactForm
from portal.letters.approval.text import ApprovedText, S
from portal.web.act import About, Answer, act
from portal.web.commands import CommandRefused
from portal.web.forms import CommandForm
from shared.contracts.commands import Command

_ON_ITS_WAY = "The newest text is still on its way to this page. Wait a moment, then ask again."


class Stopped(CommandRefused):
    """No service was asked. ``page``: the one that says this sentence, if it is another one."""

    def __init__(
        self, status: int, sentence: str, page: Callable[[str], str] | None = None
    ) -> None:
        super().__init__(status, sentence)
        self.page = page


def decide(
    about: About,
    form: ExactForm,
    command: Callable[[], Command],
    said: str,
    *,
    again: Callable[[str], str],
    refused: Callable[[CommandRefused], str],
    to: str = "",
) -> Answer:
    """Ask the service, and say so; or show the text again with the sentence of its refusal.

    ``again``: the page of the text, with a sentence; ``refused``: the same, as it is now.
    """

    def refusal(no: CommandRefused) -> str:
        if isinstance(no, Stopped):
            return (no.page or again)(no.sentence)
        return refused(no)

    return act(
        about, form, lambda: again(first_error(form)), command, said=said, to=to, refused=refusal
    )


def refuse_newer(form: ExactForm, text: ApprovedText[S]) -> None:
    """Refuse what is about a version that this page does not know yet."""
    if form.number > text.version:
        raise Stopped(409, _ON_ITS_WAY)


def first_error(form: CommandForm) -> str:
    return next(str(message) for messages in form.errors.values() for message in messages)
