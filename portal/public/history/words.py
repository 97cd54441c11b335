"""History in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from portal.followup.visits.lines import OVER, STATUSES
from portal.public.history.queries import Import
from portal.web.i18n import names
from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.texts import gettext, lazy, ngettext
from shared.reference import COMMUNICATION_TYPES, OTHER, mandate_acronym
from shared.reference.former_states import former_states

UNUSABLE = {
    "unreadable": lazy("This file cannot be read. Save it as CSV UTF-8, XLSX, ODS or NDJSON."),
    "columns": lazy("The first row must name the columns as the template does."),
    "too_many": lazy("Divide the sheet: one takes 10,000 rows."),
    "empty": lazy("The sheet is empty. Fill in a row for each letter."),
    "erased": lazy("This sheet was erased."),
}
PROBLEMS = {
    "type": lazy("Type: write AL, UA or OL; or SUB, PUB, VISIT, REPORT or STATEMENT"),
    "submission": lazy(
        "Submission: a number of its own, with no words but codes of States and of offices, such "
        "as G, SO or OHCHR; and no replies, publication or document"
    ),
    "visit": lazy("Visit: of a State, and with no reference and no replies"),
    "paper": lazy(
        "Report or statement: no replies, and the symbol of the document, such as "
        "E/CN.4/1998/38/Add.2; a statement can be without"
    ),
    "publication": lazy(
        "Publication: the reference of a letter that is public by a row of its own, a document, a "
        "day from then on under sent, and at most one of its replies"
    ),
    "session": lazy("Session, of a report alone: CHR, HRC or GA and its number, such as HRC 40"),
    "mission": lazy(
        "Mission: the first day of the visit that a report or statement is about; or nothing"
    ),
    "columns": lazy("Columns: the names of the template alone, each one once"),
    "long": lazy("Shorten the cell: one takes 400 characters"),
    "reference": lazy(
        "Reference: capital letters, digits, spaces and . / ( ) - alone; of this recipient, and of "
        "no later year than this one"
    ),
    "recipient": lazy("Recipient: the name or code of a State that existed on that day, or OTH"),
    "mandates": lazy("Mandates: codes of the registry of mandates, each one once"),
    "sent": lazy("Sent: a day that is past, such as 1998-03-17"),
    "until": lazy(
        "Until: the last day of a visit that took place, at most 60 days after the first; nothing "
        "of a request, or of a letter"
    ),
    "status": lazy(
        "Status, of a visit alone: completed, interrupted, postponed, cancelled, requested or "
        "declined"
    ),
    "replies": lazy("Replies: days from the letter on, such as 1998-05-02; 1998-11-20"),
    "published": lazy("Published: a day that is past, of a letter from its own day on; or nothing"),
    "document": lazy("Document: an address of ohchr.org or un.org, of a published letter alone"),
    "here": lazy("What this row is of is here already"),
}
COLUMNS = {
    "type": lazy(
        "AL, UA or OL; SUB for a submission; PUB for one more publication of a letter or reply; "
        "VISIT for a country visit; REPORT; STATEMENT for one at the end of a visit"
    ),
    "reference": lazy(
        "As it stood on the letter, or nothing; of a submission the number that the office gave "
        "it; of a report or statement the symbol of the document"
    ),
    "recipient": lazy("The name or code of a State, also of a former one, or OTH"),
    "mandates": lazy("Codes of the registry of mandates; several with a semicolon"),
    "sent": lazy(
        "The day of the letter, report or statement, or on which the submission came; of a visit "
        "its first day, or the day on which it was requested or declined; such as 1998-03-17"
    ),
    "replies": lazy(
        "The day of each reply; several with a semicolon. Everybody reads those that came until "
        "the letter was made public"
    ),
    "published": lazy("The day on which it was made public; nothing if it was not"),
    "document": lazy("Where it was published, on ohchr.org or un.org"),
    "until": lazy("The last day of a visit"),
    "status": lazy(
        "Of a visit: completed, interrupted, postponed, cancelled, requested or declined"
    ),
    "session": lazy("Of a report: where it was presented, such as CHR 54, HRC 40 or GA 55"),
    "mission": lazy("Of a report or statement: the first day of the visit that it is about"),
}

UNDONE = {
    "wrong_sheet": lazy("It was the wrong sheet"),
    "wrong_rows": lazy("Rows of the sheet are wrong"),
    "twice": lazy("Its letters are here by another import"),
    "not_ours": lazy("These records do not belong here"),
}

PAPERS = {"REPORT": lazy("Report"), "STATEMENT": lazy("End-of-mission statement")}
VISITS = {
    "completed": OVER,
    "interrupted": (lazy("Interrupted"), "stopped"),
    **{code: STATUSES[code] for code in ("postponed", "cancelled", "requested", "declined")},
}

ARCHIVE = {
    "unreadable": lazy("This archive cannot be opened. Save it again as ZIP, without a password."),
    "empty": lazy("The archive is empty."),
    "too_many": lazy("Divide the archive: one takes 50 files."),
    "too_large": lazy("Divide the archive: its files are too large together."),
}
PLACES = {
    "name": lazy("No row of this import is called so"),
    "several": lazy("Several rows have this reference: write the row of the sheet instead"),
    "day": lazy("No reply to this letter came on that day"),
    "full": lazy("This row would have more than 20 files beside it"),
}
VERSIONS = {
    "no": lazy(
        "No, or I do not know: whoever may read the letter or the visit reads them, also the "
        "Government that got a letter"
    ),
    "yes": lazy("Yes: everybody reads those beside what was published"),
}
REMOVED = {
    "wrong_letter": lazy("It is beside the wrong letter or document"),
    "wrong_version": lazy("It is the wrong version"),
    "unreadable": lazy("It cannot be read"),
    "not_ours": lazy("It does not belong here"),
}

mandate = names.mandate


def type_(code: str) -> str:
    return names.word(COMMUNICATION_TYPES.get(code, code))


def acronyms(codes: Iterable[str]) -> str:
    return listed(map(mandate_acronym, codes))


def title(reference: str) -> str:
    return reference or gettext("Letter without a reference")


def recipient(code: str) -> str:
    """Return a State's name; of a former one with its day."""
    former = former_states().get(code)
    if former is None:
        return names.recipient(code)
    name = names.word(former.name)
    if former.ended:
        return gettext("%(name)s (until %(day)s)", name=name, day=short_day(former.since))
    today = listed(names.recipient(one) for one in former.successors)
    return gettext("%(name)s (today %(today)s)", name=name, today=today)


