"""Sealed means sealed: what a member gives shows nowhere before the opening, and then as given."""

import hashlib
import itertools
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import MetaData, delete, func, select, update

from portal.app.read_models import READ_MODELS
from portal.committee.activity.lines import line
from portal.selection import sealed
from portal.selection.nominating_model import nominations
from portal.selection.sealed_model import preferences
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts.stakeholders_review import PreferencesSubmitted, Scored, Sheet
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference import CRITERIA
from tests.portal.homes.nominations import test_nominations as of_nominators
from tests.portal.selection import test_letters as of_letters
from tests.portal.selection.world import World, account, published, text, world
from tests.support.portal import Visitor

WATCHED = ("selection", "home", "notices", "audit", "nominations", "nominating", "proposals")
_RANDOM = re.compile(r"[0-9A-Za-z+/=_.\-]{24,}|[0-9a-f]{12,}")
_CHANCE = {"Content-Length", "Set-Cookie"}  # as the tokens of forms, which are packed
LONG = "\N{CYRILLIC CAPITAL LETTER A}" * 2_000  # bytes beyond one block, with two of them
_TOKEN = re.compile(r'name="csrf_token"[^>]*>')
_SPEED = re.compile(r"\d+\.\d+")


@pytest.fixture
def same_ids(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let each run make the same ids."""

    def begin() -> None:
        number = itertools.count()

        def urandom(size: int) -> bytes:
            digest = hashlib.sha512(f"run {next(number)}".encode()).digest()
            return (digest * (size // len(digest) + 1))[:size]

        monkeypatch.setattr("os.urandom", urandom)

    yield begin
    monkeypatch.undo()


def test_two_runs_that_differ_in_one_members_preferences_differ_in_no_byte_before_the_opening(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, same_ids: Any
) -> None:
    """Only the hash differs: pages, projections, facts, feed, tables and logs are equal."""
    caplog.set_level(logging.INFO)
    runs = []
    for number, (ada, bea, note) in enumerate(((5, 1, LONG), (1, 5, ""))):
        same_ids()
        caplog.clear()
        with under_review(tmp_path / str(number), ada, bea, note) as watched:
            hashes = [
                record.event.commitment
                for record in watched.world.service.store.log
                if isinstance(record.event, PreferencesSubmitted)
            ]
            runs.append((list(everything(watched)), [*logged(caplog)], hashes))
    (one, log, hashes), (other, other_log, other_hashes) = runs
    for mine, theirs in zip(one, other, strict=True):
        assert mine == theirs
    assert len(one) > 350, "all of it was looked at"
    seen = " ".join(what for what, _ in one)
    for page in ("/letters/<", "/nominators", "/nominate/", "/figures", "/interviews"):
        assert page in seen
    assert log == other_log
    assert not set(hashes) & set(other_hashes), "a nonce of its own for each"
    assert {len(each) for each in (*hashes, *other_hashes)} == {64}


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked at: a candidate with a letter, and with a nominator who was asked."""

    world: World
    person: Visitor
    values: Mapping[str, str]


@contextmanager
def under_review(directory: Path, ada: int, bea: int, note: str) -> Iterator[Watched]:
    """All are in but one; the run differs in what Anjali gave."""
    directory.mkdir()
    mail = {
        "smtp_url": SecretStr("smtp://mail.example"),
        "mail_from": "no-reply@rapporteur.example",
        "public_url": "https://rapporteur.example",
    }
    with world(directory, **mail) as w:
        vacancy = w.called()
        first, person = of_letters.applied(w, vacancy, "a.pdf")
        of_nominators.named(w, first, person)
        [sent] = of_nominators.mails(w)
        w.screened(vacancy, first)
        files = [first, w.file(vacancy, "Bea", nationality="KEN")]
        w.call_closed(vacancy)
        for value, file in zip((ada, bea), files, strict=True):
            w.scored(file, w.members["APG"], value, note)
            assert w.members["APG"].get(f"/panel/files/{file}").status_code == 200
            w.scored(file, w.chair, 3)
        assert w.do(w.chair, f"/panel/{vacancy}/remind").status_code == 303
        [letter] = of_letters.addresses(w, first)
        with w.portal.engine.connect() as conn:
            nomination = conn.scalars(select(nominations.c.nomination_id)).one()
        values = {
            "vacancy_id": vacancy,
            "region": "APG",
            "letter_id": letter.rpartition("/")[2],
            "nomination_id": nomination,
            "link": of_nominators.link(sent).rpartition("/")[2],
        }
        yield Watched(w, person, values)


def logged(caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    """What was logged but the making of the tables, which is done once for all tests."""
    for record in caplog.records:
        if not record.name.startswith("alembic"):
            yield masked(f"{record.name} {record.getMessage()}")


def everything(watched: Watched) -> Iterator[tuple[str, str]]:
    """Return all that can be seen, by what it is; what is random is masked with its length."""
    w = watched.world
    yield from _pages(watched)
    for record in w.service.store.log:
        name, _, data = STAKEHOLDERS_SERVICE.catalogue.encode(record.event)
        yield f"fact {name}", masked(data.decode())
        told = replace(published(record), recorded_at=AT)
        for model in READ_MODELS:
            if any(told.topic == contract.topic for contract in model.contracts):
                yield f"{model.consumer} of {name}", masked(repr(list(model.project(told))))
        yield f"feed of {name}", repr(line(told))
    for engine in (w.portal.engine, w.portal.vault.engine):
        tables = MetaData()
        tables.reflect(engine)
        with engine.connect() as conn:
            for table in tables.sorted_tables:
                rows = sorted(masked(repr(tuple(row))) for row in conn.execute(select(table)))
                yield f"table {table.name}", "\n".join(rows)


def _pages(watched: Watched) -> Iterator[tuple[str, str]]:
    w = watched.world
    candidates = [
        record.event.candidate_id
        for record in w.service.store.log
        if type(record.event).__name__ == "ApplicationSubmitted"
    ]
    visitors: dict[str, Visitor] = {
        "chair": w.chair,
        "another member": w.members["WEOG"],
        "officer": w.officer,
        "candidate": watched.person,
        "nobody": w.portal.visitor(),
        "auditor": w.portal.signed_in(Role.AUDITOR),
    }
    for what, path in sorted(set(_paths(w, watched.values, candidates))):
        for who, visitor in visitors.items():
            page = visitor.get(path)
            said = [f"{name}: {value}" for name, value in page.headers if name not in _CHANCE]
            told = "\n".join([*sorted(said), page.data.decode(errors="replace")])
            yield f"{what} for {who}", f"{page.status_code} {masked(told)}"


def _paths(w: World, known: Mapping[str, str], candidates: list[str]) -> Iterator[tuple[str, str]]:
    """Return each page, by its rule and the number of the candidate."""
    with w.portal.app.test_request_context():
        routes = w.portal.app.url_map.bind("")
        for rule in w.portal.app.url_map.iter_rules():
            area = rule.endpoint.partition(".")[0]
            ours = rule.arguments <= {*known, "candidate_id"} and area in WATCHED
            if "GET" not in (rule.methods or ()) or not ours:
                continue
            for number, candidate in enumerate(
                candidates if "candidate_id" in rule.arguments else [""]
            ):
                values = {**known, "candidate_id": candidate}
                path = routes.build(rule.endpoint, {k: values[k] for k in rule.arguments})
                yield f"{rule.rule} of {number}", path


def masked(told: str) -> str:
    told = _TOKEN.sub("a token", told)  # packed, so that its length is chance
    return _SPEED.sub("#", _RANDOM.sub(lambda found: f"<{len(found[0])}>", told))


def reviewed(w: World) -> tuple[str, str]:
    """A vacancy on whose one candidate all members gave a three."""
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    w.all_scored(ada)
    return vacancy, ada


def hash_of(w: World, member: Visitor) -> str:
    """The hash on record of what this member gave."""
    this = preferences.c.member_id == account(member).account_id
    with w.portal.engine.connect() as conn:
        found: str = conn.scalar(select(preferences.c.commitment).where(this)) or ""
    return found


def test_a_text_that_was_changed_is_refused_by_name_and_the_others_open(selection: World) -> None:
    w, anjali = selection, selection.members["APG"]
    vacancy, _ = reviewed(w)
    forged = sealed.Text("0" * 64, Sheet())
    content = w.portal.vault.seal("preferences-forged", sealed.written(forged))
    this = sealed.texts.c.commitment == hash_of(w, anjali)
    with w.portal.engine.begin() as conn:
        conn.execute(update(sealed.texts).where(this).values(content=content))
    path = f"/panel/{vacancy}/close"
    assert "3 of 3 members are in" in text(w.chair.get(path)), "nobody opens it to look"
    sent = w.do(w.chair, path)
    assert sent.status_code == 422
    assert "What Anjali gave does not match the hash on record" in text(sent)
    assert w.do(w.chair, path, reason="not-openable").status_code == 303
    result = text(w.officer.get(f"/selection/{vacancy}/results"))
    assert "2 of 3 members were in" in result
    assert "Not in: Anjali" in result
    assert "Anjali Refused: does not match its hash" in result
    assert "Wanjiru Opened: matches its hash" in result
    assert "Ada 3.0" in result


def test_a_text_that_is_lost_is_given_again_or_the_review_is_closed_with_a_reason(
    selection: World,
) -> None:
    w, anjali = selection, selection.members["APG"]
    vacancy, ada = reviewed(w)
    path = f"/panel/{vacancy}/close"

    def lose() -> None:
        this = sealed.texts.c.commitment == hash_of(w, anjali)
        with w.portal.engine.begin() as conn:
            conn.execute(delete(sealed.texts).where(this))

    lose()
    assert "What Anjali gave is lost. It can be given again." in text(w.chair.get(path))
    assert "cannot be opened any more" in text(anjali.get(f"/panel/files/{ada}"))
    w.scored(ada, anjali, 5)
    assert "is lost" not in text(w.chair.get(path))
    lose()
    assert w.do(w.chair, path).status_code == 422
    assert w.do(w.chair, path, reason="not-openable").status_code == 303
    assert "Anjali Lost" in text(w.chair.get(f"/panel/{vacancy}"))


def test_once_opened_no_text_and_no_key_is_left_and_a_rebuild_shows_the_same(
    selection: World,
) -> None:
    w = selection
    vacancy, ada = reviewed(w)
    with w.portal.engine.connect() as conn:
        subjects = [one.subject for one in conn.scalars(select(sealed.texts.c.content))]
    assert len(subjects) == 3
    assert w.do(w.chair, f"/panel/{vacancy}/close").status_code == 303
    result = text(w.chair.get(f"/panel/{vacancy}"))
    with w.portal.engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(sealed.texts)) == 0
    assert w.portal.vault.forgotten(subjects).keys() == set(subjects)
    applier = w.service.applier
    applier.drop()
    applier.prepare()
    applier.apply([published(record) for record in w.service.store.log])
    assert text(w.chair.get(f"/panel/{vacancy}")) == result
    w.conflicted(ada, w.members["APG"])
    void = text(w.chair.get(f"/panel/{vacancy}"))
    assert "A member was recused after the opening" in void
    assert "Anjali Void" in void


def test_what_was_replaced_goes_and_the_last_counts(selection: World) -> None:
    w, anjali = selection, selection.members["APG"]
    vacancy, ada = reviewed(w)
    for value in (4, 5):
        w.scored(ada, anjali, value)
    mine = sealed.texts.c.member_id == account(anjali).account_id
    with w.portal.engine.connect() as conn:
        versions = set(conn.scalars(select(sealed.texts.c.version).where(mine)))
    assert versions == {2, 3}, "the one before stays until the next is on record"
    assert anjali.get(f"/panel/files/{ada}").text.count('value="5" checked') == 6
    assert w.do(w.chair, f"/panel/{vacancy}/close").status_code == 303
    assert "Ada 3.7" in text(w.chair.get(f"/panel/{vacancy}"))


def test_texts_of_every_length_are_kept_in_whole_blocks() -> None:
    lengths = {
        len(sealed.written(sealed.Text("0" * 64, Sheet(order=tuple("abcdefghij"[:n])))))
        for n in range(6)
    }
    assert len(lengths) == 1


@pytest.mark.parametrize("files", [1, 5, 40])
def test_no_length_tells_of_notes(selection: World, files: int) -> None:
    """Of the longest that a form takes, of 2,000 characters beyond the common ones, or of none."""
    vault = selection.portal.vault
    longest = vault.seal(f"candidate-{uuid4()}", "\N{FACE WITH TEARS OF JOY}" * 2_000)
    lengths = {
        len(sealed.written(sealed.Text("0" * 64, Sheet(scored=_scored(files, note)))))
        for note in (None, vault.seal(f"candidate-{uuid4()}", "Good."), longest)
    }
    assert len(lengths) == 1


def _scored(files: int, note: Sealed | None) -> tuple[Scored, ...]:
    return tuple(
        Scored(candidate_id=str(uuid4()), scores=dict.fromkeys(CRITERIA, 5), note=note)
        for _ in range(files)
    )


def test_who_is_not_in_stands_in_the_same_order_on_every_page(selection: World) -> None:
    """The order is that of the regional groups, here against that of the names."""
    w = selection
    vacancy = w.called()
    w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    assert "Not in yet Wanjiru Anjali Willem" in text(w.chair.get(f"/panel/{vacancy}"))
    for act in ("remind", "close"):
        page = text(w.chair.get(f"/panel/{vacancy}/{act}"))
        assert "Not in: Wanjiru Not in: Anjali Not in: Willem" in page


def test_the_chair_reminds_who_is_late(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    w.scored(ada, w.members["APG"])
    page = text(w.chair.get(f"/panel/{vacancy}"))
    assert "1 of 3 members are in" in page
    assert "Not in yet Wanjiru Willem" in page
    assert "Not in: Willem" in text(w.chair.get(f"/panel/{vacancy}/remind"))
    assert "Willem" not in text(w.officer.get(f"/selection/{vacancy}")).partition("Panel")[0]
    assert w.do(w.chair, f"/panel/{vacancy}/remind").status_code == 303
    assert "Reminded" in text(w.chair.get(f"/panel/{vacancy}"))
    for member in (w.members["APG"], w.members["WEOG"]):
        assert w.do(member, f"/panel/{vacancy}/remind").status_code == 404
