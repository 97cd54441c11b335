"""Parameters in the address of a public page. A senseless one is ignored."""

from flask import request

from portal.public.register import past
from portal.public.register.cards import Wanted
from portal.public.register.statistics import Asked, Reading
from portal.web.context import settings, today
from portal.web.db import engine
from shared.reference import COMMUNICATION_TYPES, EVERY_STATE, REGIONS, mandates
from shared.reference.history import is_mandate, is_recipient
from shared.reference.themes import THEMES

_LONGEST = 200  # characters of a search
_KEY_DIGITS = 19
_YEAR_DIGITS = 4
_PAST = ("no", "only")
_MOST_KEY = (1 << 63) - 1


def wanted() -> Wanted:
    at = request.args
    state, mandate, type_ = at.get("state", ""), at.get("mandate", ""), at.get("type", "")
    year, before = at.get("year", ""), at.get("before", "")
    return Wanted(
        words="".join(one for one in at.get("q", "") if one.isprintable())[:_LONGEST].strip(),
        state=past.today(state) if is_recipient(state) or state == EVERY_STATE else "",
        mandate=mandate if _is_mandate(mandate) else "",
        theme=theme if (theme := at.get("theme", "")) in THEMES else "",
        type=type_ if type_ in COMMUNICATION_TYPES else "",
        year=_number(year, _YEAR_DIGITS),
        joint=at.get("joint") == "yes",
        replied=at.get("replied") == "yes",
        past=before_ if (before_ := at.get("past", "")) in _PAST else "",
        before=_number(before, _KEY_DIGITS),
    )


def address_of(wanted: Wanted) -> dict[str, str]:
    """Return the parameters of these filters, for links that keep them."""
    values = {
        "q": wanted.words,
        "state": wanted.state,
        "mandate": wanted.mandate,
        "theme": wanted.theme,
        "type": wanted.type,
        "year": str(wanted.year) if wanted.year else "",
        "joint": "yes" if wanted.joint else "",
        "replied": "yes" if wanted.replied else "",
        "past": wanted.past,
    }
    return {name: value for name, value in values.items() if value}


def counted() -> Asked:
    """Return what the statistics are asked for. A period from its end to its beginning is one."""
    at, letters = request.args, wanted()
    since, until = (_number(at.get(name, ""), _YEAR_DIGITS) for name in ("since", "until"))
    if since is not None and until is not None:
        since, until = min(since, until), max(since, until)
    region = at.get("region", "")
    return Asked(
        since=since,
        until=until,
        state=letters.state,
        mandate=letters.mandate,
        region=region if region in REGIONS else "",
        past=letters.past,
    )


def reading() -> Reading:
    """Return on which day it is counted, and how many days letters give to reply."""
    return Reading(today=today(), within=settings().reply_days)


def address_of_counted(asked: Asked) -> dict[str, str]:
    """Return the parameters of these filters, for links that keep them."""
    values = {
        "since": str(asked.since) if asked.since else "",
        "until": str(asked.until) if asked.until else "",
        "state": asked.state,
        "mandate": asked.mandate,
        "region": asked.region,
        "past": asked.past,
    }
    return {name: value for name, value in values.items() if value}


def _is_mandate(code: str) -> bool:
    """Whether there is one, or was when a letter from before the platform was sent."""
    if code in mandates() or not is_mandate(code):
        return code in mandates()
    with engine().connect() as conn:
        return past.has_mandate(conn, code)


def _number(asked: str, digits: int) -> int | None:
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= digits):
        return None
    return min(int(asked), _MOST_KEY)
