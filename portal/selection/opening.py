"""The call that a candidate answers, and the application that they have sent for it."""

from uuid import UUID

from flask import abort, url_for

from portal.selection import candidates, vacancies
from portal.selection.stage import Vacancy
from portal.web.accounts.access import current_actor
from portal.web.db import engine


def called(vacancy_id: UUID) -> Vacancy:
    """Return a vacancy whose call was issued; 404 otherwise."""
    with engine().connect() as conn:
        return vacancies.public_one(conn, str(vacancy_id)) or abort(404)


def sent_to(one: Vacancy) -> str | None:
    """Return the address of the application that this person has sent for the vacancy."""
    with engine().connect() as conn:
        own = candidates.own(conn, current_actor())
    for sent in own:
        if sent.vacancy.vacancy_id == one.vacancy_id and sent.withdrawn_at is None:
            return url_for("selection.candidate.application", candidate_id=sent.candidate_id)
    return None
