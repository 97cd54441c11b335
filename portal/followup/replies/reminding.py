"""The template of a reminder. Square brackets mark what the officer fills in."""

from portal.casefile.replies.cases import Case
from portal.letters.communications.opening import template
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import speaking
from portal.web.presentation import day
from shared.reference import mandates, recipient_name


def opening(about: Case) -> str:
    known = mandates()
    with speaking(ENGLISH):  # which is the language of the template
        return template("reminder").format(
            recipient=recipient_name(about.recipient),
            reference=about.reference,
            transmitted_on=day(about.transmitted_on),
            due_on=day(about.due_on),
            mandates=", ".join(known[one].name if one in known else one for one in about.mandates),
        )
