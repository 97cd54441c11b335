"""Parts of a document for the press: paragraphs and headings, each in its own language."""

from typing import Any, TypeAlias

from portal.web.i18n.text_language import RIGHT_TO_LEFT, language_of

Block: TypeAlias = dict[str, Any]
_WIDEST, _HIGHEST = 110.0, 200.0  # millimetres of a picture


def text(written: str | None, spoken: str) -> list[Block]:
    """Cut a text of people into paragraphs, each in its own language."""
    paragraphs = [part.splitlines() for part in (written or "").split("\n\n") if part.strip()]
    return [block(lines, language_of("\n".join(lines), otherwise=spoken)) for lines in paragraphs]


def heading(words: str, spoken: str) -> Block:
    return {**block([words], spoken), "heading": True}


def picture(svg: str, caption: str, finding: str, spoken: str, *, shape: float) -> Block:
    """``finding``: what the picture shows first, for those who do not see it.

    ``shape``: how wide it is for its height; a high picture gets narrower, so that a page has room.
    """
    width = round(min(_WIDEST, _HIGHEST * shape), 1)
    return {**block([caption], spoken), "picture": svg, "alt": finding, "width": width}


def block(lines: list[str], spoken: str) -> Block:
    return {
        "heading": False,
        "language": spoken,
        "direction": direction(spoken),
        "lines": lines,
    }


def direction(spoken: str) -> str:
    return "rtl" if spoken in RIGHT_TO_LEFT else "ltr"
