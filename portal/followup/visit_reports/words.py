"""The words of reports on visits, in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from portal.web.i18n import names
from portal.web.i18n.languages import LANGUAGES as SPOKEN
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from shared.contracts.followup_visit_reports import CommentKind, DocumentKind, Stage
from shared.reference.recommending import ADDRESSEES
from shared.reference.visit_reports import LANGUAGES, OFFICIAL

STAGES: Final[Mapping[Stage, tuple[str, str]]] = {
    "drafting": (lazy_pgettext("visit report", "Being drafted"), "active"),
    "with_state": (lazy_pgettext("visit report", "With the State for comments"), "waiting"),
    "deciding": (lazy_pgettext("visit report", "Comments to be decided"), "late"),
    "approved": (lazy_pgettext("visit report", "Approved"), "active"),
    "submitted": (lazy_pgettext("visit report", "Submitted"), "active"),
    "published": (lazy_pgettext("visit report", "Published"), "done"),
    "withdrawn": (lazy_pgettext("visit report", "Withdrawn"), "stopped"),
}
KINDS: Final[Mapping[CommentKind, str]] = {
    "factual": lazy_pgettext("comment", "On facts"),
    "substantive": lazy_pgettext("comment", "On substance"),
}
DOCUMENTS: Final[Mapping[DocumentKind, str]] = {
    "official": lazy("Official document"),
    "advance": lazy("Advance unedited version"),
    "note": lazy("Preliminary note"),
}
REASONS: Final[Mapping[str, str]] = {
    "term_ended": lazy("The holder's term ended before the report was finished"),
    "mandate_ended": lazy("The mandate ended"),
    "merged": lazy("Another report includes it"),
    "no_report": lazy("No report follows this kind of visit"),
    "mistake": lazy("It was sent or published by mistake"),
    "other": lazy_pgettext("reason", "Another reason"),
}
STEPS: Final[Mapping[str, str]] = {
    "visit-report-started": lazy("The report was begun"),
    "visit-report-text-kept": lazy("The text was written"),
    "visit-report-item-set": lazy("A recommendation was written"),
    "visit-report-item-removed": lazy("A recommendation was taken out"),
    "visit-report-sent-to-state": lazy("The draft was sent to the State"),
    "visit-report-state-commented": lazy("The State commented"),
    "visit-report-comment-period-ended": lazy("The period for comments ended"),
    "visit-report-comment-decided": lazy("A comment on facts was decided"),
    "visit-report-approved": lazy("The holder approved the report"),
    "visit-report-submitted": lazy("The report was submitted"),
    "visit-report-returned": lazy("The report was given back"),
    "visit-report-published": lazy("The report was published"),
    "visit-report-languages-set": lazy("It was said in which languages the document is out"),
    "visit-report-file-added": lazy("A file was added"),
    "visit-report-file-taken-back": lazy("A file was taken back"),
    "visit-report-note-named": lazy("It was said whether there is a preliminary note"),
    "visit-report-comments-published": lazy("The comments of the State were published"),
    "visit-report-presented": lazy("The report was presented to the Council"),
    "visit-report-follow-up-planned": lazy("Follow-up was planned"),
    "visit-report-withdrawn": lazy("The report was withdrawn"),
    "visit-report-passed-on": lazy("The mandate of the report ended"),
    "visit-report-mandate-joined": lazy("A mandate that writes it as well was named"),
    "visit-report-mandate-left": lazy("A mandate was taken off the report"),
    "visit-report-read-with": lazy("It was said with which reports it is read"),
}
DOCUMENT_LANGUAGES: Final = {code: SPOKEN[code].name for code in LANGUAGES}
_PARAGRAPHS = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: an empty line begins a new one."""
    return [one.strip() for one in _PARAGRAPHS.split(text) if one.strip()]


def with_addressees(text: str, addressees: Sequence[tuple[str, str]]) -> str:
    """Return a recommendation with those to whom it goes beside the Government, line by line."""
    return "\n".join([text, *(f"- {addressee(kind)}: {name}" for kind, name in addressees)])


def documents(symbol: str, languages: Sequence[str], mine: str) -> list[tuple[str, str]]:
    """Return the official document in each language, the reader's own first, with its address."""
    first = sorted(languages, key=lambda code: code != mine)
    return [(code, OFFICIAL.format(code=code, symbol=symbol)) for code in first]


def listed(languages: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return each of these languages with its direction and its own name."""
    return [(code, SPOKEN[code].dir, SPOKEN[code].name) for code in languages]


def missing(languages: Sequence[str]) -> list[str]:
    """Return the official languages that are not among these."""
    return [code for code in LANGUAGES if code not in languages]


def filed(kind: DocumentKind, language: str) -> str:
    return gettext(
        "%(document)s: %(language)s",
        document=DOCUMENTS[kind],
        language=DOCUMENT_LANGUAGES[language],
    )


def addressee(kind: str) -> str:
    return names.word(ADDRESSEES.get(kind, kind))
