"""The title of a case: its number, the State or area, and the kind of case."""

from uuid import UUID

from markupsafe import Markup

from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.core.case_numbers import case_number


def name(submission_id: UUID | str, state: str, *, urgent: bool) -> str:
    """Return "4TP-X9D-R07, Kenya, urgent allegation"."""
    about = {"number": number(submission_id), "state": names.recipient(state)}
    if urgent:
        return gettext("%(number)s, %(state)s, urgent allegation", **about)
    return gettext("%(number)s, %(state)s, allegation", **about)


def number(submission_id: UUID | str) -> str:
    return case_number(str(submission_id))


def shown(submission_id: UUID | str) -> Markup:
    """Return the number as pages show it: nobody translates it, and it reads left to right."""
    return Markup('<bdi class="case-number" translate="no">{}</bdi>').format(number(submission_id))


def slug(reference: str) -> str:
    """Return the letter's part of its address: "AL FRA 3/2026" is AL-FRA-3-2026."""
    return reference.replace(" ", "-").replace("/", "-")
