"""Automatic checks of texts and translations."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from flask import Blueprint

from portal.app import messages
from portal.app.areas import AREAS
from portal.app.messages import KEYWORDS, PLURALS, ROOT, gathered, is_open
from portal.app.refusal_texts import PLACES, found, in_file
from portal.web.accounts.access import public, require, returned
from portal.web.area import Area
from portal.web.i18n import catalogues
from portal.web.i18n.catalogues import DOMAINS
from portal.web.i18n.languages import CATALOGUES
from shared.core.said import PLACE
from tests.portal.web.i18n.isolation import turning
from tests.portal.web.i18n.unwrapped import unwrapped

THE_SAME = {"fr": frozenset[str]()}
"""Texts of more than two words that are the same in English and in the language."""
WEB = ROOT / "portal/web/templates"
TEMPLATES = sorted(
    path for path in (ROOT / "portal").rglob("*.html") if "node_modules" not in path.parts
)
CATALOGUE_FILES = sorted(CATALOGUES.glob("*/*.po"))

_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{\w*\}")
_TAG = re.compile(r"<[^>]+>")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def templates() -> dict[str, Catalog]:
    return gathered()


@cache
def catalogue(path: Path) -> Catalog:
    """Read it once, for all that is asked of it here."""
    return catalogues.catalogue(path)


def ids(texts: Catalog) -> set[tuple[str, str | None]]:
    return {(str(one.id), one.context) for one in texts if one.id}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_has_been_gathered(templates: dict[str, Catalog], domain: str) -> None:
    """If not: ``make messages``."""
    with (CATALOGUES / f"{domain}.pot").open("rb") as file:
        kept = read_po(file)
    assert ids(kept) == ids(templates[domain])
    for path in CATALOGUES.glob(f"*/{domain}.po"):
        assert ids(catalogue(path)) == ids(kept), path


def test_a_text_is_written_out_where_it_is_translated() -> None:
    """What is put together first, such as an f-string, no translator gets to see."""
    put_together = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "portal").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in call.args[:2])
    ]
    assert put_together == []


def test_a_refusal_is_written_out_where_it_is_said() -> None:
    """What is put together or computed, no translator gets to see."""
    assert [one.place for one in found() if one.said is None] == []


def test_a_refusal_has_the_values_that_stand_in_it() -> None:
    wrong = [
        one.place
        for one in found()
        if one.said
        and one.values is not None
        and any({*PLACE.findall(text)} != one.values for text in one.said)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('raise Refused("No.")', ("No.",)),
        ('_NO = "No."\nraise Forbidden(_NO)', ("No.",)),
        ('raise Refused.many("{n} a.", "{n} b.", n=Count(1))', ("{n} a.", "{n} b.")),
        ('require(asked, role, no="No.")', ("No.",)),
        (
            "from services.intake.submission.access import NO_SUCH\nRefused(NO_SUCH)",
            ("There is no such submission.",),
        ),
        (
            "from services.intake.submission import access\nRefused(access.NO_SUCH)",
            ("There is no such submission.",),
        ),
        ('raise Refused(f"No {more}.")', None),
        ('raise Refused("No " + more)', None),
        ("raise Refused(_told(more))", None),
        ('raise Refused("No {}.".format(more))', None),
        ('require(asked, role, no=f"No {more}.")', None),
    ],
)
def test_a_refusal_is_found_and_so_is_what_is_put_together(
    source: str, said: tuple[str, ...] | None, tmp_path: Path
) -> None:
    (tmp_path / "rule.py").write_text(source)
    assert [one.said for one in in_file(tmp_path / "rule.py", PLACES["services"])] == [said]


def test_a_text_that_was_read_stays_so_when_texts_are_gathered_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one that is new, or came in the place of another, is read by nobody yet."""
    template, kept = Catalog(domain="public"), Catalog(locale="fr", domain="public")
    for text in ("Read", "Not read", "New"):
        template.add(text)
    kept.add("Read", "Lu")
    kept.add("Not read", "Non lu", user_comments=[catalogues.UNREAD])
    kept.add("Gone", "Parti")
    path = tmp_path / "fr/public.po"
    path.parent.mkdir()
    with path.open("wb") as file:
        write_po(file, kept)
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path)
    monkeypatch.setattr(messages, "gathered", lambda: {"public": template})
    for _ in range(2):
        messages.write()
        assert [
            (one.id, one.string, one.user_comments) for one in catalogues.catalogue(path) if one.id
        ] == [
            ("New", "", [catalogues.UNREAD]),
            ("Not read", "Non lu", [catalogues.UNREAD]),
            ("Read", "Lu", []),
        ]


