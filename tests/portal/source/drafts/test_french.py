"""The form by which a source files, in French: every page, every mistake, to the receipt."""

# French has this apostrophe.

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from portal.source.drafts import sheet
from portal.source.drafts.sections import ENTRY, SECTIONS
from portal.web.i18n.texts import speaking
from shared.core.roles import Role
from tests.support.contact_points import Recognitions, recognised
from tests.support.disguise import undisguised
from tests.support.drafts import LISTS, VICTIM, alert, begun, filled, saved, sent
from tests.support.files import PDF, send
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.submissions import Told

WRITTEN = (
    *("Planted Victim", "Planted Source", "Planted Perpetrator", "Planted Place"),
    *("Planted narrative", "planted@contact.example", "report.pdf", "14 March 2026"),
    *("zzz", "x" * 201, "x" * 2_001),
)
_ENGLISH = re.compile(
    r"\b(?:the|and|your|you|was|were|with|this|what|who|not|of|is)\b", re.IGNORECASE
)
_TOLD = re.compile(
    r"<textarea.*?</textarea>|<dd[^>]* said.*?</dd>|<bdi>.*?</bdi>|<[^>]+>", re.DOTALL
)
WRONG: Mapping[str, Mapping[str, Any]] = {
    "submitter": {"submitter_name": "x" * 201, "submitter_contact": ""},
    "victims/new": {"kind": "group", "born": "x" * 201, "consent_act": "impossible"},
    "incidents/new": {"date": "3/4/2026", "until": "zzz", "place": ""},
    "perpetrators/new": {"who": "", "kind": "zzz"},
    "story": {"state": "SUN", "narrative": "Planted \u202e", "language": "zzz"},
    "urgency": {"urgent": "zzz", "risk": "x" * 2_001},
    "action": {"requested": ["zzz"], "mandates": ["zzz"]},
}
"""By section: what is typed, with a mistake of each kind."""


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    urls = sqlite_urls(tmp_path)
    with pages(*urls, attachments=str(tmp_path / "files"), attachment_bytes=1024**2) as built:
        yield built


def speaking_visitor(portal: Pages, code: str, role: Role = Role.NGO_MEMBER) -> Visitor:
    visitor = portal.signed_in(role, organisation_id="org-1")
    assert visitor.get(f"/submissions/new?lang={code}").status_code == 303
    return visitor


def walk(visitor: Visitor) -> Iterator[tuple[str, TestResponse]]:
    """Yield every page of the form, empty, wrong, filled in, and sent."""
    yield "start", visitor.get("/submissions/new")
    empty = begun(visitor)
    for part in ("", "review", "delete", "files/", *(f"{name}/" for name in SECTIONS)):
        if part != f"{ENTRY}/":
            yield part, visitor.get(f"{empty}{part}")
    for part in (*(f"{name}/new" for name in LISTS), "victims/import"):
        yield part, visitor.get(f"{empty}{part}")
    for part, typed in WRONG.items():
        yield part, visitor.post(f"{empty}{part.partition('/')[0]}/{part.partition('/')[2]}", typed)
    for name, one in SECTIONS.items():
        if one.required and one.each is None and name != ENTRY:
            yield f"{name} with nothing", visitor.post(f"{empty}{name}/", {})
    yield "review too early", visitor.post(f"{empty}review", {"command_id": str(uuid4())})
    yield from _files(visitor, empty)
    yield from _lists(visitor, empty)
    full = filled(visitor)
    saved(visitor, f"{full}victims/new", {**VICTIM, "kind": "group", "description": "Planted"})
    yield "ready", visitor.get(full)
    for part in (*LISTS, "review"):
        yield f"{part} filled in", visitor.get(f"{full}{part}{'' if part == 'review' else '/'}")
    yield "receipt", visitor.get(sent(visitor, full))
    yield "thrown away", _onwards(visitor, visitor.post(f"{empty}delete", _sent()))


def _files(visitor: Visitor, draft: str) -> Iterator[tuple[str, TestResponse]]:
    yield "no file", visitor.post(f"{draft}files/", _sent())
    for name, content in {
        "a.exe": PDF,
        "a.png": PDF,
        "a.pdf": b"",
        "b.pdf": b"a" * 2**20 * 2,
    }.items():
        yield name, send(visitor, f"{draft}files/", (content, name))
    yield "answer", send(visitor, f"{draft}files/", (PDF, "a.pdf"), to_government="perhaps")
    yield "file", _onwards(visitor, send(visitor, f"{draft}files/", (PDF, "report.pdf")))
    there = re.findall(r'href="([^"]+/remove)"', visitor.get(f"{draft}files/").text)
    yield "remove file", visitor.get(there[0])


def _lists(visitor: Visitor, draft: str) -> Iterator[tuple[str, TestResponse]]:
    address = f"{draft}victims/import"
    good, bad = "Planted,yes,yes,yes,Not at all", "Planted,perhaps,no,no,Not at all"
    head = ",".join(_titles("name", "act", "authorities", "public", "name_form"))
    contents = {
        "none": "",
        "unknown": "Full name,Planted\na,b\n",
        "faults": f"{head}\n{good}\n{bad}\n",
    }
    for name, content in contents.items():
        file = (BytesIO(content.encode()), "list.csv")
        yield f"list: {name}", visitor.post(address, {"file": file})
    yield "no list", visitor.post(address, {})
    added = _onwards(visitor, visitor.post(f"{address}/good", {}))
    yield "list: good", added
    there = re.findall(r'href="([^"]+/remove)"', added.text)
    yield "remove", visitor.get(there[0])
    yield "removed", _onwards(visitor, visitor.post(there[0], {}))


