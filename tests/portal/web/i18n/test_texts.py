"""Texts, dates and numbers in the reader's language."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from jinja2 import Environment

from portal.web.i18n import catalogues, formats, languages, templates
from portal.web.i18n.pseudo import disguised
from portal.web.i18n.texts import gettext, language, lazy, ngettext, pgettext, speaking
from portal.web.presentation import absolute, day, days_away, relative

AT = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)

FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

# No native reader has read this yet.
msgid "Send it to %(who)s"
msgstr "L’envoyer à %(who)s"

msgid "%(shown)s letter"
msgid_plural "%(shown)s letters"
msgstr[0] "%(shown)s lettre"
msgstr[1] "%(shown)s lettres"

msgctxt "of a letter"
msgid "Closed"
msgstr "Close"

# No native reader has read this yet.
#, fuzzy
msgid "A draft of a machine"
msgstr "Un brouillon de machine"
"""


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr/public.po").write_text(FRENCH)
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)
    caches = (catalogues.translations, catalogues.translated, catalogues.unread)
    for one in caches:
        one.cache_clear()
    with speaking("fr"):
        yield
    for one in caches:
        one.cache_clear()


def test_a_page_without_a_language_speaks_english() -> None:
    assert language().code == "en"
    assert gettext("Send it to %(who)s", who="100 %") == "Send it to 100 %"


@pytest.mark.usefixtures("french")
def test_a_text_is_said_with_its_values() -> None:
    assert gettext("Send it to %(who)s", who="Ana") == "L’envoyer à Ana"
    assert pgettext("of a letter", "Closed") == "Close"
    assert gettext("Closed") == "Closed"


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(("count", "said"), [(0, "0 lettre"), (1, "1 lettre"), (2, "2 lettres")])
def test_a_plural_follows_the_language_and_not_english(count: int, said: str) -> None:
    shown = formats.number(count)
    assert ngettext("%(shown)s letter", "%(shown)s letters", count, shown=shown) == said


@pytest.mark.usefixtures("french")
def test_a_draft_of_a_machine_is_not_shown() -> None:
    assert gettext("A draft of a machine") == "A draft of a machine"


@pytest.mark.usefixtures("french")
def test_it_is_known_what_no_native_reader_has_read() -> None:
    """Of the texts that are shown: a fuzzy one is not."""
    assert [catalogues.unread(code) for code in ("fr", "en", "xa")] == [1, 0, 0]
    assert page("{{ texts_are_unread() }}") == "True"
    with speaking("en"):
        assert page("{{ texts_are_unread() }}") == "False"


@pytest.mark.usefixtures("french")
def test_a_lazy_text_waits_for_its_reader_and_is_never_stored() -> None:
    with speaking("en"):
        label = lazy("Send it to %(who)s", who="Ana")
        assert label == "Send it to Ana"
    assert f"{label}" == "L’envoyer à Ana"
    with pytest.raises(TypeError):
        json.dumps({"label": label})


def test_a_text_that_translates_itself_is_not_translated_twice() -> None:
    label = lazy("Letters")
    with speaking("xa"):
        assert gettext(label) == str(label)
        assert gettext(label).count("⟦") == 1


def page(source: str, **values: object) -> str:
    env = Environment(autoescape=True)
    templates.install(env)
    return env.from_string(source).render(**values)


@pytest.mark.usefixtures("french")
def test_a_value_is_escaped_and_a_text_is_not() -> None:
    said = page("{% trans who=who %}Send it to {{ who }}{% endtrans %}", who="<b>Ana</b>")
    assert said == "L’envoyer à &lt;b&gt;Ana&lt;/b&gt;"
    assert page("{{ _('Send it to %(who)s', who=who) }}", who='"&') == "L’envoyer à &#34;&amp;"


@pytest.mark.usefixtures("french")
def test_a_template_counts_as_the_language_does() -> None:
    source = (
        "{% trans count=n, shown=n %}{{ shown }} letter{% pluralize %}{{ shown }} letters"
        "{% endtrans %}"
    )
    assert [page(source, n=n) for n in (0, 1, 2)] == ["0 lettre", "1 lettre", "2 lettres"]


@pytest.mark.usefixtures("french")
def test_a_text_that_nobody_has_translated_is_marked_as_english_where_it_can_be() -> None:
    assert page("{% trans %}Nobody has this{% endtrans %}") == (
        '<span lang="en" dir="ltr">Nobody has this</span>'
    )
    assert page('<a title="{{ _("Nobody has this") }}">') == '<a title="Nobody has this">'


def test_lines_and_indents_of_a_template_are_not_part_of_its_texts() -> None:
    assert page("{% trans %}\n    One\n    sentence.\n{% endtrans %}") == "One sentence."


def test_a_comma_that_a_template_sets_is_the_languages() -> None:
    source = (
        '<p title="{{ a }}, {{ b }}"><b>{{ a }}</b>, <i>{{ b }}</i>{% if b %}, {{ a }}{% endif %}'
        "{{ [a, b] | listed }}; {{ a }}: 1, 2. {% trans %}One, untranslated{% endtrans %}</p>"
    )
    said = page(source, a="A", b="B")
    assert said == ('<p title="A, B"><b>A</b>, <i>B</i>, AA, B; A: 1, 2. One, untranslated</p>')
    for code, comma, between in (("ar", "، ", "، "), ("zh", "\uff0c", "、")):
        with speaking(code):
            other = page(source, a="A", b="B")
        assert f'"A{comma}B"><b>A</b>{comma}<i>B</i>{comma}AA{between}B; A: 1, 2. ' in other
        assert "One, untranslated" in other


