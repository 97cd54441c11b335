"""The page of a visit for programs that read pages: linked data in the words of schema.org.

It says what the page says and nothing else, in the language of the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Row

from portal.followup.visit_reports.queries import Report
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, language
from shared.core.geneva import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is public of a visit. ``first``, ``last``: None where a report alone tells of it.

    ``hosts``: in which other States it goes to places. ``kinds``: of the visit, while its days are
    public, each with the mandates whose files say it.
    ``reports``: that of who leads it first; those who came along may each have their own.
    """

    mission_id: str
    state: str
    mandates: Sequence[str]
    territories: Sequence[str]
    hosts: Sequence[str]
    kinds: Mapping[str, Sequence[str]]
    first: date | None
    last: date | None
    statements: Sequence[Row[Any]]
    reports: Sequence[Report]


def of_visit(one: Visit) -> dict[str, Any]:
    """Return the visit as an event, with its statements and reports as works about it."""
    state = names.recipient(one.state)
    name = gettext("%(what)s: %(value)s", what=gettext("Country visit"), value=state)
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": name,
        "url": _address("register.visit", mission_id=UUID(one.mission_id)),
        "inLanguage": language().tag,
        "location": {"@type": "Country", "name": state},
        "organizer": [
            {
                "@type": "Organization",
                "name": names.mandate(code),
                "url": _address("register.mandate", code=code),
            }
            for code in one.mandates
        ],
        "subjectOf": _works(one),
    }
    if one.first and one.last:
        about |= {"startDate": one.first.isoformat(), "endDate": one.last.isoformat()}
    return about


def _works(one: Visit) -> list[dict[str, Any]]:
    works = [
        {
            "@type": "Article",
            "name": each.title,
            "inLanguage": each.language,
            "datePublished": _day(each.first_issued_at),
            "url": _address("register.statement", statement_id=each.statement_id),
        }
        for each in one.statements
    ]
    return [*works, *map(_report, one.reports)]


def _report(one: Report) -> dict[str, Any]:
    report = {
        "@type": "Report",
        "name": gettext("Report on a visit"),
        "reportNumber": one.symbol,
        "url": _address("publicreports.show", mission_id=UUID(one.mission_id)),
    }
    return {**report, "datePublished": _day(one.published_at)} if one.published_at else report


def _day(at: datetime) -> str:
    return day_of(at).isoformat()


def _address(endpoint: str, **of: Any) -> str:
    return url_for(endpoint, _external=True, **of)