def _titles(*names: str) -> list[str]:
    wanted = {"name", *(f"consent_{name}" for name in names)}
    return [one.title for one in sheet.COLUMNS if one.name in wanted]


def _sent() -> dict[str, str]:
    return {"command_id": str(uuid4())}


def _onwards(visitor: Visitor, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303
    return visitor.get(str(answer.location))


def test_no_text_of_the_form_is_out_of_the_reach_of_translators(portal: Pages, told: Told) -> None:
    faults = []
    for name, page in walk(speaking_visitor(portal, "xa")):
        assert page.status_code in {200, 422}, name
        faults += [f"{name}: {text}" for text in undisguised(page.text, *WRITTEN)]
    assert faults == []


def test_no_english_is_left_in_french(portal: Pages, told: Told) -> None:
    faults = []
    for name, page in walk(speaking_visitor(portal, "fr")):
        main = page.text.partition("<main")[2].partition("</main>")[0]
        assert 'lang="en"' not in main, name
        faults += [f"{name}: {word}" for word in _ENGLISH.findall(_TOLD.sub(" ", main))]
    assert faults == []


def test_the_desk_and_a_contact_point_are_asked_in_their_language(
    portal: Pages, told: Told
) -> None:
    Recognitions(portal.engine).tell(recognised(organisation_id="org-1"))
    faults = []
    for role in (Role.QUICK_RESPONSE_DESK, Role.CONTACT_POINT):
        visitor = speaking_visitor(portal, "xa", role)
        draft = begun(visitor)
        parts = ["", "submitter/", *([f"{ENTRY}/"] if role is Role.QUICK_RESPONSE_DESK else [])]
        for page in (visitor.get("/submissions/new"), *(visitor.get(f"{draft}{p}") for p in parts)):
            faults += undisguised(page.text, *WRITTEN)
        faults += undisguised(visitor.post(f"{draft}submitter/", {}).text, *WRITTEN)
    assert faults == []


@pytest.mark.parametrize(
    ("part", "typed", "sentences"),
    [
        (
            "incidents/new",
            {"date": "3/4/2026", "place": ""},
            [
                "3/4 peut se lire de deux façons\u00a0: écrivez le mois",
                "Dites en quel lieu cela s’est passé",
            ],
        ),
        (
            "story/",
            {"state": "SUN", "narrative": "", "language": "fr"},
            [
                "Union soviétique\u00a0: n’existe plus. Choisissez l’État ou le territoire",
                "Décrivez ce qui s’est passé",
            ],
        ),
    ],
)
def test_a_mistake_is_said_in_french(
    portal: Pages, told: Told, part: str, typed: dict[str, str], sentences: list[str]
) -> None:
    visitor = speaking_visitor(portal, "fr")
    found = alert(visitor.post(f"{begun(visitor)}{part}", typed).text)
    assert [one[: len(said)] for one, said in zip(found, sentences, strict=True)] == sentences


def test_what_the_library_of_forms_says_is_in_french(portal: Pages, told: Told) -> None:
    visitor = speaking_visitor(portal, "fr")
    page = send(visitor, f"{begun(visitor)}files/", (PDF, "a.pdf"), to_government="perhaps")
    assert alert(page.text) == ["Ce choix n’est pas possible."]


def test_the_api_stays_english(portal: Pages, told: Told) -> None:
    answer = portal.visitor().get("/api/v1/openapi.json", accept_language="fr")
    assert "Who are the alleged victims?" in answer.text
    assert "victimes" not in answer.text


def test_states_are_listed_in_french_and_in_its_order(portal: Pages, told: Told) -> None:
    visitor = speaking_visitor(portal, "fr")
    page = visitor.get(f"{begun(visitor)}story/").text
    names = re.findall(r"<option[^>]*>([^<]+)</option>", page.partition('id="language"')[0])
    assert names.index("Égypte") < names.index("Érythrée") < names.index("Espagne")
    assert "Tchécoslovaquie (n’existe plus)" in names


class TestSpreadsheets:
    """They are offered in French, and read in French and in English."""

    @pytest.mark.usefixtures("told")
    def test_the_template_is_the_page_s(self, portal: Pages) -> None:
        visitor = speaking_visitor(portal, "fr")
        address = f"{begun(visitor)}victims/import"
        [offered] = re.findall(r'href="([^"]+template.xlsx[^"]+)"', visitor.get(address).text)
        book = load_workbook(BytesIO(visitor.get(offered).data))
        head, example = book["Victimes"].iter_rows(values_only=True)
        assert head[:2] == ("Personne ou groupe", "Nom complet")
        assert example[1] == "Nom Exemple (supprimez cette ligne)"

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_each_is_read_by_whoever_reads_the_other(self, code: str) -> None:
        with speaking(code):
            written = sheet.template_csv().replace(str(sheet._NOBODY).encode(), b"Amina")
        with speaking("fr" if code == "en" else "en"):
            found = sheet.read(written)
        assert found.faults == []
        [typed] = found.good
        assert (typed["name"], typed["minor"], typed["consent_name_form"]) == (
            *("Amina", "no"),
            "initials",
        )

    def test_no_word_means_two_things(self) -> None:
        """If it did, a list would be read otherwise than it was written."""
        titles = [(title, one.name) for one in sheet.COLUMNS for title in _ways(one.called)]
        assert len({title for title, _ in titles}) == len(set(titles))


def _ways(text: str) -> set[str]:
    found = set()
    for code in ("en", "fr"):
        with speaking(code):
            found.add(str(text).casefold())
    return found
