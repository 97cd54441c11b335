"""The lint of a panel's report: what is restricted, and where it stands."""

from portal.selection.report_lint import Found, findings

NOTE = "She told me in confidence that the work would be too much for her."


def test_a_clean_report_has_no_finding() -> None:
    assert findings("Ada knows the field.", names=["Boris Ivanov"], restricted=[NOTE]) == []


def test_the_name_of_somebody_on_no_public_list_is_found() -> None:
    [found] = findings("Better than Boris Ivanov.", names=["Boris Ivanov"], restricted=[])
    assert found == Found(kind="name", passage="Boris Ivanov")


def test_addresses_and_numbers_are_found() -> None:
    text = "Write to ada@example.org or call +41 22 917 90 00. Resolution 5/1, paragraph 39."
    found = findings(text, names=[], restricted=[])
    assert [one.kind for one in found] == ["contact", "contact"]


def test_a_passage_of_a_restricted_text_is_found_once_and_whole() -> None:
    text = f"Ada is good; SHE told me, in confidence, that the work would be too much. {'x ' * 9}"
    [found] = findings(text, names=[], restricted=[NOTE])
    assert found.kind == "passage"
    assert found.passage.startswith("SHE told me")
    assert found.passage.endswith("too much")


def test_a_few_words_alike_are_no_passage() -> None:
    assert findings("The work would be too much.", names=[], restricted=[NOTE]) == []
