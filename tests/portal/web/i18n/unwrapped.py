"""Find what a template says in English alone, by Jinja's own lexer."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from jinja2 import Environment

Said: TypeAlias = tuple[int, str]
"""A line and what stands there."""

_NAMES = {"Atom", "CSV", "JSON", "PDF", "Rapporteur", "XLSX", "nbsp", "amp"}
"""What is the same in every language."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<[^<>]*>")
_READ_ALOUD = re.compile(r'\b(?:aria-label|alt|data-label|placeholder|title)="([^"]*)"')
_TEXT = re.compile(r"[A-Z][a-z]+(?![\w.-])|[^-_]*[a-z] [a-z][^-_]*$")
"""A string of an expression that looks like a text: it begins like a sentence, or has words."""
_MARKS = {"_", "gettext", "ngettext", "pgettext"}
_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
_OF_PROGRAMS = re.compile(rf'govuk-[\w-]+|[\w-]+--[\w-]+|[\w.{_HOLE}-]+="[^"]*"')
"""Classes and attributes that a block or a macro brings into a tag."""
_ENV = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def unwrapped(source: str) -> list[Said]:
    """Return what translators never get to see."""
    return [*_of_the_page(source), *_of_expressions(source)]


def _of_the_page(source: str) -> Iterator[Said]:
    page, lines = _without_jinja(source)
    for said in _READ_ALOUD.finditer(page):
        if _words(said[1]):
            yield lines[said.start()], said[1]
    bare = _TAG.sub(lambda tag: "\0" * len(tag[0]), page)
    for said in re.finditer(r"[^\0\n]+", bare):
        if _words(said[0]):
            yield lines[said.start()], said[0].strip()


def _without_jinja(source: str) -> tuple[str, list[int]]:
    """Return the data of the template outside of ``trans``, and the line of each letter."""
    page, lines, within = "", [], False
    tokens = _tokens(source)
    for at, (line, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            name = next(text for _, type_, text in tokens[at + 1 :] if type_ == "name")
            within = name == "trans" or (within and name != "endtrans")
        part = value if kind == "data" and not within else _HOLE * (kind == "variable_begin")
        for number, text in enumerate(part.splitlines(keepends=True), line):
            page += text
            lines += [number] * len(text)
    return page, lines


def _of_expressions(source: str) -> Iterator[Said]:
    tokens = [one for one in _tokens(source) if one[1] != "whitespace"]
    for at, (line, kind, value) in enumerate(tokens):
        if kind != "string" or not _TEXT.match(value[1:-1]) or not _words(value[1:-1]):
            continue
        before = [text for _, _, text in tokens[max(0, at - 4) : at]]
        marked = len(before) > 1 and before[-1] == "(" and before[-2] in _MARKS
        again = len(before) > 3 and before[-1] == "," and before[-4] in _MARKS
        if not marked and not again and before[-1:] != ["=="]:
            yield line, value


@lru_cache(maxsize=1)
def _tokens(source: str) -> list[tuple[int, str, str]]:
    return list(_ENV.lex(source))


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(_OF_PROGRAMS.sub("", text)) if word not in _NAMES]
