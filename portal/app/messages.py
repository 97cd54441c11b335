"""Gather the texts of all pages for translators: ``make messages``.

Texts stand in templates and in calls such as ``gettext("…")``; the words of code lists stand in
data and are named here. A domain's template is written anew, and each language's catalogue follows
it: texts that are gone leave it, new ones come without a translation. A language that is named
begins: ``python -m portal.app.messages es``.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import write_po
from flask import Flask
from jinja2.ext import babel_extract

from portal.app.areas import AREAS
from portal.app.refusal_texts import found
from portal.casefile.filing import ConsentAnswers, Incident, Perpetrator, Victim
from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.filing.sections import Story, Submitter
from portal.casefile.submissions.sealing import OPTIONAL
from portal.casefile.submissions.told import kind_of
from portal.committee.activity.lines import KINDS as LINES
from portal.desk.triage.words import STATUS as TRIAGE
from portal.followup.publication import words as publication
from portal.followup.replies import words as replies
from portal.letters.communications import words as writing
from portal.letters.statements import words as statements
from portal.source.drafts.sections import Entry
from portal.web.accounts.access import Door, access_of
from portal.web.accounts.guides import GUIDES
from portal.web.area import Area
from portal.web.forms import OF_WTFORMS, OF_WTFORMS_COUNTED
from portal.web.i18n.catalogues import UNREAD, catalogue
from portal.web.i18n.languages import CATALOGUES
from portal.web.i18n.templates import EXTENSION
from shared import reference
from shared.core.roles import LABELS as ROLES
from shared.core.roles import Role
from shared.reference import recommending
from shared.reference.admissibility import STANDARD
from shared.reference.calls import DEPARTURES, VISIBILITIES
from shared.reference.contact_points import ACCREDITATIONS, SUSPENSIONS
from shared.reference.eligibility import REASONS as NOT_ELIGIBLE
from shared.reference.former_states import former_states
from shared.reference.mandate_settings import variants
from shared.reference.onboarding import NAMES as KIT_NAMES
from shared.reference.opening import REASONS as OPENINGS
from shared.reference.panels import CLOSINGS, CONSTITUENCIES, LONGER_TERMS, MEANINGS, PRESETS
from shared.reference.publication import REDACTION_REASONS, WITHDRAWAL_REASONS
from shared.reference.selection_files import HOLDS
from shared.reference.themes import BODIES, THEMES
from shared.reference.transmission import CHANNELS
from shared.reference.treaties import TREATIES
from shared.reference.triage import REFERRALS, TAGS
from shared.reference.vacancies import DEFERRALS, LAPSES, MORE_CALLS

ROOT: Final = CATALOGUES.parent
PUBLIC, STAFF, REFUSALS = "public", "staff", "refusals"
DOORS: Final = (
    "portal/web",
    "portal/public",
    "portal/source",
    "portal/casefile/attachments",
    "portal/casefile/filing",
    "portal/casefile/submissions",
    "portal/committee/reports/said.py",
    "portal/committee/reports/templates/_published.html",
    "portal/demo",
    "portal/followup/clusters",
    "portal/followup/grading/schemes.py",
    "portal/followup/grading/templates/schemes.html",
    "portal/followup/recommendations",
    "portal/followup/replies/source.py",
    "portal/followup/visits/lines.py",
    "portal/followup/visits/public.py",
    "portal/followup/visits/templates/_lines.html",
    "portal/followup/visits/templates/_profile.html",
    "portal/followup/visits/templates/public.html",
    "portal/homes/notices",
    "portal/homes/search",
    "portal/letters/approval/words.py",
    "portal/selection/applying.py",
    "portal/selection/candidate.py",
    "portal/selection/figures.py",
    "portal/selection/listed.py",
    "portal/selection/page.py",
    "portal/selection/stage.py",
    "portal/selection/templates/_own_state.html",
    "portal/selection/templates/_parts.html",
    "portal/selection/templates/apply.html",
    "portal/selection/templates/candidate.html",
    "portal/selection/templates/figures.html",
    "portal/selection/templates/own_application.html",
    "portal/selection/templates/public_index.html",
    "portal/selection/templates/public_vacancy.html",
)
"""The lines of the pages of sources and of the public, with all that they stand on.

