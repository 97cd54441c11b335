"""The share kit of a State or a mandate: what is public, ready to hand on, without a script."""

import csv
import io
import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.letters.documents import anybody
from shared.contracts.followup_publication import RecommendationWithdrawn
from shared.contracts.followup_recommendations import RecommendationAddresseeNamed
from shared.core.message import derive_id
from tests.portal.public.register.conftest import read, tell
from tests.support.followup import NOW
from tests.support.papers import told_in_each_language
from tests.support.portal import Pages
from tests.support.publication import recommended

STATE, MANDATE = "/register/share/state/FRA", "/register/share/mandate/sr-torture"
HOME = "http://localhost"
LONG = "Make sure that everybody who is held can see a lawyer at once, and keep it on record. "


def texts(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea[^>]* id="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return dict(found)


def test_the_kit_has_texts_in_six_languages_that_lead_to_the_same_page(portal: Pages) -> None:
    tell(
        portal, recommended(), recommended("Ratify it.", 2), recommended("Too.", 3, addressee="KEN")
    )
    page = read(portal, f"/en{STATE}")
    assert page.status_code == 200
    some = texts(page.text)
    assert len(some) == 12
    for code in ("en", "fr", "es", "ru", "zh", "ar"):
        address = f"{HOME}/{code}/register/recommendations?state=FRA"
        assert some[f"whole-{code}"].endswith(address)
        assert some[f"short-{code}"].endswith(address)
        assert len(some[f"short-{code}"]) <= 280
        assert "utm_" not in some[f"short-{code}"]
        assert code == "ar" or "2" in some[f"short-{code}"]
    assert "توصيات الإجراءات الخاصة" in some["whole-ar"]
    assert "Recommandations des procédures spéciales" in some["short-fr"]
    main = page.text.partition("<main")[2]
    assert "<script" not in main
    assert set(re.findall(r'(?:href|src)="(https?://[^"/]+)', main)) == {HOME}
    arabic = read(portal, f"/ar{STATE}").text
    assert "مجموعة مواد للنشر" in arabic
    assert next(iter(texts(arabic))) == "short-ar", "the own language comes first"
    assert f"/en{STATE}" in read(portal, "/en/register/recommendations?state=FRA").text
    both = read(portal, "/en/register/recommendations?mandate=sr-torture&state=OTH").text
    assert f"/en{MANDATE}" in both
    assert "/share/state" not in both


def test_what_is_taken_back_is_in_no_file_and_nothing_else_is(portal: Pages) -> None:
    gone = RecommendationWithdrawn(
        recommendation_id=str(derive_id("recommendation", 2)),
        addressee="FRA",
        mandate="sr-torture",
        note=None,
        issued_at=recommended().issued_at,
        reason="mistake",
        withdrawn_by="account-1",
        withdrawn_at=NOW,
    )
    tell(
        portal,
        recommended(),
        recommended("Ratify it.", 2),
        gone,
        recommended("=1+1", 4, addressee="KEN"),
    )
    answer = read(portal, f"/en{MANDATE}/recommendations.csv")
    assert answer.headers["Content-Disposition"].endswith('mandate-sr-torture.csv"')
    [titles, *lines] = list(csv.reader(io.StringIO(answer.text)))
    found = {one[titles.index("Text")] for one in lines}
    assert found == {"Close the secret cells.", "'=1+1"}
    for book in ("xlsx", "ods"):
        file = read(portal, f"/en{STATE}/recommendations.{book}")
        assert file.status_code == 200
        assert file.data.startswith(b"PK")
    assert "1 recommendation" in texts(read(portal, f"/en{STATE}").text)["whole-en"]


def test_the_address_is_a_picture_too(portal: Pages) -> None:
    svg = read(portal, f"/en{STATE}/address.svg")
    assert (svg.status_code, svg.mimetype) == (200, "image/svg+xml")
    assert svg.data.startswith(b"<?xml")
    png = read(portal, f"/en{STATE}/address.png")
    assert png.data.startswith(b"\x89PNG")
    page = read(portal, f"/en{STATE}").text
    assert f'src="/en{STATE}/address.svg"' in page
    assert 'alt="QR code of the address"' in page
    assert "page.pdf" not in page, "nothing is public of it yet"


@pytest.mark.parametrize(
    "path",
    [
        *("state/YUG", "state/OTH", "state/ALL", "state/xx", "mandate/nobody", "visit/x"),
        *("letter/FRA", "visit/00000000-0000-4000-8000-000000000009", "state/FRA/page.exe"),
    ],
)
def test_there_is_no_kit_of_what_has_no_public_page(portal: Pages, path: str) -> None:
    assert portal.visitor().client.get(f"/en/register/share/{path}").status_code == 404


def test_short_ones_stay_on_the_page_too(portal: Pages) -> None:
    some = [recommended(f"Ratify {n}.", n, issued_at=NOW - timedelta(days=n)) for n in range(90)]
    tell(portal, *some)
    for code in ("en", "ar", "ru"):
        answer = read(portal, f"/{code}{MANDATE}/page.pdf")
        assert len(PdfReader(BytesIO(answer.data)).pages) == 1


@pytest.mark.parametrize("many", [1, 90])
def test_the_pdf_is_one_page_and_says_what_has_no_room(portal: Pages, many: int) -> None:
    some = [
        recommended(f"{n}: {LONG * 3}", n, issued_at=NOW - timedelta(days=n)) for n in range(many)
    ]
    tell(portal, *some)
    for code in ("en", "ar", "zh"):
        answer = read(portal, f"/{code}{MANDATE}/page.pdf")
        assert answer.status_code == 200
        pages = PdfReader(BytesIO(answer.data)).pages
        assert len(pages) == 1
    said = " ".join(
        PdfReader(BytesIO(read(portal, f"/en{MANDATE}/page.pdf").data))
        .pages[0]
        .extract_text()
        .split()
    )
    assert "Special Rapporteur" in said
    assert "Make sure that everybody" in said
    assert ("of 90" in said) == (many == 90)


def test_the_pdf_is_in_each_language(portal: Pages) -> None:
    tell(portal, recommended(addressee="CHE"))
    visitor, paper = portal.visitor(), f"{STATE[:-3]}CHE/page.pdf"
    told_in_each_language(lambda code: visitor.get(f"/{code}{paper}"), kind="share kit")


def test_who_else_is_asked_stands_in_the_files(portal: Pages) -> None:
    one = recommended(addressee="CHE")
    name = portal.vault.seal(f"recommendation-{one.recommendation_id}", "Commission of Wonderland")
    named = RecommendationAddresseeNamed(
        recommendation_id=one.recommendation_id,
        addressee_id=str(derive_id("addressee", 1)),
        mandate="sr-torture",
        kind="nhri",
        name=name,
        organisation_id=None,
        lead="no",
        named_by="account-1",
        named_at=NOW,
    )
    tell(portal, one, named, everywhere=True)
    sheet = read(portal, f"/en{MANDATE}/recommendations.csv").text
    assert "National human rights institution: Commission of Wonderland" in sheet
    paper = PdfReader(BytesIO(read(portal, f"/en{MANDATE}/page.pdf").data)).pages[0].extract_text()
    assert "National human rights institution: 1" in " ".join(paper.split())


def test_a_press_that_is_busy_says_so_on_the_page(portal: Pages) -> None:
    tell(portal, recommended("What no other test has."))
    with anybody.turn():
        for file in ("page.pdf", "recommendations.xlsx"):
            answer = portal.visitor().client.get(f"/en{STATE}/{file}")
            assert answer.status_code == 503
            assert answer.headers["Retry-After"]
            assert "Another file is being made" in answer.text
