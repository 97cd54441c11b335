"""Forbidden characters in a text, the message about them, and the rest of the text."""

# The characters that nobody sees are what this is about.
# ruff: noqa: RUF001

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.plain import _is_plain, hidden, is_hidden, without_hidden
from portal.web.refused_text import refusal


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        (
            "must \u202eton od\u202c release",
            "RIGHT-TO-LEFT OVERRIDE (U+202E)",
            "must ton od release",
        ),
        ("a\u202db", "LEFT-TO-RIGHT OVERRIDE (U+202D)", "ab"),
        ("a\u202ab", "LEFT-TO-RIGHT EMBEDDING (U+202A)", "ab"),
        ("a\u200fb", "RIGHT-TO-LEFT MARK (U+200F)", "ab"),
        ("a\u200bb", "ZERO WIDTH SPACE (U+200B)", "ab"),
        ("a\u00adb", "SOFT HYPHEN (U+00AD)", "ab"),
        ("\ufeffab", "ZERO WIDTH NO-BREAK SPACE (U+FEFF)", "ab"),
        ("a\U000e0041b", "TAG LATIN CAPITAL LETTER A (U+E0041)", "ab"),
        ("a\U000e0fffb", "(U+E0FFF)", "ab"),
        ("a\u3164b", "HANGUL FILLER (U+3164)", "ab"),
        ("a\x07b", "a control character (U+0007)", "ab"),
        ("a\u2067b", "RIGHT-TO-LEFT ISOLATE (U+2067)", "ab"),
        ("a\u2069b", "POP DIRECTIONAL ISOLATE (U+2069)", "ab"),
        ("\u2067a\n\u2069b", "RIGHT-TO-LEFT ISOLATE (U+2067)", "a\nb"),
    ],
)
def test_a_character_that_nobody_sees_is_refused_by_name(text: str, name: str, left: str) -> None:
    assert name in (refusal(text) or "")
    assert without_hidden(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Plain text,\nof two lines\tand a tab",
        "می\u200cخواهم",
        "क्\u200dष",
        "He said \u2067שלום\u2069, and went.",
        "\u2068outer \u2066inner\u2069 outer\u2069",
        "葛\U000e0100城",  # a variant of a Chinese character, as names have them
        "e\u0301 🙂 𝒜 ﷺ",
    ],
)
def test_what_languages_need_is_taken(text: str) -> None:
    assert refusal(text) is None
    assert without_hidden(text) == text


def test_several_kinds_are_named_and_the_rest_is_counted() -> None:
    said = refusal("\u202a\u202b\u202c\u202d\u202e") or ""
    assert "LEFT-TO-RIGHT EMBEDDING (U+202A)" in said
    assert "and 2 other kinds" in said


@given(st.text())
def test_what_is_left_is_taken(text: str) -> None:
    assert hidden(without_hidden(text)) == ()


def test_the_quick_look_at_a_text_overlooks_no_character() -> None:
    every = (*range(0x12000), *range(0xE0000, 0xE1100))
    overlooked = [hex(code) for code in every if is_hidden(chr(code)) and _is_plain(chr(code))]
    assert overlooked == []
