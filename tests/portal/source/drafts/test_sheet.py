"""Victims from a spreadsheet: the template works, and each error names its row and column."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from portal.casefile.filing import MOST_VICTIMS
from portal.source.drafts import sheet
from portal.source.drafts.sheet import COLUMNS, Fault
from portal.source.drafts.spreadsheet import Unreadable
from shared.core.roles import Role
from tests.support.drafts import begun
from tests.support.portal import Pages, Visitor
from tests.support.submissions import Told

EXAMPLE = "Name Example (delete this row)"
TITLES = {one.name: one.title for one in COLUMNS}
ROW = {
    "name": "Amina Demo",
    "minor": "No",
    "consent_act": "Yes",
    "consent_authorities": "yes",
    "consent_public": "NO",
    "consent_name_form": "Only the initials",
}


def written(*rows: dict[str, Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(TITLES.get(name, name) for name in names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue().encode(encoding)


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def renamed(template: bytes) -> bytes:
    """Return the template with the name of a person where its example stands."""
    if not template.startswith(b"PK"):
        return template.replace(EXAMPLE.encode(), b"Amina Demo")
    book, out = load_workbook(BytesIO(template)), BytesIO()
    [cell] = [one for row in book["Victims"] for one in row if one.value == EXAMPLE]
    cell.value = "Amina Demo"
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("template", [sheet.template_csv, sheet.template_xlsx])
def test_the_template_is_read_as_it_is(template: Any) -> None:
    found = sheet.read(renamed(template()))
    assert found.faults == []
    [typed] = found.good
    assert typed["consent_name_form"] == "initials"
    assert typed["name"] == "Amina Demo"


@pytest.mark.parametrize("template", [sheet.template_csv, sheet.template_xlsx])
def test_the_example_of_the_template_becomes_no_person(template: Any) -> None:
    with pytest.raises(Unreadable, match="The list is empty"):
        sheet.read(template())
    found = sheet.read(written({"name": EXAMPLE}, ROW))
    assert [typed["name"] for typed in found.good] == ["Amina Demo"]
    assert found.faults == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_however_it_was_saved(delimiter: str, encoding: str) -> None:
    found = sheet.read(written({**ROW, "name": "أمينة"}, delimiter=delimiter, encoding=encoding))
    assert found.faults == []
    assert found.good == [
        {
            "name": "أمينة",
            "minor": "no",
            "consent_act": "yes",
            "consent_authorities": "yes",
            "consent_public": "no",
            "consent_name_form": "initials",
        }
    ]


def test_what_is_wrong_is_told_by_row_and_column() -> None:
    found = sheet.read(
        written(
            ROW,
            {},
            {**ROW, "consent_public": "perhaps"},
            {**ROW, "name": "", "minor": "x"},
            {**ROW, "consent_act": ""},
        )
    )
    assert len(found.good) == 1
    assert found.faults == [
        Fault(row=4, column="May become public", reason="Write one of: Yes, No"),
        Fault(row=5, column="Child", reason="Write one of: Yes, No, I do not know"),
        Fault(row=5, column="Description", reason="Enter a name, or describe the person"),
        Fault(
            row=6,
            column="Consents that the mandates act",
            reason="Say whether the person agrees that the mandates act",
        ),
    ]


def test_cells_of_a_workbook_are_read_as_a_person_reads_them() -> None:
    head = [TITLES[name] for name in (*ROW, "born", "number", "id_number")]
    typed = [*ROW.values(), datetime(1990, 3, 14, tzinfo=None), 3.0, date(2020, 1, 2)]  # noqa: DTZ001  # a cell has no zone
    found = sheet.read(workbook(head, typed, [None] * len(head)))
    assert found.faults == []
    [one] = found.good
    assert (one["born"], one["number"], one["id_number"]) == ("1990-03-14", "3", "2020-01-02")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "first row must name the columns"),
        (b"a,b\n1,2\n", "first row must name the columns"),
        (written({**ROW, "Shoe size": "40"}), "do not know the column “Shoe size”"),
        (b"Full name,Full name\nA,B\n", "stands there twice"),
        (b"Full name\n", "The list is empty"),
        (b"Full name\n\xff\xfe\xfa", "cannot be read"),
        (b"PK\x03\x04nonsense", "cannot be opened"),
        (workbook(["x"])[:-200], "cannot be opened"),
        (written(*[ROW] * (MOST_VICTIMS + 1)), "takes 2,000 victims"),
        (written(*[{**ROW, "name": ""}] * (MOST_VICTIMS + 1)), "takes 2,000 victims"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_with_a_sentence(
    content: bytes, sentence: str
) -> None:
    with pytest.raises(Unreadable, match=sentence):
        sheet.read(content)


# --- on the page ---------------------------------------------------------------------------------


def upload(visitor: Visitor, draft: str, content: bytes, name: str = "list.csv") -> Any:
    return visitor.post(f"{draft}victims/import", {"file": (BytesIO(content), name)})


def test_a_good_list_is_added_whole(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER)
    draft = begun(ngo)
    answer = upload(ngo, draft, written(*({**ROW, "name": f"Person {n}"} for n in range(150))))
    assert (answer.status_code, answer.location) == (303, f"{draft}victims/")
    page = ngo.get(f"{draft}victims/").text
    assert "150 added from your list" in page
    assert "Person 99" in page
    assert "And 50 more" in page


def test_of_a_list_with_faults_nothing_is_added_before_the_person_says_so(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER)
    draft = begun(ngo)
    answer = upload(ngo, draft, written(ROW, {**ROW, "name": ""}))
    assert answer.status_code == 422
    assert "nothing was added yet" in answer.text
    assert "Enter a name, or describe the person" in answer.text
    assert "1 row is good, 1 is not" in answer.text
    assert "Add the good row only" in answer.text
    assert "appears here" in ngo.get(f"{draft}victims/").text
    assert ngo.post(f"{draft}victims/import/good", {}).status_code == 303
    assert "Amina Demo" in ngo.get(f"{draft}victims/").text
    ngo.post(f"{draft}victims/import/good", {})  # once more adds none
    assert ngo.get(f"{draft}victims/").text.count("Remove<span") == 1


def test_no_file_and_a_useless_one_are_refused(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER)
    draft = begun(ngo)
    assert "Choose a file" in ngo.post(f"{draft}victims/import", {}).text
    assert "first row must name" in upload(ngo, draft, b"nonsense").text


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_template_is_a_download(portal: Pages, told: Told, kind: str, begins: bytes) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER)
    answer = ngo.get(f"{begun(ngo)}victims/template.{kind}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    assert f'filename="victims.{kind}"' in answer.headers["Content-Disposition"]
