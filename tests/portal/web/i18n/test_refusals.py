"""Refusals in the reader's language, with their values."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.web.commands import CommandRefused
from portal.web.i18n import catalogues
from portal.web.i18n.refusals import plain, sentence
from portal.web.i18n.texts import speaking
from shared.core.roles import Role
from shared.core.said import (
    Code,
    Codes,
    Count,
    Day,
    Mandates,
    Moment,
    Number,
    Reference,
    Said,
    State,
    Text,
    Value,
    from_wire,
    say,
)

FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "It is {what}."
msgstr "C’est : {what}."

msgid "{n} letter waits for <{who}>."
msgid_plural "{n} letters wait for <{who}>."
msgstr[0] "{n} lettre attend <{who}>."
msgstr[1] "{n} lettres attendent <{who}>."

msgid "Government"
msgstr "Gouvernement"

msgid "African States"
msgstr "États d’Afrique"

msgid "%(day)s, %(time)s (Geneva)"
msgstr "%(day)s, %(time)s (Genève)"
"""


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr/refusals.po").write_text(FRENCH)
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)
    caches = (catalogues.translations, catalogues.translated)
    for one in caches:
        one.cache_clear()
    with speaking("fr"):
        yield
    for one in caches:
        one.cache_clear()


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("value", "html", "text"),
    [
        (Day(date(2026, 12, 1)), "1er déc. 2026", "1er déc. 2026"),
        (
            Moment(datetime(2026, 3, 1, 17, 30, tzinfo=UTC)),
            "1er mars 2026, 18:30 (Genève)",
            "1er mars 2026, 18:30 (Genève)",
        ),
        (Number(2_000), "2\u202f000", "2\u202f000"),
        (State("DZA", "Algeria"), "Algérie", "Algérie"),
        (State("XYZ", "A new State"), "A new State", "A new State"),
        (
            Mandates(("SR A", "WG B", "IE C")),
            "SR A, WG B, IE C",
            "SR A, WG B, IE C",
        ),
        (Role.GOVERNMENT, "Gouvernement", "Gouvernement"),
        (Code("regions", "AFR", "African States"), "États d’Afrique", "États d’Afrique"),
        (
            Codes("regions", {"AFR": "African States", "x": "New States"}),
            "États d’Afrique, New States",
            "États d’Afrique, New States",
        ),
        (Reference("UA 3/2019"), '<bdi dir="ltr">UA 3/2019</bdi>', "\u2066UA 3/2019\u2069"),
        (
            Text("<b>{what}</b>"),
            '<bdi dir="auto">&lt;b&gt;{what}&lt;/b&gt;</bdi>',
            "\u2068<b>{what}</b>\u2069",
        ),
    ],
    ids=lambda one: type(one).__name__,
)
def test_each_kind_of_value_is_written_as_the_language_writes_it(
    value: Value, html: str, text: str
) -> None:
    said = say("It is {what}.", what=value)
    assert sentence(said) == f"C’est : {html}."
    assert plain(said) == f"C’est : {text}."


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(("count", "text"), [(0, "0 lettre attend"), (2, "2 lettres attendent")])
def test_a_count_chooses_the_form_and_a_translation_is_no_markup(count: int, text: str) -> None:
    said = say(
        "{n} letter waits for <{who}>.",
        "{n} letters wait for <{who}>.",
        n=Count(count),
        who=Number(5),
    )
    assert sentence(said) == f"{text} &lt;5&gt;."


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    "said",
    [
        Said(title="It's new & unknown.", text="It's new & unknown."),
        Said(
            title="It's new & unknown.", text="It's {word} & unknown.", values={"word": Text("new")}
        ),
        Said(title="It's new & unknown.", text="It is {what}."),  # the value did not come
    ],
    ids=["without values", "with values", "a value is missing"],
)
def test_what_is_not_known_is_read_in_english_and_marked(said: Said) -> None:
    assert sentence(said) == '<span lang="en" dir="ltr">It&#39;s new &amp; unknown.</span>'
    assert plain(said) == "It's new & unknown."


@pytest.mark.usefixtures("french")
def test_a_value_of_a_kind_that_only_a_newer_release_knows_is_its_text() -> None:
    said = from_wire(
        {"title": "It is 5 CHF.", "text": "It is {what}.", "values": {"what": {"money": "5 CHF"}}}
    )
    assert sentence(said) == 'C’est : <bdi dir="auto">5 CHF</bdi>.'


@pytest.mark.usefixtures("french")
def test_a_sentence_of_an_older_service_is_translated_too_unless_it_has_values() -> None:
    assert sentence(from_wire({"title": "African States"})) == "États d’Afrique"
    assert "Algeria" in sentence(from_wire({"title": "It is Algeria."}))


def test_english_is_the_sentence_itself() -> None:
    no = CommandRefused(422, "It's {on} in {place}.", on=Day(date(2026, 3, 1)), place=Text("Oz"))
    assert no.sentence == 'It&#39;s 1 Mar 2026 in <bdi dir="auto">Oz</bdi>.'
    assert str(no) == plain(no.said) == "It's 1 Mar 2026 in Oz."


def test_disguised_english_keeps_the_values() -> None:
    with speaking("xa"):
        said = sentence(say("A training event has at most {most} findings.", most=Number(2_000)))
    assert said.startswith("⟦")
    assert "2,000" in said


def test_acronyms_keep_their_direction_in_a_language_from_right_to_left() -> None:
    with speaking("xb"):
        said = sentence(say("It is {what}.", what=Mandates(("SR A", "WG B"))))
    assert '<bdi dir="ltr">SR A</bdi>, <bdi dir="ltr">WG B</bdi>' in said
