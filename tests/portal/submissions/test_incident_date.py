import pytest

from portal.submissions.incident_date import in_words, parse


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03", "2026-03"),
        ("2026-03-14", "2026-03-14"),
        ("2026-3-4", "2026-03-04"),
        ("March 2026", "2026-03"),
        ("mar 2026", "2026-03"),
        ("Mar. 2026", "2026-03"),
        ("march, 2026", "2026-03"),
        ("14 March 2026", "2026-03-14"),
        ("14th  March,  2026", "2026-03-14"),
        ("1st sept 2025", "2025-09-01"),
        ("March 14, 2026", "2026-03-14"),
        ("Feb 29th 2024", "2024-02-29"),
        ("03/2026", "2026-03"),
        ("3.2026", "2026-03"),
        ("14/03/2026", "2026-03-14"),
        ("14.3.2026", "2026-03-14"),
        ("3/14/2026", "2026-03-14"),
        ("4-4-2026", "2026-04-04"),
        ("٣٠/٣/٢٠٢٦", "2026-03-30"),
    ],
)
def test_a_date_is_read_as_people_write_it(written: str, meant: str) -> None:
    assert parse(written) == meant


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Write the date"),
        ("last spring", "Write the date"),
        ("2026", "Write the date"),
        ("14 March", "Write the date"),
        ("14 Ma 2026", "Write the date"),
        ("14 Jux 2026", "Write the date"),
        ("14 Mar Mar 2026", "Write the date"),
        ("31 February 2026", "no such date"),
        ("2026-13", "no such date"),
        ("13/2026", "no such date"),
        ("29 February 2026", "no such date"),
        ("32/13/2026", "no such date"),
        ("3/4/2026", "two ways.*3 April"),
        ("14 March 1899", "between 1900 and 2100"),
        ("14 March 2101", "between 1900 and 2100"),
        ("0000-00-00", "between 1900 and 2100"),
    ],
)
def test_what_is_no_date_or_two_is_refused_in_a_sentence(written: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse(written)


def test_a_date_reads_well_and_is_read_back_the_same() -> None:
    assert in_words("2026-03") == "March 2026"
    assert in_words("2026-03-14") == "14 March 2026"
    assert parse(in_words("2026-03-04")) == "2026-03-04"
