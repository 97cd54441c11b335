"""The words of the annual statistics, in the reader's language. Numbers have none."""

from datetime import date
from typing import Final

from portal.committee.coverage.words import group as regional
from portal.committee.reports.said import KINDS as REPORTS
from portal.letters.statements.words import KINDS
from portal.public.packs.queries import Edition
from portal.public.register.words import acronym
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.presentation import day
from shared.reference import COMMUNICATION_TYPES
from shared.reference.packs import NOWHERE, TABLES, UNRECORDED, later_than, visit_of
from shared.reference.themes import THEMES

SECTIONS: Final = {
    "I": lazy("Fact sheet"),
    "II": lazy("Mandate-holders"),
    "III": lazy("Standing invitations: list"),
    "IV": lazy("Standing invitations: statistics"),
    "V": lazy("Country visits conducted: list"),
    "VI": lazy("Country visits conducted: statistics"),
    "VII": lazy("States never visited"),
    "VIII": lazy("Status of country visits over five years"),
    "IX": lazy("Communications"),
    "X": lazy("Letters sent and replies received"),
    "XI": lazy("Themes of reports"),
    "statements": lazy("Statements, and joint statements"),
    "followup": lazy("Follow-up activities"),
    "support": lazy("External support"),
    "posts": lazy("Other posts of the system"),
}
TABLE_NAMES: Final = {
    "facts": lazy("The year in numbers"),
    "holders": lazy("Seats that were held on 31 December"),
    "holders_gender": lazy("Seats that were held on 31 December, by gender"),
    "holders_region": lazy("Seats that were held on 31 December, by regional group"),
    "candidates_gender": lazy("Candidates in selections that ended in the year, by gender"),
    "candidates_region": lazy("Candidates in selections that ended in the year, by regional group"),
    "invited": lazy("States with a standing invitation"),
    "invitations": lazy("Standing invitations by regional group"),
    "visits": lazy("Country visits by State and mandate"),
    "visit_groups": lazy("Country visits by regional group"),
    "visit_mandates": lazy("Country visits by mandate"),
    "never_visited": lazy("States never visited"),
    "never_asked": lazy("States never visited that were asked for a visit"),
    "visited": lazy("States by what is recorded of their last visit"),
    "visit_years": lazy("Country visits in five years"),
    "visit_lines": lazy("Status of visit files when each year was over"),
    "types": lazy("Letters by type"),
    "mandates": lazy("Letters by mandate"),
    "rates": lazy("Response rate, in four readings"),
    "groups": lazy("Replies by regional group"),
    "states": lazy("Replies by recipient"),
    "statements": lazy("Statements by kind"),
    "reports": lazy("Published reports by kind"),
    "themes": lazy("Published reports by theme"),
    "followups": lazy("Published follow-up tables by mandate"),
    "support": lazy("External support by mandate"),
    "posts": lazy("Posts that are not those of mandate-holders"),
}
COLUMNS: Final = {
    "number": lazy("Number"),
    "seats": lazy("Seats held"),
    "first_term": lazy("In a first term"),
    "later_term": lazy("In a later term"),
    "eligible": lazy("Eligible"),
    "recommended": lazy("Recommended"),
    "appointed": lazy("Appointed"),
    "yes": lazy_pgettext("standing invitation", "Yes"),
    "no": lazy_pgettext("standing invitation", "No"),
    "not_applicable": lazy("Not applicable"),
    "no_data": lazy("No data"),
    "states": lazy("States"),
    "visits": lazy("Country visits"),
    "states_visited": lazy("States visited"),
    "joint_visits": lazy("Joint visits"),
    "waiting": lazy("Requested, without an answer"),
    "accepted": lazy("Invited or accepted"),
    "agreed": lazy("Dates agreed"),
    "over": lazy("Visit over"),
    "stopped": lazy("Postponed, declined, cancelled or lapsed"),
    "letters": lazy("Letters"),
    "joint": lazy("Joint letters"),
    "joint_statements": lazy("Joint statements"),
    "follow_up": lazy("Follow-up letters"),
    "part": lazy("Counted as answered"),
    "of": lazy("Out of"),
    "due": lazy("Time to reply is over"),
    "answered": lazy("Answered in substance"),
    "in_time": lazy("Answered in time"),
    "otherwise": lazy("Another reply alone"),
    "statements": lazy("Statements"),
    "reports": lazy("Reports"),
    "annual_reports": lazy("Annual reports"),
    "visit_reports": lazy("Reports on visits"),
    "tables": lazy("Follow-up tables"),
    "recommendations": lazy("Recommendations"),
    "funders": lazy("Sources of funds"),
    "thousands": lazy("Funds, in thousands of US dollars"),
    "in_kind": lazy("Contributions in kind"),
    "posts": lazy("Posts"),
}
_ROWS: Final = {
    "fact": {
        "holders": lazy("Seats held on 31 December"),
        "letters": lazy("Letters"),
        "joint": lazy("Joint letters"),
        "follow_up": lazy("Follow-up letters"),
        "answered": lazy("Letters answered in substance so far"),
        "statements": lazy("Statements"),
        "visits": lazy("Country visits that ended in the year"),
    },
    "mandate_kind": {
        "thematic": lazy("Thematic mandates"),
        "country": lazy("Country mandates"),
    },
    "gender": {
        "female": lazy("Female"),
        "male": lazy("Male"),
        "rest": lazy("Other, not disclosed or not recorded"),
    },
    "visited": {
        "visited": lazy("Visited on a day that is recorded"),
        "elsewhere": lazy("Visited only under another mandate or from outside"),
        "never": lazy("Never visited"),
        "not_applicable": lazy("Not applicable"),
        "no_data": lazy("No data"),
    },
    "rate": {
        "substantive": lazy("Substantive reply: of the letters whose time to reply is over"),
        "in_time": lazy("Timely reply: in substance within that time, of the same letters"),
        "any_reply": lazy("Any reply: an acknowledgement counts too, of the same letters"),
        "of_all": lazy("Of all letters: in substance, of every letter of the year"),
    },
    "post": {
        "professional": lazy("Professional category and above"),
        "general_service": lazy("General Service category"),
        "temporary": lazy("Temporary posts"),
    },
}
ABOUT: Final = {
    "fact": lazy("What is counted"),
    "mandate_kind": lazy("Kind of mandate"),
    "gender": lazy("Gender"),
    "origin": lazy("Regional group"),
    "state": lazy("State"),
    "group": lazy("Regional group"),
    "visited": lazy("Last visit"),
    "visit": lazy("State and mandate"),
    "year": lazy("Year"),
    "report": lazy("Kind of report"),
    "theme": lazy("Theme"),
    "type": lazy("Type of letter"),
    "mandate": lazy("Mandate"),
    "rate": lazy("Reading"),
    "statement": lazy("Kind of statement"),
    "post": lazy("Kind of post"),
}
REASONS: Final = {
    "published_late": lazy("Texts of the year were published since"),
    "taken_back": lazy("A published text was taken back"),
    "counting": lazy("There was an error in counting"),
    "definition": lazy("A definition changed"),
    "recorded": lazy("Invitations or visits were recorded wrongly"),
    "entered": lazy("External support or other posts were recorded since, or wrongly"),
}
_OF_HOLDERS: Final = lazy(
    "Gender and regional group are what a public list of candidates said of who was appointed; in "
    "a Working Group the regional group is that of the seat. Where no list says it, it is not "
    "recorded."
)
_OF_CANDIDATES: Final = lazy(
    "Candidates count in the year in which the end of their selection went on record, once for "
    "each selection. Only those count whom a public list names: who else applied is in no number, "
    "and no number tells who was interviewed."
)
_OF_VISITS: Final = lazy(
    "A country visit counts in the year in which it ended, once a statement or a report that is "
    "published tells its days. Texts of one mandate on one State whose days overlap are of one "
    "visit. A joint visit counts once, and once for each of its mandates where they are compared."
)
_OF_LINES: Final = lazy(
    "A visit file counts as its line stood on the public list of country visits when the year was "
    "over. The line of a visit whose dates were agreed says from the next year on that it is over. "
    "A year in which there was no line yet is not in the table."
)
_OF_REPORTS: Final = lazy(
    "A report counts in the year in which it was published, once for each symbol, and under each "
    "theme of its mandates. Country mandates work on all themes, so their reports are under none."
)
_OF_FOLLOW_UP: Final = lazy(
    "A follow-up table that is published counts in the year of its round, with the public "
    "recommendations in it. Follow-up letters are among the letters."
)
_OF_ENTERED: Final = lazy(
    "External support and other posts are as public documents say them, which stand below the "
    "numbers with their days. A row that nobody recorded is not nought. A corrigendum has those of "
    "the edition before, unless its reason is that they were recorded since, or wrongly."
)
NOTES: Final = {
    "support": _OF_ENTERED,
    "posts": _OF_ENTERED,
    "themes": _OF_REPORTS,
    "followups": _OF_FOLLOW_UP,
    "visit_lines": _OF_LINES,
    "visits": _OF_VISITS,
    "visit_mandates": _OF_VISITS,
    "holders_gender": _OF_HOLDERS,
    "holders_region": _OF_HOLDERS,
    "candidates_gender": _OF_CANDIDATES,
    "candidates_region": _OF_CANDIDATES,
}
"""What a reader of a table needs to know beside it."""
DEFINITIONS: Final = (
    lazy("Only what is public is counted. A letter counts in the year of its reference."),
    lazy("A joint letter counts once, and once for each of its mandates where they are compared."),
    lazy(
        "A follow-up letter takes up an earlier public letter again. It is one of the letters, "
        "and is told apart."
    ),
    lazy(
        "The time to reply is over when the days of the office have passed since the letter was "
        "sent. A younger letter is in no response rate but the one of all letters."
    ),
    lazy("A reply in substance counts, also one that the State keeps confidential."),
    lazy(
        "Standing invitations and last visits are those of the coverage of States with their "
        "sources, on the day of the count and not at the end of the year."
    ),
    lazy(
        "So they stand under the year just over alone. A corrigendum has those of the edition "
        "before, unless its reason is that they were recorded wrongly."
    ),
    lazy("No data means that nobody recorded an answer. It is not nought."),
    lazy("A seat is in a later term if its holder serves a second one."),
    _OF_HOLDERS,
    _OF_CANDIDATES,
    _OF_VISITS,
    _OF_LINES,
    _OF_REPORTS,
    _OF_FOLLOW_UP,
    _OF_ENTERED,
    lazy("States stand by name. There is no rank, and no number is marked as good or bad."),
    lazy(
        "What is frozen never changes. A corrigendum has a number and a reason, and the edition "
        "before it stays."
    ),
    lazy("The hash is the SHA-256 of the CSV file, so that anybody can check the file."),
)


