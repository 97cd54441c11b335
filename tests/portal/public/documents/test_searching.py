"""Documents by the searches of the portal: nobody finds or counts what is not for them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.app.read_models import READ_MODELS
from portal.public.documents.found import subject_of
from portal.public.documents.searching import words_of
from portal.stakeholders.read_model import chains
from portal.web.accounts.account import actor_of
from portal.web.audit.chain import audit
from shared.core.roles import Role
from shared.reference.documents import AUDIENCES, audiences_of
from tests.portal.homes.search.conftest import find
from tests.portal.public.documents.conftest import PAGE
from tests.portal.stakeholders.test_pages import text
from tests.support.documents import Library
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready

EVERYBODY = sorted(Role)
KEEP_ALL = {Role.CHIEF, Role.STAKEHOLDER_OFFICER}
REGISTER = "/en/register"


@pytest.fixture
def told(portal: Pages, library: Library) -> dict[str, str]:
    """A document for each audience, one of a mandate, and what nobody finds any more or yet."""
    ready(portal.engine, READ_MODELS)
    some = {one: library.document(one, title=f"Quib of {one}") for one in AUDIENCES}
    some["mandate:wgad"] = library.document("mandate:wgad", title="Quib of a mandate")
    library.registered("public", title="Quib without a version")
    library.withdrawn(library.document("public", title="Quib withdrawn"))
    return some


def documents(visitor: Visitor, words: str) -> tuple[set[str], str | None]:
    """Return the documents that are found, and the number that the page says."""
    found = find(visitor, words)
    links = {link.rpartition("/")[2] for link in found.links.get("documents", [])}
    return links, found.numbers.get("documents")


@pytest.mark.parametrize("role", EVERYBODY)
def test_each_person_finds_what_is_for_them_and_no_number_tells_of_more(
    portal: Pages, told: dict[str, str], role: Role
) -> None:
    account = portal.person(role, mandates=frozenset({"wgad"}))
    visitor = portal.sign_in(account)
    mine = audiences_of(actor_of(account))
    should = {one for audience, one in told.items() if audience in mine or role in KEEP_ALL}
    if role is Role.QUICK_RESPONSE_DESK:
        assert mine == {"public", "staff"}, "it keeps what the desk owns alone"
    found, number = documents(visitor, "quib")
    assert (found, number) == (should, str(len(should)))
    for audience, one in told.items():
        if one not in should:
            words = "mandate" if ":" in audience else audience
            assert documents(visitor, f"Quib {words}") == (set(), None), audience
            assert visitor.get(f"{PAGE}/{one}").status_code == 404


def test_strangers_find_what_is_public_from_the_register(
    portal: Pages, told: dict[str, str]
) -> None:
    stranger = portal.visitor()
    page = stranger.get(f"{REGISTER}?q=quib").text
    assert "1 document of the library found too" in text(page)
    assert 'href="/en/library?q=quib"' in page
    shown = stranger.get("/en/library?q=quib").text
    assert [one for one in told.values() if one in shown] == [told["public"]]
    assert "found too" not in text(stranger.get(f"{REGISTER}?q=holders").text)
    assert "found too" not in text(stranger.get(REGISTER).text)


def test_who_signed_in_finds_no_more_from_the_register(portal: Pages, told: dict[str, str]) -> None:
    """The public search is everybody's, whoever asks."""
    page = text(portal.signed_in(Role.CHIEF).get(f"{REGISTER}?q=quib").text)
    assert "1 document of the library found too" in page


def test_narrowing_erasing_and_the_end_of_a_mandate_take_it_out_of_every_search(
    portal: Pages, library: Library, told: dict[str, str], holder: Visitor
) -> None:
    everybodys, stranger = told["public"], portal.visitor()
    assert documents(holder, "quib public")[0] == {everybodys}
    library.narrowed(everybodys, "staff")
    assert documents(holder, "quib public") == (set(), None)
    assert "found too" not in text(stranger.get(f"{REGISTER}?q=quib").text)
    assert documents(holder, "quib mandate")[0] == {told["mandate:wgad"]}
    with portal.engine.begin() as conn:
        ended = portal.clock.at.date() - timedelta(days=2)
        conn.execute(chains.insert().values(mandate="wgad", ended_on=ended))
    assert documents(holder, "quib mandate") == (set(), None)
    portal.vault.forget(subject_of(told["holders"]), at=portal.clock())
    assert documents(holder, "quib") == (set(), None)
    assert documents(portal.signed_in(Role.CHIEF), "quib holders") == (set(), None)


def test_old_versions_and_drafts_have_no_words_of_their_own(
    portal: Pages, library: Library, told: dict[str, str], holder: Visitor
) -> None:
    library.uploaded(told["holders"], 2)
    assert documents(holder, "summary") == (set(), None)


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("QUIB", True),
        ("gribble", True),
        ("«quib» (of), holders!", True),
        ("e\u0301lan", True),
        ("elan", True),
        ("HOLDER", True),
        ("detencion", True),
        ("detenciones", True),
        ("задержания", True),
        ("الاحتجاز", True),
        ("quibbles", False),
        ("quib nothing", False),
        ("4TP-X9D-R07", False),
    ],
)
def test_it_is_found_by_titles_in_each_language_and_keywords(
    portal: Pages, library: Library, holder: Visitor, words: str, *, finds: bool
) -> None:
    ready(portal.engine, READ_MODELS)
    titles = {
        "fr": "Élan", "es": "Detención", "ru": "Задержание", "ar": "احتجاز",
    }  # fmt: skip
    one = library.document("holders", title="Quib of holders", titles=titles)
    found, _ = documents(holder, words)
    assert found == ({one} if finds else set())


def test_a_hit_has_its_title_kind_and_day_and_only_reading_it_is_on_record(
    portal: Pages, library: Library, told: dict[str, str], holder: Visitor
) -> None:
    def read() -> set[str]:
        with portal.engine.connect() as conn:
            return set(
                conn.scalars(select(audit.c.subject).where(audit.c.subject.like("library-%")))
            )

    before = read()
    page = find(holder, "quib").text
    assert "Quib of holders" in page
    assert "Quib of staff" not in page
    assert "Manual" in page
    shown = {subject_of(told["holders"]), subject_of(told["mandate:wgad"])}
    assert read() - before == shown, "not what was compared, and nothing that is public"


def test_words_are_what_stands_between_marks() -> None:
    assert words_of("«Élan», e\u0301lan!") == ["elan", "elan"]
    assert words_of("... — !") == []
    assert words_of("") == []
    assert words_of("دليل، 任务") == ["دليل", "任务"]
