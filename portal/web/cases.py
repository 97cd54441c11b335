"""The title of a case: its number, the State or area, and the kind of case."""

from uuid import UUID

from markupsafe import Markup

from shared.core.case_numbers import case_number
from shared.reference import recipient_name


def name(submission_id: UUID | str, state: str, *, urgent: bool) -> str:
    """Return "4TP-X9D-R07, Kenya, urgent allegation"."""
    return f"{number(submission_id)}, {recipient_name(state)}, {kind(urgent=urgent)}"


def number(submission_id: UUID | str) -> str:
    return case_number(str(submission_id))


def shown(submission_id: UUID | str) -> Markup:
    """Return the number as pages show it: nobody translates it, and it reads left to right."""
    return Markup('<bdi class="case-number" translate="no">{}</bdi>').format(number(submission_id))


def kind(*, urgent: bool) -> str:
    return "urgent allegation" if urgent else "allegation"


def slug(reference: str) -> str:
    """Return the letter's part of its address: "AL FRA 3/2026" is AL-FRA-3-2026."""
    return reference.replace(" ", "-").replace("/", "-")