def section(key: str) -> str:
    """Return what a section is called, with its number where it has one."""
    name = str(SECTIONS[key])
    return f"{key}. {name}" if key.isupper() else name


def row(kind: str, code: str) -> str:
    if kind == "state":
        return names.recipient(code)
    if kind == "year":
        return code
    if kind == "visit":
        state, mandate = visit_of(code)
        return listed([names.recipient(state), names.mandate(mandate)])
    if kind == "mandate":
        return names.mandate(code)
    if kind in {"group", "origin"} and code != UNRECORDED:
        return gettext("In no regional group") if code == NOWHERE else regional(code)
    if kind == "origin":
        return gettext("Not recorded")
    if kind == "theme":
        return gettext("Under no theme") if code == NOWHERE else names.word(THEMES[code].name)
    if kind == "report":
        return str(REPORTS[code])
    if kind == "type":
        return names.word(COMMUNICATION_TYPES[code])
    return names.word(KINDS[code]) if kind == "statement" else str(_ROWS[kind][code])


def source(of: str, on: date) -> str:
    """Say where recorded numbers are from."""
    return gettext("Source: %(source)s, %(day)s", source=of, day=day(on))


def short(kind: str, code: str) -> str:
    """Return a code or an acronym, for where there is no room for the name."""
    if kind == "mandate":
        return acronym(code)
    return code if kind == "state" else ""


def column(key: str) -> str:
    return str(COLUMNS[key])


def nothing(one: Edition, key: str) -> str:
    """Return why a section of this edition has no table."""
    if later_than(one.definitions, key):
        return gettext(
            "This edition was counted before the platform counted this section. That is not nought."
        )
    return gettext("The platform has no facts for this section yet. That is not nought.")


def kind_of(table: str) -> str:
    return TABLES[table].rows


def title(year: int) -> str:
    return gettext("Annual statistics %(year)s", year=str(year))


def called(one: Edition) -> str:
    """Return which edition this is."""
    if one.number == 0:
        return gettext("First edition")
    return gettext("Corrigendum %(number)s", number=str(one.number))
