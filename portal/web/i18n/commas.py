"""Commas in templates: between two parts of a line stands the comma of the reader's language.

A text that translators see has its own. What a template puts side by side itself, such as a name
and a day, is parted by ", " in its source, and each such comma is read as ``comma()``.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from typing_extensions import override

_COMMA: Final = ", "
_AFTER_A_TAG: Final = re.compile("(?<=>), ")
_AFTER_A_VALUE: Final = frozenset({"variable_end", "block_end"})
_CALL: Final = (
    ("variable_begin", "{{"),
    ("name", "comma"),
    ("lparen", "("),
    ("rparen", ")"),
    ("variable_end", "}}"),
)


class Commas(Extension):
    """Reads a comma after a value or a tag as a call, where no translator sees the text."""

    @override
    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        before, translated = "", False
        for token in stream:
            if before == "block_begin" and token.value in {"trans", "endtrans"}:
                translated = token.value == "trans"
            if token.type == "data" and not translated:
                yield from _parted(token, follows=before in _AFTER_A_VALUE)
            else:
                yield token
            before = token.type


def _parted(token: Token, *, follows: bool) -> Iterator[Token]:
    line, text = token.lineno, token.value
    if follows and text.startswith(_COMMA):
        yield from _call(line)
        text = text.removeprefix(_COMMA)
    for part, one in enumerate(_AFTER_A_TAG.split(text)):
        if part:
            yield from _call(line)
        if one:
            yield Token(line, "data", one)


def _call(line: int) -> Iterator[Token]:
    return (Token(line, kind, value) for kind, value in _CALL)
