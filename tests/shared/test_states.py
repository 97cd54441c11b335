"""States and areas by the names under which people look for them."""

from shared.reference import recipients, states


def test_no_name_carries_the_marks_of_the_list_that_it_comes_from() -> None:
    for state in states().values():
        for language, name in state.names.items():
            assert "*" not in name, (language, name)
        assert not state.name.endswith("(the)"), state.name
    assert recipients()["VAT"] == "Holy See"


def test_a_name_with_accents_stands_where_a_reader_looks() -> None:
    names = [state.name for state in states().values()]
    found = names.index(states()["CIV"].name)
    assert states()["CIV"].name.startswith("Côte d")
    assert (names[found - 1], names[found + 1]) == ("Costa Rica", "Croatia")
    assert names[:2] == ["Afghanistan", "Åland Islands"]
