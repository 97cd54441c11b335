"""The template of a reminder. Square brackets mark what the officer fills in."""

from portal.casefile.replies.cases import Case
from portal.letters.communications.opening import template, titles
from portal.letters.documents.words import WORDS
from portal.web.i18n import names
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import speaking


def opening(about: Case, language: str = ENGLISH) -> str:
    """Return the text to start from, in the language of the letter."""
    day = WORDS[language].day
    with speaking(language):
        recipient = names.recipient(about.recipient)
    return template("reminder", language).format(
        recipient=recipient,
        reference=about.reference,
        transmitted_on=day(about.transmitted_on),
        due_on=day(about.due_on),
        mandates=titles(about.mandates, language),
    )
