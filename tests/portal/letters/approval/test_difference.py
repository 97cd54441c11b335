"""The difference between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.letters.approval.difference import Line, Part, difference


def told(old: str, new: str) -> list[str]:
    """A line: what went in brackets, what came in braces, a number of lines left out."""
    marks = {"same": "{}", "del": "[{}]", "ins": "{{{}}}"}
    return [
        str(line.left_out)
        if line.left_out
        else "".join(marks[part.kind].format(part.text) for part in line.parts)
        for line in difference(old, new)
    ]


def test_the_same_wording_has_no_difference() -> None:
    assert difference("a\nb", "a\nb") == []


def test_a_changed_word_is_shown_within_its_line() -> None:
    assert told("He was held in X.", "He is held in X.") == ["He [was]{is} held in X."]


def test_a_line_that_came_and_one_that_went() -> None:
    assert told("a\nb\nc", "a\nc\nd") == ["a", "[b]", "c", "{d}"]


def test_another_line_is_not_a_changed_one() -> None:
    assert told("The man is held.", "xyz") == ["[The man is held.]{xyz}"]


def test_a_line_that_was_empty_only_comes() -> None:
    assert difference("", "new") == [Line((Part("ins", "new"),))]


def test_unchanged_lines_far_away_are_left_out() -> None:
    many = [f"line {n}" for n in range(10)]
    changed = [*many[:5], "LINE 5", *many[6:]]
    assert told("\n".join(many), "\n".join(changed)) == [
        "4",
        "line 4",
        "[line]{LINE} 5",
        "line 6",
        "3",
    ]


texts = st.lists(st.sampled_from(["", "one two", "one three", "four", "five six"])).map("\n".join)


@given(texts, texts)
def test_both_wordings_can_be_read_from_the_difference(old: str, new: str) -> None:
    lines = difference(old, new)
    if old == new:
        assert lines == []
        return
    shown = [line for line in lines if not line.left_out]
    before = [p.text for line in shown for p in line.parts if p.kind != "ins"]
    after = [p.text for line in shown for p in line.parts if p.kind != "del"]
    assert "".join(before) in old.replace("\n", "") or any(line.left_out for line in lines)
    assert "".join(after) in new.replace("\n", "") or any(line.left_out for line in lines)
    assert any(p.kind != "same" for line in shown for p in line.parts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 25_000, "x" + "\n" * 24_999),
        ("a b " * 12_000, "b a " * 12_000),
        ("\n".join(["a b c d e f g h"] * 3_000), "\n".join(["a b c d e f g z"] * 3_000)),
    ],
    ids=["empty lines", "one long line", "many lines"],
)
@pytest.mark.timeout(20)
def test_the_longest_texts_take_no_minutes(old: str, new: str) -> None:
    assert difference(old, new)
