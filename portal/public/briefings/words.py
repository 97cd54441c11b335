"""The words of the briefing and the bulletin: what an item says is made here, in six languages."""

from collections.abc import Mapping
from typing import Any, Final

from flask import url_for

from portal.public.briefings.queries import Issue
from portal.public.briefings.sources import PAGES, Line
from portal.public.register import words as register
from portal.stakeholders.agenda import words as agenda
from portal.web.i18n import formats, names
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.presentation import day
from shared.contracts.stakeholders_briefings import Kind
from shared.reference.briefings import days_of

SECTIONS: Final[Mapping[str, str]] = {
    "transmitted": lazy("Letters transmitted"),
    "letters": lazy("Letters published"),
    "replies": lazy("Replies published"),
    "statements": lazy("Statements issued"),
    "council": lazy("Human Rights Council"),
    "visits": lazy("Country visits"),
    "experts": lazy("Expert meetings"),
    "reports": lazy("Reports on visits"),
    "recommendations": lazy("Recommendations published"),
    "tables": lazy("Follow-up tables"),
    "vacancies": lazy("Holders and vacancies"),
    "calls": lazy("Calls for input"),
    "coming": lazy("What is coming"),
}
REGISTERED: Final[Mapping[str, str]] = {
    "letters": "register.index",
    "replies": "register.index",
    "statements": "register.statements",
    "visits": "register.statements",
    "reports": "publicreports.index",
    "recommendations": "register.recommendations",
    "tables": "publicrounds.index",
}
"""Sections of which the register has all: the page there."""
STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "open": (lazy_pgettext("issue", "Being edited"), "waiting"),
    "handed-in": (lazy_pgettext("issue", "To be approved"), "waiting"),
    "approved": (lazy_pgettext("issue", "Approved, to be sent"), "active"),
    "skipped": (lazy_pgettext("issue", "Skipped"), "neutral"),
    "lapsed": (lazy_pgettext("issue", "Lapsed"), "neutral"),
    "sent": (lazy_pgettext("issue", "Sent"), "done"),
}
SKIPPED: Final[Mapping[str, str]] = {
    "nothing": lazy("There is too little to tell"),
    "next": lazy("It goes into the next issue"),
    "other": lazy("Another reason"),
}
FALLEN: Final = lazy("Nothing of it could be told any more when it was to be sent")
EDITIONS: Final[Mapping[str, str]] = {
    "public": lazy("Everybody, and the staff"),
    "staff": lazy("The staff alone"),
}


title = register.issue


def days(kind: Kind, code: str) -> str:
    found = days_of(kind, code)
    return gettext("%(first)s to %(last)s", first=day(found.first), last=day(found.last))


def why(issue: Issue) -> str:
    """Say why it was not sent."""
    if issue.stage == "lapsed":
        return gettext("Nobody approved it before the next issue opened.")
    return SKIPPED.get(issue.code or "", FALLEN)


def line(one: Line) -> str:
    """Say an item in one line."""
    to = formats.all_of([names.recipient(each) for each in one.states])
    by = formats.all_of([names.mandate(each) for each in one.mandates])
    match one.what:
        case "sent":
            return gettext(
                "%(type)s to %(recipient)s: %(mandates)s",
                type=register.type_(one.type or ""),
                recipient=to,
                mandates=by,
            )
        case "letter":
            return gettext(
                "%(reference)s: %(type)s to %(recipient)s",
                reference=one.reference or "",
                type=register.type_(one.type or ""),
                recipient=to,
            )
        case "reply":
            return gettext(
                "%(reference)s, %(recipient)s: %(kind)s",
                reference=one.reference or "",
                recipient=to,
                kind=register.kind(one.type or ""),
            )
        case "report":
            return gettext(
                "%(symbol)s: report on a visit, %(state)s", symbol=one.reference, state=to
            )
        case "table":
            return gettext(
                "%(state)s: follow-up to recommendations, %(mandate)s", state=to, mandate=by
            )
        case "visitinput":
            return gettext(
                "Visit to %(state)s, until %(day)s: %(mandate)s",
                state=to,
                day=day(one.until) if one.until else "",
                mandate=by,
            )
        case "visitahead":
            return gettext(
                "%(first)s to %(last)s: visit to %(state)s, %(mandate)s",
                first=day(one.on),
                last=day(one.until) if one.until else "",
                state=to,
                mandate=by,
            )
        case "recommendation":
            return gettext("Recommendation to %(recipient)s: %(mandate)s", recipient=to, mandate=by)
        case "term":
            return gettext("A term begins on %(day)s: %(mandate)s", day=day(one.on), mandate=by)
        case "call":
            return gettext(
                "A call for candidatures opens on %(day)s: %(mandate)s", day=day(one.on), mandate=by
            )
        case _:
            return _titled(one)


def _titled(one: Line) -> str:
    """Say what has a title, as somebody wrote it, with its day where that is what counts."""
    wrote = one.title or ""
    if one.what in ("council", "experts", "agenda"):
        called = agenda.called(one.type or "", int(one.reference or 0), wrote)
        if one.until is None or one.until == one.on:
            return gettext("%(day)s: %(title)s", day=day(one.on), title=called)
        return gettext(
            "%(first)s to %(last)s: %(title)s",
            first=day(one.on),
            last=day(one.until),
            title=called,
        )
    if one.what == "input":
        until = day(one.until) if one.until else ""
        return gettext("%(title)s (until %(day)s)", title=wrote, day=until)
    if one.what in ("session", "dialogue"):
        return gettext("%(day)s: %(title)s", day=day(one.on), title=wrote)
    return wrote


def address(one: Line, *, whole: bool = False) -> str | None:
    """Return the page on which it is read; None: there is none. ``whole``: as it is on paper."""
    if one.what not in PAGES or one.page is None:
        return None
    endpoint, argument = PAGES[one.what]
    values: dict[str, Any] = {argument: one.page}
    return url_for(endpoint, **values, _external=whole)
