"""Find the values in sentences of a template that would turn the order of its words."""

import re
from collections.abc import Iterator

from tests.portal.web.i18n.unwrapped import Said

_BLOCK = re.compile(r"{%-?\s*trans(?P<values>\s.*?)?\s*-?%}(?P<body>.*?){%-?\s*endtrans", re.DOTALL)
_OF_ITSELF = re.compile(
    r"\|\s*(?:bdi|ltr|grouped|day|absolute)$"  # isolated; numbers and dates
    r"|^(?:when|due|status|tag|case_no)\("  # elements, which isolate or end a sentence
    r"|^text\.version$|^languages\["
    r"|^_\(|^(?:register|reply)_words\.(?:kind|language|month|on|outcome|type_)\("
)
"""Expressions whose values keep the order of the words around them: also words of the page."""
_NUMBERS = frozenset(
    {
        "count",
        "days",
        "edition",
        "embargo_days",
        "kept_days",
        "mean",
        "megabytes",
        "most",
        "notice_days",
    }
    | {"reply_days", "unread"}
)
_CODES = re.compile(r"address|codes?|email|endings|mandates?|number|references?|slug|url")
_VALUE = re.compile(r"{{\s*(\w+)\s*}}")
_ISOLATED = re.compile(
    r"<bdi\b[^>]*>.*?</bdi>|<(\w+)\b[^>]*\sdir=[^>]*>.*?</\1>|<[^>]*>", re.DOTALL
)
"""What a value may stand in: an isolated piece, or a tag's own attributes."""


def turning(source: str) -> Iterator[Said]:
    """Yield the line and the value of each that is neither isolated nor a number, date or word."""
    for line, name, expression in _bare(source):
        if name not in _NUMBERS and not _OF_ITSELF.search(expression):
            yield line, f"{name}={expression}"
        elif _CODES.fullmatch(name) and not re.search(r"\|\s*ltr$|^case_no\(|version$", expression):
            yield line, f"{name}={expression}, from left to right"


def _bare(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and expression of each value that stands in a sentence as it is."""
    for block in _BLOCK.finditer(source):
        values = dict(_values(block["values"] or ""))
        line = source.count("\n", 0, block.start()) + 1
        for value in _VALUE.finditer(_ISOLATED.sub("", block["body"])):
            yield line, value[1], values.get(value[1], value[1])


def _values(written: str) -> Iterator[tuple[str, str]]:
    """Yield the names and expressions of ``{% trans name=expression, … %}``."""
    depth, begin, parts = 0, 0, []
    for at, letter in enumerate(written):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append(written[begin:at])
            begin = at + 1
    for part in (*parts, written[begin:]):
        name, _, expression = part.strip().partition("=")
        yield name.strip(), expression.strip() or name.strip()
