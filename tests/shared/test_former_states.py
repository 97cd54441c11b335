import pytest

from shared.reference import states
from shared.reference.former_states import former_state, former_states


def test_each_has_successors_that_can_be_chosen_and_is_none_of_them() -> None:
    for one in former_states().values():
        assert one.successors
        assert set(one.successors) <= states().keys()
        assert one.code not in states()
        assert one.ended or len(one.successors) == 1


def test_no_name_of_today_is_taken_for_a_former_one() -> None:
    names = [name for state in states().values() for name in (state.code, *state.names.values())]
    assert [name for name in names if name and former_state(name)] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("YUG", "YUG"),
        ("yugoslavia", "YUG"),
        ("Югославия", "YUG"),
        ("يُوغوسلافيا", "YUG"),
        ("The Soviet Union", "SUN"),
        ("U.S.S.R.", "SUN"),
        ("Union soviétique", "SUN"),
        ("Zaïre", "ZAR"),
        ("the former Yugoslav Republic of Macedonia", "Macedonia"),
        ("cape verde", "Cape Verde"),
    ],
)
def test_it_is_known_by_any_of_its_names(text: str, code: str) -> None:
    found = former_state(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "the", "Atlantis", "KEN"])
def test_whatever_else_is_none(text: str) -> None:
    assert former_state(text) is None
