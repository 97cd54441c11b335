"""The texts of a share kit in each language: ready to copy, without a script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from portal.followup.visits import lines
from portal.public.register import words
from portal.public.register.kits import Kit
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.languages import Language, ready
from portal.web.i18n.texts import gettext, language, ngettext, speaking

_RIGHT_TO_LEFT: Final = "\u200f"
"""A mark for where the text goes: names are isolated, and none of the first line counts else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """``short``: for social media, in one line and with the address alone."""

    language: Language
    whole: str
    short: str


def title(kit: Kit) -> str:
    """Return what the kit is of."""
    if kit.visit is not None:
        return _told(gettext("Country visit"), words.recipient(kit.visit.state))
    of = words.recipient(kit.key) if kit.kind == "state" else names.mandate(kit.key)
    return _told(gettext("Recommendations of the Special Procedures"), of)


def facts(kit: Kit) -> list[str]:
    """Return a line for each thing that is public of it."""
    by = [names.mandate(code) for code in kit.visit.mandates] if kit.visit else []
    return [*by, *details(kit)]


def details(kit: Kit) -> list[str]:
    """Return the same without mandates."""
    visit = kit.visit
    found = [lines.between(visit.first, visit.last)] if visit and visit.first and visit.last else []
    symbols = [one.symbol for one in visit.reports if one.symbol] if visit else []
    found += [_told(gettext("Report on a visit"), one) for one in symbols]
    return [*found, counted(kit)]


def counted(kit: Kit) -> str:
    count = len(kit.recommendations)
    one, many = "%(shown)s recommendation", "%(shown)s recommendations"
    return ngettext(one, many, count, shown=number(count))


def in_every_language(kit: Kit) -> Mapping[str, Texts]:
    return {one.code: _texts(kit, one.code) for one in ready()}


def _texts(kit: Kit, code: str) -> Texts:
    with speaking(code):
        address = kit.address(code)
        ahead = gettext("Read all of it, with what is published of what followed:")
        head = f"{_RIGHT_TO_LEFT}{title(kit)}" if language().right_to_left else title(kit)
        short = " · ".join((head, counted(kit), address))
        whole = "\n".join((head, *facts(kit), "", ahead, address))
        return Texts(language=language(), whole=whole, short=short)


def _told(what: str, said: str) -> str:
    return gettext("%(what)s: %(value)s", what=what, value=said)
