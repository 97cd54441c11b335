"""The words of the coverage of States, in the reader's language."""

from datetime import date
from typing import Final

from portal.web.context import today
from portal.web.i18n import names
from portal.web.i18n.formats import away, long_month, number
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.reference import REGIONS
from shared.reference.coverage import (
    ASKED,
    ELSEWHERE,
    IMPORTED,
    NEVER,
    NO_GRADE,
    NOT_APPLICABLE,
    OBSERVING,
    UNASKED,
)

SHORT: Final = {
    "visit": lazy("Last visit"),
    "requests": lazy("Requests for a visit without an answer for five years"),
    "invitation": lazy("Standing invitation"),
    "letters": lazy("Letters in 24 months"),
    "replies": lazy("Letters answered, and in time"),
    "recommendations": lazy("Recommendations open for 24 months"),
    "treaties": lazy("Core treaties"),
    "reports": lazy("Reports to treaty bodies overdue"),
    "nhri": lazy("Grade of the national institution"),
    "organisations": lazy("Organisations in contact"),
    "upr": lazy("Last universal periodic review"),
    "themes": lazy("Themes never taken up"),
    "reprisals": lazy("Reprisals named by the Secretary-General"),
}
"""What the column of a standard is called."""
QUESTIONS: Final = {
    "visit": lazy("When did a mandate-holder last visit the State for itself?"),
    "requests": lazy("How many requests for a visit have had no answer for more than five years?"),
    "invitation": lazy("Is there a standing invitation?"),
    "letters": lazy("How many public letters went to the State in 24 months?"),
    "replies": lazy("How many of these letters were answered in substance, and how many in time?"),
    "recommendations": lazy(
        "How many public recommendations have been open for more than 24 months?"
    ),
    "treaties": lazy("To how many core human rights treaties is the State a party?"),
    "reports": lazy("How many reports to treaty bodies are overdue?"),
    "nhri": lazy("Which grade has the national institution?"),
    "organisations": lazy(
        "With how many organisations of the State was there contact in 24 months?"
    ),
    "upr": lazy("When was the last universal periodic review?"),
    "themes": lazy("How many thematic mandates have never written a public letter to the State?"),
    "reprisals": lazy(
        "How many cases of reprisal did the Secretary-General name in the last report?"
    ),
}
"""The questions of shared.reference.coverage, word for word."""
SOURCES: Final = {
    "visit": lazy("List of country visits"),
    "requests": lazy("List of country visits"),
    "invitation": lazy("List of standing invitations"),
    "letters": lazy("Public register of letters"),
    "replies": lazy("Public register of letters"),
    "recommendations": lazy("Public register of recommendations"),
    "treaties": lazy("Treaty collection of the United Nations"),
    "reports": lazy("Database of the treaty bodies"),
    "nhri": lazy("Register of organisations"),
    "organisations": lazy("Contact log"),
    "upr": lazy("Record of the reviews"),
    "themes": lazy("Public register of letters"),
    "reprisals": lazy("Report of the Secretary-General on reprisals"),
}
MARKS: Final = {IMPORTED: lazy("Visit from before the platform, imported")}
"""Sources that are no document and no address."""
HOW: Final = {
    "visit": lazy("A day such as 2019-05-17, or: never, elsewhere, na"),
    "day": lazy("A day such as 2019-05-17, or: never, na"),
    "number": lazy("A number such as 3, or: na"),
    "yes": lazy("yes, no, or: na"),
}
"""What is typed as an answer, by its kind."""

FIGURES: Final = {
    "visits": lazy(
        "Each dot is a State. A State without an answer, or whose only visit was for the sake of "
        "another State, has none."
    ),
    "touched": lazy(
        "A State counts if a public letter went to it, or a visit ended of which a statement is "
        "public, in the months before. A letter that is published later changes earlier months."
    ),
}
"""What a picture shows."""


def called(key: str) -> str:
    """Return the heading of a column."""
    return str(SHORT.get(key, key))


def question(key: str, adopted: str) -> str:
    """Return the question as it was adopted; an older wording is not translated."""
    ours = QUESTIONS.get(key)
    return adopted if ours is None else str(ours)


def group(code: str) -> str:
    return gettext("Observer States") if code == OBSERVING else names.word(REGIONS[code])


def month(code: str) -> str:
    """Return a month such as "2026-11" as people read it."""
    year, number_ = code.split("-")
    return long_month(int(year), int(number_))


def answer(kind: str, value: str | None) -> str:
    """Return an answer as people read it. None: no data, which is never 0."""
    if value is None:
        return gettext("no data")
    said = {
        NOT_APPLICABLE: gettext("not applicable"),
        NEVER: gettext("never"),
        ASKED: gettext("never; a visit was asked for"),
        UNASKED: gettext("never; no request is known"),
        ELSEWHERE: gettext("not for itself"),
        NO_GRADE: gettext("no grade"),
        "yes": gettext("yes"),
        "no": gettext("no"),
    }
    if value in said:
        return said[value]
    match kind:
        case "visit" | "day":
            return _since(date.fromisoformat(value))
        case "number":
            return number(int(value))
        case "share":
            return _share(value)
        case "band":
            return _band(value)
        case _:
            return value


def _since(on: date) -> str:
    """Return a day, with how many years ago it was."""
    years = (today() - on).days // 365
    return f"{day(on)} ({away(-years, 'year')})" if years > 0 else day(on)


def _share(value: str) -> str:
    asked, answered, in_time = (number(int(one)) for one in value.split("/"))
    return gettext(
        "%(answered)s of %(asked)s; in time: %(in_time)s",
        answered=answered,
        asked=asked,
        in_time=in_time,
    )


def _band(value: str) -> str:
    if value.endswith("+"):
        return gettext("%(least)s or more", least=number(int(value[:-1])))
    least, _, most = value.partition("-")
    return gettext("%(least)s to %(most)s", least=number(int(least)), most=number(int(most)))
