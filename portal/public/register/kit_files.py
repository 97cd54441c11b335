"""The files of a share kit: its address as a picture, one page to print, and its sheets."""

import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from portal.followup.recommendations import words as recommended
from portal.letters.documents.blocks import Block, block, direction, heading, picture
from portal.letters.documents.words import WORDS
from portal.public.register import kit_words, words
from portal.public.register.kits import Kit, Recommended
from portal.web.i18n import names
from portal.web.i18n.formats import listed, number
from portal.web.i18n.text_language import language_of
from portal.web.i18n.texts import gettext, language
from portal.web.sheet import Sheet
from shared.core.geneva import start_of

_SIZE: Final = 8  # points
_QR: Final = 22  # millimetres
_ROOM: Final = 38.0
"""Lines of recommendations for which the page has room."""
_HEADING: Final = 3
_BETWEEN: Final = 0.3
_LINE, _WIDE_LINE = 100, 50
"""Letters of a line, and of one in Chinese."""
_BEGINNING: Final = 150


def qr(address: str, kind: str) -> bytes:
    """Return the address as a QR code: svg or png."""
    import segno  # noqa: PLC0415  # only where a code is asked for

    out = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(out, kind=kind, scale=8, border=4, light="#fff")
    return out.getvalue()


def sheet(kit: Kit) -> Sheet:
    titles = (
        gettext("Number"), gettext("State"), gettext("Mandate"), gettext("Day"), gettext("Text"),
        gettext("Also addressed to"), gettext("Report on a visit"), gettext("Paragraph"),
        gettext("Address"),
    )  # fmt: skip
    return Sheet(name=gettext("Recommendations"), rows=[titles, *_rows(kit)])


def _rows(kit: Kit) -> Iterator[tuple[object, ...]]:
    address = kit.address(language().code)
    for place, one in enumerate(kit.recommendations, 1):
        yield (
            place,
            words.recipient(one.addressee),
            names.mandate(one.mandate),
            one.on.isoformat() if one.on else "",
            one.text,
            listed(each.said for each in kit.beside.get(one.recommendation_id, ())),
            one.report or "",
            one.paragraph or "",
            address,
        )


def laid_out(kit: Kit, today: date) -> dict[str, Any]:
    """Return the page for the press. What has no room on it is counted there."""
    spoken = language().code
    frame, address = WORDS.get(spoken, WORDS["en"]), kit.address(spoken)
    shown = _with_room(kit)
    notes = [gettext("Everything here is public. Nobody has signed this page.")]
    if len(shown) < len(kit.recommendations):
        all_ = number(len(kit.recommendations))
        notes += [
            gettext(
                "Recommendations on this page: %(shown)s of %(all)s, each with its beginning. All "
                "of them stand whole at the address.",
                shown=number(len(shown)),
                all=all_,
            )
        ]
    code = qr(address, "svg").decode()
    said = picture(code, address, gettext("QR code of the address"), spoken, shape=1)
    return {
        "title": kit_words.title(kit),
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": None,
        "date": frame.day(today),
        "mandates_label": frame.mandates if kit.mandates else "",
        "signed": [{"mandate": names.mandate(one), "holder": None} for one in kit.mandates],
        "blocks": [
            block([*kit_words.details(kit), *notes], spoken),
            {**said, "width": _QR},
            *_by_state(shown, spoken),
            *_beside(kit, shown, spoken),
        ],
        "size": _SIZE,
        "at": int(datetime.timestamp(start_of(today))),
    }


def _with_room(kit: Kit) -> list[tuple[int, Recommended]]:
    room, found, headed = _room(kit), [], set[str]()
    for place, one in enumerate(kit.recommendations, 1):
        text = _beginning(one)
        width = _WIDE_LINE if language_of(text) == "zh" else _LINE
        room -= (
            math.ceil(len(text) / width) + _BETWEEN + (0 if one.addressee in headed else _HEADING)
        )
        headed.add(one.addressee)
        if room < 0:
            break
        found.append((place, one))
    return found


def _room(kit: Kit) -> float:
    """Return for how many lines there is room below what the page says first."""
    kinds = len({*_kinds(kit)})
    beside = kinds + _HEADING if kinds else 0
    return _ROOM - len(kit.mandates) - len(kit_words.details(kit)) - beside


def _by_state(shown: list[tuple[int, Recommended]], spoken: str) -> Iterator[Block]:
    states: dict[str, list[tuple[int, Recommended]]] = {}
    for each in shown:
        states.setdefault(each[1].addressee, []).append(each)
    for state, some in states.items():
        yield heading(words.recipient(state), spoken)
        for place, one in some:
            text = _beginning(one)
            yield block([f"{number(place)}. {text}"], language_of(text, otherwise=spoken))


def _beside(kit: Kit, shown: list[tuple[int, Recommended]], spoken: str) -> Iterator[Block]:
    """Yield which of them go to others too, by what these are."""
    places: dict[str, list[int]] = {}
    for place, one in shown:
        for each in kit.beside.get(one.recommendation_id, ()):
            said = places.setdefault(recommended.addressee(each.kind), [])
            if place not in said:
                said.append(place)
    if places:
        yield heading(gettext("Also addressed to"), spoken)
        told = [
            gettext("%(what)s: %(value)s", what=kind, value=listed(map(number, of)))
            for kind, of in places.items()
        ]
        yield block(told, spoken)


def _kinds(kit: Kit) -> Iterator[str]:
    return (each.kind for some in kit.beside.values() for each in some)


def _beginning(one: Recommended) -> str:
    plain = re.sub(r"\s+", " ", one.text).strip()
    if len(plain) <= _BEGINNING:
        return plain
    cut = plain[:_BEGINNING]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut} …"