def test_english_in_disguise_keeps_what_programs_read_and_takes_more_room() -> None:
    worn = disguised("Send <b>%(who)s</b> the letters of {state}, 100%% of them")
    assert worn.startswith("⟦")
    assert worn.endswith("⟧")
    for kept in ("<b>%(who)s</b>", "{state}", "%%"):
        assert kept in worn
    assert len(disguised("A sentence of some length")) >= 1.3 * len("A sentence of some length")


def test_both_disguises_are_english_and_one_of_them_is_mirrored() -> None:
    with speaking("xb"):
        assert language().dir == "rtl"
        assert gettext("Send").startswith("⟦Š")
        assert ngettext("%(count)s letter", "%(count)s letters", 2) == "⟦2 léttéŕš one⟧"


def test_what_translators_were_not_given_shows_in_disguise() -> None:
    with speaking("xb"):
        assert gettext("Nobody gathered this.") == "Nobody gathered this."
        assert pgettext("nowhere", "Send") == "Send"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", ("24 Nov 2026", "24 Nov 2026, 15:02 (Geneva)", "3 minutes ago", "in 1 day")),
        ("fr", ("24 nov. 2026", "24 nov. 2026, 15:02 (Genève)", "il y a 3 minutes", "dans 1 jour")),
        ("ru", ("24 нояб. 2026", None, "3 минуты назад", "через 1 день")),
        ("zh", ("2026年11月24日", None, "3分钟前", "1天后")),
        ("ar", ("24 تشرين الثاني/نوفمبر 2026", None, "قبل 3 دقائق", "خلال يوم واحد")),
    ],
)
def test_a_time_is_written_as_the_language_does(
    code: str,
    words: tuple[str, str | None, str, str],
) -> None:
    with speaking(code):
        ago = relative(AT - timedelta(minutes=3), AT)
        said = (day(AT), absolute(AT), ago, days_away(date(2026, 11, 25), date(2026, 11, 24)))
    assert [got for got, word in zip(said, words, strict=True) if word is not None] == [
        word for word in words if word is not None
    ]


@pytest.mark.parametrize(
    ("code", "month", "number"),
    [
        ("en", "November 2026", "12,345"),
        ("fr", "novembre 2026", "12\u202f345"),
        ("es", "noviembre 2026", "12.345"),
        ("ar", "تشرين الثاني/نوفمبر 2026", "12,345"),
        ("xa", "November 2026", "12,345"),
    ],
)
def test_months_and_numbers_are_the_languages(code: str, month: str, number: str) -> None:
    with speaking(code):
        assert (formats.long_month(2026, 11), formats.number(12_345)) == (month, number)


def test_the_first_of_a_month_is_the_first_in_french() -> None:
    with speaking("fr"):
        assert day(date(2026, 5, 1)) == "1er mai 2026"
        assert day(date(2026, 5, 11)) == "11 mai 2026"


def test_the_languages_are_those_of_the_united_nations_and_two_in_disguise() -> None:
    known = languages.LANGUAGES.values()
    assert {one.code for one in known if not one.pseudo} == {"ar", "zh", "en", "fr", "ru", "es"}
    assert {one.code for one in known if one.right_to_left} == {"ar", "xb"}


def test_a_value_in_a_sentence_is_isolated_and_escaped() -> None:
    assert page("{% trans who=who | bdi %}By {{ who }}{% endtrans %}", who="<b>Ana") == (
        "By <bdi>&lt;b&gt;Ana</bdi>"
    )
    assert page(
        "{% trans code=code | ltr %}See {{ code }}{% endtrans %}", code="AL KEN 1/2026"
    ) == ('See <bdi dir="ltr">AL KEN 1/2026</bdi>')


def test_a_value_in_plain_text_is_isolated_where_lines_run_from_right_to_left() -> None:
    with speaking("fr"):
        assert gettext("%(who)s wrote", who="Ana") == "Ana wrote"
    with speaking("ar"):
        assert gettext("%(who)s wrote", who="Ana") == "\u2068Ana\u2069 wrote"
        assert ngettext("%(n)s letter", "%(n)s letters", 2, n=2) == "2 letters"
        assert page("<a title=\"{{ _('%(who)s wrote', who=who) }}\">", who="<") == (
            '<a title="\u2068&lt;\u2069 wrote">'
        )


@pytest.mark.parametrize(
    ("code", "sizes", "first", "choice"),
    [
        ("en", ["1 Byte", "999 Bytes", "1.5 kB", "2.0 MB"], "1 March", "A, B or C"),
        ("fr", ["1 octet", "999 octets", "1,5\u00a0ko", "2\u00a0Mo"], "1er mars", "A, B ou C"),
    ],
)
def test_sizes_days_and_choices_are_the_languages(
    code: str, sizes: list[str], first: str, choice: str
) -> None:
    with speaking(code):
        assert [formats.size(count) for count in (1, 999, 1_500, 2_000_000)] == sizes
        assert formats.day_of_month(3, 1) == first
        assert formats.one_of(["A", "B", "C"]) == choice


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("en", {"one", "other"}),
        ("ar", {"zero", "one", "two", "few", "many", "other"}),
        ("ru", {"one", "few", "many", "other"}),
        ("zh", {"other"}),
    ],
)
def test_a_script_gets_a_text_for_each_kind_of_number(code: str, kinds: set[str]) -> None:
    with speaking(code):
        assert set(formats.kinds_of_numbers()) == kinds
