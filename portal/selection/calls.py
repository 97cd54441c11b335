"""What a call promises, as its pages tell before anybody applies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from portal.selection.calls_model import calls
from portal.selection.read_model import candidates, vacancies
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_calls import CallRules
from shared.core.message import Sealed
from shared.reference import LANGUAGES
from shared.reference.calls import DEPARTURES

WHY: Final[Mapping[str, str]] = {code: lazy(why) for code, why in DEPARTURES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What was said when the call was issued; it holds for every round."""

    opened_at: datetime
    rules: CallRules

    @property
    def languages(self) -> str:
        return listed(gettext(LANGUAGES[one]) for one in self.rules.languages)

    @property
    def departure(self) -> str | None:
        """Return why it is shorter or later than the rule."""
        code = self.rules.departure
        return None if code is None else str(WHY[code])


def of(conn: Connection, vacancy_id: str) -> Call | None:
    row = conn.execute(select(calls).where(calls.c.vacancy_id == vacancy_id)).one_or_none()
    if row is None:
        return None
    rules = {**row.rules, "languages": tuple(row.rules["languages"])}
    return Call(opened_at=row.opened_at, rules=CallRules(**rules))


def letter(
    conn: Connection, vacancy_id: str, candidate_id: str, at: datetime
) -> tuple[Sealed, Sealed] | None:
    """Return name and letter of an eligible candidate, where the call made letters public."""
    call = of(conn, vacancy_id)
    if call is None or call.rules.visibility != "letters":
        return None
    c = candidates.c
    row = conn.execute(
        select(c.name, c.motivation)
        .join(vacancies, vacancies.c.vacancy_id == c.vacancy_id)
        .where(
            c.vacancy_id == vacancy_id,
            c.candidate_id == candidate_id,
            c.eligible.is_(True),
            c.withdrawn_at.is_(None),
            vacancies.c.closes_at <= at,
        )
    ).one_or_none()
    return None if row is None else (row.name, row.motivation)
