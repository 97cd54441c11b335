"""The mandates as forms list them."""

from dataclasses import dataclass

from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared import reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A mandate to tick, by its name in the reader's language."""

    mandate: str
    acronym: str
    name: str


def mandate_groups() -> dict[str, list[Box]]:
    """Return the mandates as a form lists them, by the title of their group."""
    kinds = {"thematic": gettext("Thematic mandates"), "country": gettext("Country mandates")}
    return {
        title: [_box(code, name) for code, name in names.mandates(kind).items()]
        for kind, title in kinds.items()
    }


def _box(code: str, name: str) -> Box:
    return Box(mandate=code, acronym=reference.mandate_acronym(code), name=name)