@pytest.mark.parametrize("path", CATALOGUE_FILES, ids=lambda one: f"{one.parent.name}-{one.stem}")
class TestTranslations:
    def test_each_text_is_translated(self, path: Path) -> None:
        assert path.stem in DOMAINS
        texts = [one for one in catalogue(path) if one.id]
        assert [one.id for one in texts if one.fuzzy or not all(forms(one) or [""])] == []

    def test_each_text_says_that_no_native_reader_has_read_it(self, path: Path) -> None:
        """Whoever clears the first text says in i18n/README.md which languages are read."""
        if (
            "No native reader has read any language yet"
            not in (CATALOGUES / "README.md").read_text()
        ):
            return
        otherwise = [
            one.id
            for one in catalogue(path)
            if one.id and one.user_comments.count(catalogues.UNREAD) != 1
        ]
        assert otherwise == []

    def test_each_plural_form_is_there(self, path: Path) -> None:
        texts = catalogue(path)
        code = path.parent.name
        if code in PLURALS:
            assert texts.plural_forms == f"nplurals=2; plural={PLURALS[code]};"
        for one in texts:
            if one.pluralizable and not one.fuzzy:
                assert len(forms(one)) == texts.num_plurals, one.id

    def test_values_and_tags_are_those_of_the_english_text(self, path: Path) -> None:
        alone = forms_of_one_number(catalogue(path))
        for one, english, said in pairs(path):
            for what in (_PLACEHOLDER, _TAG):
                if what is _PLACEHOLDER and one.pluralizable:
                    left_out = set(what.findall(english)) - set(what.findall(said))
                    assert set(what.findall(said)) <= set(what.findall(english)), said
                    assert not left_out or (len(left_out) == 1 and forms(one).index(said) in alone)
                else:
                    assert Counter(what.findall(said)) == Counter(what.findall(english)), said
            assert not {"{", "}"} & set(_PLACEHOLDER.sub("", said)), said

    def test_spaces_at_the_ends_are_kept_and_nothing_turns_the_direction(self, path: Path) -> None:
        for _, english, said in pairs(path):
            assert (said[:1].isspace(), said[-1:].isspace()) == (
                english[:1].isspace(),
                english[-1:].isspace(),
            ), said
            assert not _BIDI.search(said), said

    def test_no_english_is_left(self, path: Path) -> None:
        left = {
            said
            for _, english, said in pairs(path)
            if said == english and len(re.findall(r"[^\W\d_]+", _PLACEHOLDER.sub("", said))) > 2
        }
        assert left == THE_SAME.get(path.parent.name, set())


@pytest.mark.parametrize("domain", DOMAINS)
def test_french_marks_do_not_begin_a_line(domain: str) -> None:
    for _, _, said in pairs(CATALOGUES / "fr" / f"{domain}.po"):
        plain = _TAG.sub("", said)
        assert not re.search(r" [:;?!»]|« |\w[?!»]|'", plain), said


def forms(text: Message) -> list[str]:
    said = text.string
    return [said] if isinstance(said, str) else [one for one in said or () if one]


def forms_of_one_number(texts: Catalog) -> set[int]:
    """Return the plural forms that stand for one number alone: "two days" needs no figure."""
    rule = c2py(texts.plural_expr)
    counted = Counter(rule(number) for number in range(1000))
    return {form for form, numbers in counted.items() if numbers == 1}


def pairs(path: Path) -> Iterator[tuple[Message, str, str]]:
    """Yield each form of a translation beside the English that it stands for."""
    for one in catalogue(path):
        if not one.id or one.fuzzy:
            continue
        english = [one.id] if isinstance(one.id, str) else list(one.id)
        said = forms(one)
        for at, form in enumerate(said):
            yield one, english[-1] if len(said) == 1 else english[min(at, len(english) - 1)], form


def test_a_page_without_a_mark_opens_no_area() -> None:
    for mark, opens in ((public, True), (returned, True), (require(), False), (None, False)):
        bp = Blueprint("one", "one")
        view: Callable[[], str] = partial(str)
        bp.add_url_rule("/page", "page", mark(view) if mark else view)
        assert is_open(Area(name="one", package="one", blueprints=(bp,))) is opens


# --- templates ----------------------------------------------------------------------------------


