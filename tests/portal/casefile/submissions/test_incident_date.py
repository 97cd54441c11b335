# ruff: noqa: RUF001  # letters of every script

import pytest

from portal.casefile.filing.incident_date import parse
from portal.web.i18n.formats import rough_day
from shared.reference import months


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
        ("1999", "1999"),
        ("May 1999", "1999-05"),
        ("the 4th of July, 1999", "1999-07-04"),
        ("1999 Dec 19", "1999-12-19"),
        ("1999/12/19", "1999-12-19"),
        ("1999.12", "1999-12"),
        ("19 décembre 1999", "1999-12-19"),
        ("le 1er août 1999", "1999-08-01"),
        ("1 AOUT 1999", "1999-08-01"),
        ("févr. 1999", "1999-02"),
        ("19 de diciembre de 1999", "1999-12-19"),
        ("1.º de enero del 2001", "2001-01-01"),
        ("setiembre de 1973", "1973-09"),
        ("19 декабря 1999 г.", "1999-12-19"),
        ("Декабрь 1999", "1999-12"),
        ("9 мая 1999 года", "1999-05-09"),
        ("19.12.1999 г.", "1999-12-19"),
        ("٢٠ نوفمبر ٢٠٢٦", "2026-11-20"),
        ("۲۰ نوفمبر ۲۰۲۶", "2026-11-20"),
        ("20 من تشرين الثاني 2026", "2026-11-20"),
        ("٢٠ تشرين الثاني/نوفمبر ٢٠٢٦", "2026-11-20"),
        ("آب (أغسطس) ٢٠١٣", "2013-08"),
        ("كانون الأوّل ١٩٩٩", "1999-12"),
        ("كانون الثاني 1999", "1999-01"),
        ("١٤ جويلية ١٩٩٩", "1999-07-14"),
        ("عام ١٩٩٩", "1999"),
        ("1999年12月19日", "1999-12-19"),
        ("１９９９年１２月", "1999-12"),
        ("1999 年", "1999"),
        ("一九九九年十二月二十九日", "1999-12-29"),
        ("二〇〇一年十月十日", "2001-10-10"),
    ],
)
def test_a_date_is_read_as_people_write_it(written: str, meant: str) -> None:
    assert parse(written) == meant


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Write the date"),
        ("last spring", "Write the date"),
        ("about 2026", "Write the date"),
        ("99", "Write the date"),
        ("jui 1999", "Write the date"),
        ("تشرين 1999", "Write the date"),
        ("آب/نوفمبر 1999", "Write the date"),
        ("آب/xyz 1999", "Write the date"),
        ("31 de abril de 1999", "no such date"),
        ("1999年13月", "no such date"),
        ("03/04/1999", "two ways.*3 April"),
        ("٣/٤/١٩٩٩", "two ways.*3 April"),
        ("1899", "between 1900 and 2100"),
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
    assert rough_day("2026") == "2026"
    assert rough_day("2026-03") == "March 2026"
    assert rough_day("2026-03-14") == "14 March 2026"
    assert parse(rough_day("2026-03-04")) == "2026-03-04"


def test_every_name_of_a_month_is_read_with_a_day_and_without() -> None:
    for name, number in months().items():
        assert parse(f"{name} 1999") == f"1999-{number:02}"
        assert parse(f"9 {name} 1999") == f"1999-{number:02}-09"
    assert set(months().values()) == set(range(1, 13))
