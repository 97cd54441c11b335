"""The words of the library, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Final

from portal.public.documents.queries import Document, Version
from portal.web.i18n import names
from portal.web.i18n.languages import LANGUAGES
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from shared import reference
from shared.reference.documents import OF_MANDATE

OFFICIAL: Final = tuple(reference.LANGUAGES)
KINDS: Final[Mapping[str, str]] = {
    "guidance": lazy("Guidance note"),
    "manual": lazy("Manual"),
    "sop": lazy("Standard operating procedure"),
    "induction": lazy("Item of the induction kit"),
    "training": lazy("Training module"),
    "terms": lazy("Terms of reference"),
    "template": lazy_pgettext("document", "Template"),
    "form": lazy_pgettext("document", "Form"),
    "reference": lazy("Reference text"),
    "lessons": lazy("Lessons learnt"),
}
AUDIENCES: Final[Mapping[str, str]] = {
    "public": lazy("Everybody"),
    "governments": lazy("Governments"),
    "unct": lazy("United Nations country teams"),
    "nhri": lazy("National human rights institutions"),
    "ngo": lazy("Non-governmental organisations"),
    "holders": lazy("Mandate-holders"),
    "staff": lazy_pgettext("readers", "Staff"),
}
UNITS: Final[Mapping[str, str]] = {
    "library": lazy("Stakeholder officers"),
    "desk": lazy("Quick Response Desk"),
}
THEMES: Final[Mapping[str, str]] = {
    "communications": lazy("Communications"),
    "visits": lazy("Country visits"),
    "reports": lazy("Reports"),
    "reprisals": lazy("Reprisals"),
    "cooperation": lazy("Cooperation with others"),
    "working-methods": lazy("Working methods"),
}
STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "draft": (lazy("Draft"), "neutral"),
    "review": (lazy_pgettext("version", "In review"), "waiting"),
    "approved": (lazy_pgettext("version", "Approved"), "waiting"),
    "current": (lazy_pgettext("version", "Current"), "done"),
    "superseded": (lazy_pgettext("version", "Superseded"), "neutral"),
    "withdrawn": (lazy_pgettext("version", "Withdrawn"), "stopped"),
}
STATES: Final[Mapping[str, str]] = {
    "": lazy_pgettext("documents", "Current"),
    "prepared": lazy_pgettext("documents", "Being prepared"),
    "due": lazy_pgettext("documents", "Due for review"),
    "withdrawn": lazy_pgettext("documents", "Withdrawn"),
}


def stage(document: Document, version: Version) -> tuple[str, str]:
    """Return the word of a version's stage, and its tone; none is current in what is withdrawn."""
    return STAGES["withdrawn" if document.withdrawn_at else version.stage]


def audience(code: str) -> str:
    if code.startswith(OF_MANDATE):
        mandate = code.removeprefix(OF_MANDATE)
        return gettext("Holders and officers of: %(mandate)s", mandate=names.mandate(mandate))
    return AUDIENCES[code]


def audiences(codes: Iterable[str]) -> str:
    return "; ".join(str(audience(one)) for one in codes)


def language(code: str) -> str:
    """Return the language's name in itself."""
    return LANGUAGES[code].name


def behind(document: Document, version: Version, versions: Iterable[Version]) -> str:
    """Say which version of the original a translation is of, if that is not the current one."""
    if version.translates is None:
        return ""
    of = [one for one in versions if one.language == document.language]
    newest = max((one.version for one in of if one.current_at), default=None)
    if newest is None or newest == version.translates:
        return ""
    return gettext(
        "Translates version %(number)s of %(newest)s", number=version.translates, newest=newest
    )


def languages() -> dict[str, str]:
    """Return the languages of documents, each in its own name."""
    return {code: language(code) for code in OFFICIAL}