def pages(area: Area) -> list[Path]:
    return sorted(area.templates.glob("*.html"))


def left_in(area: Area) -> list[str]:
    return [
        f"{area.name}/{path.name}:{line}: {text}"
        for path in pages(area)
        for line, text in unwrapped(path.read_text())
    ]


def test_what_every_page_stands_on_says_nothing_in_english_alone() -> None:
    assert [
        f"{path.name}:{line}: {text}"
        for path in sorted(WEB.glob("*.html"))
        for line, text in unwrapped(path.read_text())
    ] == []


@pytest.mark.parametrize("area", [one for one in AREAS if pages(one)], ids=lambda one: one.name)
def test_an_area_says_nothing_in_english_alone(area: Area) -> None:
    assert left_in(area) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Send it</p>", ["Send it"]),
        ("<p>{% trans %}Send it{% endtrans %}</p>", []),
        ("<p>{{ _('Send it') }} {{ value }}</p>", []),
        ("{{ button('Send it') }}", ["'Send it'"]),
        ('<a title="Send">{{ _("Send") }}</a>', ["Send"]),
        ('<div class="{{ a }} wide" id="b"></div>', []),
        ("{# Send it #}{% block width %} width--wide{% endblock %}", []),
        ("{% if a %}Send{% else %}Keep{% endif %}", ["SendKeep"]),
        ("{{ pgettext('of a letter', 'Send it') }}", []),
    ],
)
def test_what_is_not_wrapped_is_found(source: str, found: list[str]) -> None:
    assert [text for _, text in unwrapped(source)] == found


def test_a_text_of_a_page_is_wrapped_where_its_mark_fits() -> None:
    """``trans`` marks a text that is left in English by a tag: not in an attribute or a title."""
    inside = re.compile(r'="[^"]*\{%-? trans|<(?:title|option)\b[^>]*>[^<]*\{%-? trans')
    titles = re.compile(r"\{% block title %\}[^\n]*\{%-? trans")
    for path in TEMPLATES:
        assert not inside.search(path.read_text()), path
        assert not titles.search(path.read_text()), path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_value_never_turns_the_order_of_a_sentence(path: Path) -> None:
    """Names are isolated by ``| bdi``, references, addresses and codes by ``| ltr``."""
    assert list(turning(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_plural_is_that_of_its_count(path: Path) -> None:
    """Without a name Jinja takes the first value; one that is no number fails but in English."""
    assert list(miscounted(path.read_text(encoding="utf-8"))) == []


def test_a_plural_of_something_else_is_found() -> None:
    said = "{% trans url=here, count=n %}{{ url }}{% pluralize %}{{ count }}{% endtrans %}"
    assert len(list(miscounted(said))) == 1
    assert list(miscounted(said.replace("pluralize", "pluralize count"))) == []
    assert list(miscounted("{% trans %}One{% endtrans %}" + said.replace("url=here, ", ""))) == []


def miscounted(template: str) -> Iterator[str]:
    """Yield each text in numbers whose number is not ``count``."""
    for text in template.split("endtrans")[:-1]:
        _, _, said = text.rpartition("{% trans")
        counted = re.search(r"\{%-? pluralize\s*(\w*)", said)
        if counted and (counted[1] or said.split("=")[0].strip()) != "count":
            yield said


@pytest.mark.parametrize(
    "said",
    [
        "{% trans who=person.name %}By {{ who }}{% endtrans %}",
        "{% trans reference=letter.reference | bdi %}The letter {{ reference }}{% endtrans %}",
        "{% trans count=n, state=words(a, b) %}{{ state }}{% pluralize %}{{ count }}{% endtrans %}",
        "{% trans email %}Write to {{ email }}{% endtrans %}",
    ],
)
def test_a_value_that_turns_the_order_is_found(said: str) -> None:
    assert len(list(turning(said))) == 1


@pytest.mark.parametrize(
    "said",
    [
        "{% trans who=person.name | bdi, at=when(x.at) %}By {{ who }}, {{ at }}{% endtrans %}",
        '{% trans url=url_for("a") %}<a href="{{ url }}">Here</a>{% endtrans %}',
        "{% trans who=name %}By <bdi>{{ who }}</bdi>{% endtrans %}",
        "{% trans address=there | ltr %}At {{ address }}{% endtrans %}",
    ],
)
def test_a_value_that_is_isolated_is_let_be(said: str) -> None:
    assert list(turning(said)) == []