def of_visit(first_on: date, last_on: date | None) -> str:
    """Return the days of a visit, or the day of a request."""
    if last_on is None:
        return short_day(first_on)
    return gettext("From %(first)s to %(last)s", first=short_day(first_on), last=short_day(last_on))


def paper(kind: str, symbol: str) -> str:
    return symbol or str(PAPERS[kind])


def replied(days: Sequence[date]) -> str:
    """Return how many replies came, and when the first one."""
    if not days:
        return gettext("No reply recorded")
    return ngettext(
        "%(shown)s reply, on %(day)s",
        "%(shown)s replies, the first one on %(day)s",
        len(days),
        shown=number(len(days)),
        day=short_day(days[0]),
    )


def read_by(code: str | None, *, public: bool) -> str:
    """Return who reads a file beside a letter to this recipient, as a label.

    None: it is beside a visit, a report or a statement.
    """
    if public:
        return gettext("Everybody reads")
    if code is None:
        return gettext("Read by whoever may read the file of the visit")
    former = former_states().get(code)
    if code == OTHER or (former and former.ended):
        return gettext("Read by whoever may read the letter")
    return gettext(
        "Read by whoever may read the letter, and by the Government: %(state)s",
        state=recipient(code),
    )


def beside(replied_on: date | None, number_: int) -> str:
    """Return what a file is of; ``number_``: among those of the same."""
    said = (
        gettext("Reply of %(day)s", day=short_day(replied_on)) if replied_on else gettext("Letter")
    )
    if number_ == 1:
        return said
    return gettext("%(file)s, part %(number)s", file=said, number=number(number_))


def scan(number_: int) -> str:
    """Return what a file beside a visit, a report or a statement is called."""
    return gettext("File %(number)s", number=number(number_))


def publication(one: Row[Any]) -> str:
    """Return what a further publication of a letter is of, and its day."""
    return listed((beside(one.replied_on, 1), short_day(one.published_on)))


def standing(one: Import, *, checked: bool, stopped: bool) -> tuple[str, str]:
    """Return where an import stands, and the tone of it."""
    if one.undone_at:
        return gettext("Undone"), "neutral"
    if one.completed_at:
        return gettext("Imported"), "done"
    if stopped:
        return gettext("Stopped"), "warning"
    if one.begun_at:
        return gettext("Being imported"), "waiting"
    return (gettext("Checked"), "waiting") if checked else (gettext("Being checked"), "neutral")