With them come the areas above that speak to sources or to all, and what any area adds to the pages
of sources and to the home page. Where only some pages of an area speak, their parts are named.
"""
_PARTS: Final = ("_for_source.html", "_home.html", "_told_sources.html")
_FOR_SOURCES: Final = frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT, Role.FOCAL_POINT})
KEYWORDS: Final[Mapping[str, tuple[int | tuple[int, str], ...] | None]] = MappingProxyType(
    {
        "_": None,
        "gettext": None,
        "lazy": None,
        "ngettext": (1, 2),
        "lazy_ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "lazy_pgettext": ((1, "c"), 2),
    }
)
PLURALS: Final = MappingProxyType({"es": "(n != 1)", "fr": "(n > 1)"})
"""Languages for which CLDR has a third form, for millions, that reads like the second."""
_OPTIONS: Final = {
    "extensions": EXTENSION,
    "newstyle_gettext": "true",
    "silent": "false",
    "trimmed": "true",
}
_EPOCH: Final = datetime(2026, 11, 27, tzinfo=UTC)
"""A date in a head would make every gathering a change."""


def gathered() -> dict[str, Catalog]:
    """Return the template of each domain."""
    public = _template(PUBLIC, [*_of_files(doors()), *_of_lists(), *_of_standing()])
    house = [*_of_files(("portal",)), *_of_house()]
    staff = _template(STAFF, _without(public, house))
    refusals = _template(REFUSALS, _without(public, _of_refusals()))
    return {PUBLIC: public, STAFF: staff, REFUSALS: refusals}


def doors() -> Iterator[str]:
    """Yield where the texts of the public domain are."""
    yield from DOORS
    for area in AREAS:
        folder = area.package.replace(".", "/")
        named = any(one == folder or one.startswith(f"{folder}/") for one in DOORS)
        if not named and is_open(area):
            yield folder
    for name in _PARTS:
        for path in sorted(ROOT.glob(f"portal/**/{name}")):
            yield str(path.relative_to(ROOT))


def is_open(area: Area) -> bool:
    """Whether a page of the area is for all, or for sources alone, by its mark."""
    app = Flask(__name__)
    for blueprint in area.blueprints:
        app.register_blueprint(blueprint)
    marks = [access_of(app, endpoint) for endpoint in app.view_functions]
    return any(
        one.door in {Door.PUBLIC, Door.CHANNEL} or (one.roles and one.roles <= _FOR_SOURCES)
        for one in marks
        if one is not None
    )


def write() -> None:
    """Write the templates, and bring the catalogues of all languages up to them.

    What is new to a language is marked as read by no native reader.
    """
    for domain, template in gathered().items():
        _write(CATALOGUES / f"{domain}.pot", template)
        for path in sorted(CATALOGUES.glob(f"*/{domain}.po")):
            translated = catalogue(path)
            known = _keys(translated)
            translated.update(template, no_fuzzy_matching=True)
            for text in translated:
                if _key((text.id, text.context, [])) not in known:  # type: ignore[arg-type]  # as above
                    text.user_comments = [UNREAD]  # a new list: the template's is every language's
            _write(path, translated)


def begun(code: str, domain: str) -> Catalog:
    """Return the empty catalogue of a language, with its rule for plurals."""
    begin = Catalog(locale=code, domain=domain, project="Rapporteur", **_HEAD)  # type: ignore[arg-type]  # by their names
    if code in PLURALS:
        begin._num_plurals, begin._plural_expr = 2, PLURALS[code]  # type: ignore[assignment]  # noqa: SLF001  # there is no other way
    begin.update(gathered()[domain], no_fuzzy_matching=True)
    return begin


Text = tuple[str | tuple[str, ...], str | None, list[str]]
"""What to translate, in which context, and what to know about it."""

_HEAD: Final = {
    "creation_date": _EPOCH,
    "revision_date": _EPOCH,
    "last_translator": "",
    "language_team": "",
    "fuzzy": False,
    "version": "1",
    "copyright_holder": "Rapporteur",
    "msgid_bugs_address": "",
}


def _template(domain: str, texts: Iterable[Text]) -> Catalog:
    template = Catalog(domain=domain, project="Rapporteur", header_comment="", **_HEAD)  # type: ignore[arg-type]  # by their names
    for text, context, comments in texts:
        template.add(text, auto_comments=comments, context=context)
    return template


def _of_files(places: Iterable[str]) -> Iterator[Text]:
    for place in places:
        for path in [ROOT / place, *sorted((ROOT / place).rglob("*"))]:
            if path.suffix in {".html", ".py", ".xml"}:
                yield from _of_file(path)


@cache
def _of_file(path: Path) -> tuple[Text, ...]:
    """Return the texts of a file; it is read once, for the doors and for the house."""
    python = path.suffix == ".py"
    with path.open("rb") as file:
        found = extract(
            extract_python if python else babel_extract,  # type: ignore[arg-type]  # bytes, and says IO
            file,
            keywords=dict(KEYWORDS),
            comment_tags=("Translators:",),
            options={} if python else _OPTIONS,
            strip_comment_tags=True,
        )
        return tuple((text, context, comments) for _, text, comments, context in found)


def _of_refusals() -> Iterator[Text]:
    for one in found():
        if one.said:
            yield one.said if len(one.said) > 1 else one.said[0], None, []


def _without(known: Catalog, texts: Iterable[Text]) -> Iterator[Text]:
    keys = _keys(known)
    return (one for one in texts if _key(one) not in keys)


def _of_lists() -> Iterator[Text]:
    lists: tuple[Iterable[str | tuple[str, ...]], ...] = (
        reference.COMMUNICATION_TYPES.values(),
        reference.REPLY_KINDS.values(),
        reference.LANGUAGES.values(),
        *(
            (scheme.name, scheme.owner, scheme.source, *scheme.values.values())
            for scheme in reference.SCHEMES.values()
        ),
        *(words.values() for words in recommending.LISTS),
        WITHDRAWAL_REASONS.values(),
        reference.OUTCOMES.values(),
        statements.KINDS.values(),
        ROLES.values(),
        reference.GENDERS.values(),
        reference.REGIONS.values(),
        MORE_CALLS.values(),
        DEPARTURES.values(),
        NOT_ELIGIBLE.values(),
        VISIBILITIES.values(),
        LAPSES.values(),
        DEFERRALS.values(),
        KIT_NAMES.values(),
        [one.capitalize() for one in reference.CRITERIA],
        OPENINGS.values(),
        *((one.text, *one.labels.values(), *one.effects.values()) for one in QUESTIONS.values()),
        ACCREDITATIONS.values(),
        SUSPENSIONS.values(),
        _of_filing(),
        (one.name for one in former_states().values()),
        OF_WTFORMS,
        OF_WTFORMS_COUNTED,
        [place.label for area in AREAS for place in area.places],
        *(GUIDES[role] for role in Role if role in {*_FOR_SOURCES, Role.CANDIDATE}),
        [one.name for one in THEMES.values()],
        [one.name for one in BODIES.values()],
        [one.name for one in TREATIES.values()],
        [
            *map(reference.recipient_name, (reference.OTHER, reference.EVERY_STATE)),
            reference.recipients()[reference.OTHER],
        ],
    )
    for words in lists:
        for word in words:
            yield word, None, []


def _of_standing() -> Iterator[Text]:
    """Yield the words for where letters, replies, statements and cases stand, as a search says."""
    lists = (TRIAGE, writing.STATES, replies.STATUS, publication.STATUS, statements.STATES)
    for words in lists:
        for word, _ in words.values():
            yield word, "status", []


def _of_house() -> Iterator[Text]:
    """Yield the words of lists that only the house reads."""
    lists: tuple[Iterable[str], ...] = (
        (gone for area in AREAS for gone in area.erasable.values()),
        HOLDS.values(),
        STANDARD,
        reference.NOT_ACTIONED.values(),
        TAGS.values(),
        [one.name for one in REFERRALS.values()],
        LINES.values(),
        reference.CRITERIA.values(),
        CLOSINGS.values(),
        LONGER_TERMS.values(),
        MEANINGS.values(),
        CONSTITUENCIES.values(),
        [preset.about for preset in PRESETS.values()],
        REDACTION_REASONS.values(),
        CHANNELS.values(),
        reference.CONTACT_KINDS.values(),
        reference.PARTIAL_PATTERNS.values(),
        *((one.name, one.source) for one in variants().values()),
        *GUIDES.values(),
    )
    for words in lists:
        for word in words:
            yield word, None, []


def _of_filing() -> Iterator[str]:
    """Yield what the form asks: titles, hints and choices; mandates have titles of their own."""
    people = (Incident, Perpetrator, Victim, ConsentAnswers, Submitter)
    for model in (*people, Story, Entry, *OPTIONAL):
        for name, field in model.model_fields.items():
            yield field.title or name
            kind = kind_of(field.metadata)
            if kind is None:
                continue
            if field.description and not kind.effects:
                yield field.description
            yield from kind.effects.values()
            if not kind.listed:  # names, which have columns of their own
                yield from kind.words.values()


def _keys(template: Catalog) -> set[tuple[str, str | None]]:
    return {_key((one.id, one.context, [])) for one in template}  # type: ignore[arg-type]  # a tuple, not a list


def _key(text: Text) -> tuple[str, str | None]:
    return (text[0] if isinstance(text[0], str) else text[0][0], text[1])


def _write(path: Path, texts: Catalog) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, texts, width=0, no_location=True, sort_output=True, ignore_obsolete=True)


if __name__ == "__main__":
    for language in sys.argv[1:]:  # those that somebody begins to translate
        for name in (PUBLIC, STAFF, REFUSALS):
            _write(CATALOGUES / language / f"{name}.po", begun(language, name))
    write()
