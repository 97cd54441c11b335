"""A recommendation in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from portal.followup.recommendations.answered import Answered
from portal.followup.recommendations.described import Described
from portal.followup.recommendations.narrowing import (
    AHEAD,
    CLOSED,
    LET_GO,
    NONE,
    OPEN,
    OWN,
    PASSED,
    TAKEN_UP,
    WITH,
    WITHOUT,
    Seen,
    grades,
)
from portal.followup.recommendations.shared_with import Information, Recommendation
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext, pgettext
from portal.web.presentation import day
from shared.reference import EVERY_STATE, LANGUAGES, REGIONS, SCHEMES, mandate_acronym, states
from shared.reference.country_teams import is_team
from shared.reference.grouping import is_government
from shared.reference.publication import WITHDRAWAL_REASONS
from shared.reference.recommending import (
    ADDRESSEES,
    AFFECTED,
    CLOSINGS,
    POSITIONS,
    SOURCE_KINDS,
    TARGETS,
    TIME_FRAMES,
    TYPES,
)
from shared.reference.schemes import Counts
from shared.reference.themes import THEMES
from shared.reference.treaties import ARTICLES, TREATIES

PROVIDERS = {
    "government": lazy("Government"),
    "nhri": lazy("National human rights institution"),
    "ngo": lazy("Non-governmental organisation"),
    "unct": lazy("United Nations country team"),
}
WISHES: Mapping[str, str] = {
    "publish": lazy("Publish it with our name"),
    "unnamed": lazy("Publish it without our name"),
    "holder": lazy("For the mandate alone"),
}
"""What a provider lets become of what it says."""
ACTS: Mapping[str, str] = {
    "information.publish": lazy("Publish it"),
    "information.withhold": lazy("Withhold it"),
    "information.take_back": lazy("Take it back"),
    "information.withdraw": lazy("Take it back"),
}


class Days(Protocol):
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


GOVERNMENT = "-"
"""The follow-up of the Government, where others have one too."""
_SHORT = 160  # characters of a text in the list
_COUNTS: Final[Mapping[Counts, str]] = {
    "implemented": lazy_pgettext("counts as", "Implemented"),
    "partly": lazy_pgettext("counts as", "Partly implemented"),
    "not": lazy_pgettext("counts as", "Not implemented"),
    "unknown": lazy_pgettext("counts as", "Not known"),
}


def status(about: Recommendation) -> tuple[str, str]:
    """Return its status: words, and the tone of their tag."""
    if about.let_go_at:
        return pgettext("of a recommendation", "Let go"), "neutral"
    if about.closed:
        return pgettext("of a recommendation", "Closed"), "neutral"
    scheme = SCHEMES.get(about.scheme or "")
    if scheme and about.grade:
        if about.grade == scheme.top:
            return gettext("Implemented"), "done"
        worst = scheme.counts.get(about.grade) == "not"
        return grade(scheme.code, about.grade), "late" if worst else "waiting"
    if about.informed:
        return gettext("Information received"), "active"
    if about.item:
        return pgettext("of a recommendation", "Taken up"), "neutral"
    return pgettext("of a recommendation", "Issued"), "neutral"


def grade(scheme: str, value: str) -> str:
    known = SCHEMES.get(scheme)
    return names.word(known.values.get(value, value)) if known else value


def scheme_and_grade(code: str, value: str) -> str:
    return gettext("%(scheme)s: %(grade)s", scheme=scheme(code), grade=grade(code, value))


def counts_as(code: Counts) -> str:
    return str(_COUNTS[code])


def scheme(code: str) -> str:
    known = SCHEMES.get(code)
    return names.word(known.name) if known else code


def addressed(to: str) -> str:
    """Return whose follow-up is that of the recommendation itself: a Government's, or nobody's."""
    return state(to) if to == EVERY_STATE else str(PROVIDERS["government"])


def addressee(kind: str | None) -> str:
    """Return what kind of addressee it is; None: the Government, which every one has."""
    return names.word(ADDRESSEES.get(kind, kind)) if kind else str(PROVIDERS["government"])


def position(code: str) -> str:
    return names.word(POSITIONS.get(code, code))


def time_frame(code: str) -> str:
    return names.word(TIME_FRAMES.get(code, code))


def time_frames() -> dict[str, str]:
    return {code: time_frame(code) for code in TIME_FRAMES}


def type_(code: str) -> str:
    return names.word(TYPES.get(code, code))


def types() -> dict[str, str]:
    return {code: type_(code) for code in TYPES}


def source_kind(code: str) -> str:
    return names.word(SOURCE_KINDS.get(code, code))


def source_kinds() -> dict[str, str]:
    return {code: source_kind(code) for code in SOURCE_KINDS}


def language(code: str) -> str:
    return names.word(LANGUAGES.get(code, code))


def languages() -> dict[str, str]:
    return {code: language(code) for code in LANGUAGES}


def closing(code: str) -> str:
    return names.word(CLOSINGS.get(code, code))


def choices(kind: str) -> dict[str, str]:
    """Return the tags of a kind, each in the reader's language."""
    match kind:
        case "theme":
            return {code: names.word(one.name) for code, one in THEMES.items()}
        case "person":
            return {code: names.word(name) for code, name in AFFECTED.items()}
        case "article":
            return {code: article(code) for code in ARTICLES}
        case _:
            return {code: code for code in TARGETS}


def narrowing(there: Seen, asked: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what the list can be narrowed by, by kind; what is asked for is among it."""
    chosen = {kind: {asked[kind]} if kind in asked else set() for kind in ("state", "mandate")}
    years = {str(one) for one in there.years} | ({asked["year"]} if "year" in asked else set())
    every = {**dict.fromkeys(names.addressees(others=False)), **dict.fromkeys(there.states)}
    return {
        "state": {one: state(one) for one in every if one in chosen["state"].union(there.states)},
        "mandate": {
            code: name
            for code, name in names.mandates().items()
            if code in chosen["mandate"].union(there.mandates)
        },
        "year": {one: one for one in sorted(years, reverse=True)},
        "addressee": {
            **{code: addressee(code) for code in ADDRESSEES},
            NONE: gettext("The Government alone"),
        },
        "grade": {
            **{f"{one}.{value}": scheme_and_grade(one, value) for one, value in grades()},
            NONE: gettext("No grade that you may see"),
        },
        "information": {
            WITH: gettext("With information that you may see"),
            WITHOUT: gettext("Without information that you may see"),
        },
        "standing": {
            OPEN: pgettext("of a recommendation", "Followed up"),
            CLOSED: pgettext("of a recommendation", "Closed"),
            **{code: gettext("Closed: %(reason)s", reason=closing(code)) for code in CLOSINGS},
            LET_GO: pgettext("of a recommendation", "Let go"),
        },
        "due": {
            PASSED: gettext("The day in its text has passed"),
            AHEAD: gettext("The day in its text is still to come"),
            **time_frames(),
        },
        "type": types(),
        "source": source_kinds(),
        **{kind: choices(kind) for kind in ("theme", "person", "target")},
        "article": _articles(there, asked),
        "region": {
            code: names.word(name)
            for code, name in REGIONS.items()
            if code == asked.get("region") or code in {region_of(one) for one in there.states}
        },
        "mechanism": {
            OWN: gettext("A mandate of the Special Procedures"),
            TAKEN_UP: gettext("Another mechanism, taken up by a mandate"),
        },
        "text": {asked["text"]: gettext("One text to several States")} if "text" in asked else {},
    }


def _articles(there: Seen, asked: Mapping[str, str]) -> dict[str, str]:
    """Return those that some are about; each treaty of one comes first, and stands for all."""
    some = {*there.articles, *([asked["article"]] if "article" in asked else ())}
    some |= {code.partition("-")[0] for code in some}
    return {code: article(code) for code in ARTICLES if code in some}


def article(code: str) -> str:
    """Return an article with its treaty, or a treaty as a whole."""
    treaty, _, number = code.partition("-")
    if treaty not in TREATIES:
        return code
    name = names.word(TREATIES[treaty].name)
    if not number:
        return name
    return gettext("%(treaty)s, article %(number)s", treaty=name, number=number)


def region_of(state: str) -> str | None:
    """Return the regional group of a State: a State of no group, and no State, have none."""
    return known.group if (known := states().get(state)) else None


def region(state: str) -> str | None:
    code = region_of(state)
    return names.word(REGIONS[code]) if code else None


def tag(kind: str, code: str) -> str:
    return article(code) if kind == "article" else choices(kind).get(code, code)


def kind_of_tag(kind: str) -> str:
    match kind:
        case "theme":
            return gettext("Themes")
        case "person":
            return gettext("Persons affected")
        case "article":
            return gettext("Articles of treaties")
        case _:
            return gettext("Targets of the Sustainable Development Goals")


def follow_ups(to: str, more: Described, texts: Mapping[str, str | None]) -> dict[str, str]:
    """Return whose follow-ups there are, by id, the Government's first. ``to``: the State."""
    named = {
        one.addressee_id: texts[one.name.cipher] or f"{addressee(one.kind)}: {gettext('[erased]')}"
        for one in more.addressees
    }
    return {GOVERNMENT: addressed(to), **named}


def state(code: str) -> str:
    return names.recipient(code)


def mandate(code: str) -> str:
    return mandate_acronym(code)


def provider(code: str) -> str:
    return str(PROVIDERS.get(code, code))


def organisation(code: str) -> str:
    """Return what to call whoever is invited: a country team is in no register."""
    return str(PROVIDERS["unct"]) if is_team(code) else code


def group_of(code: str) -> str:
    """Return whose group of recommendations it is."""
    return str(PROVIDERS["government"]) if is_government(code) else organisation(mandate(code))


def labels(information: Sequence[Information]) -> dict[str, str]:
    """Return what to call each: who said it and when, numbered where several came on a day."""
    return _numbered(
        (
            one.info_id,
            gettext(
                "%(provider)s, %(day)s", provider=provider(one.provider), day=day(one.received_at)
            ),
        )
        for one in information
    )


def labels_of_answers(answers: Sequence[Answered]) -> dict[str, str]:
    """Return what to call answers of follow-up rounds, in the same way."""
    return _numbered(
        (
            one.answer_id,
            gettext(
                "%(provider)s, in the follow-up round of %(year)s",
                provider=provider(one.kind),
                year=str(one.year),
            ),
        )
        for one in answers
    )


def _numbered(some: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one, said in some:
        number = sum(label.startswith(said) for label in found.values())
        found[one] = f"{said} ({number + 1})" if number else said
    return found


def told_by(provider_: str, name: str | None) -> str:
    """Return who says something: the kind always, the name where it is to be told."""
    kind = provider(provider_)
    return gettext("%(what)s: %(value)s", what=kind, value=name) if name else kind


def days(one: Days) -> str:
    """Return the days that information is about; empty: nobody said."""
    if one.since and one.until:
        if one.since == one.until:
            return day(one.since)
        return gettext("%(first)s to %(last)s", first=day(one.since), last=day(one.until))
    if one.since:
        return gettext("From %(day)s", day=day(one.since))
    return gettext("Until %(day)s", day=day(one.until)) if one.until else ""


def told_of(one: Information) -> list[str]:
    """Return what is said of information, a line for each: its days, its wish, why it went."""
    why = names.word(WITHDRAWAL_REASONS.get(one.taken_back_for or "", ""))
    return [line for line in (days(one), str(WISHES.get(one.wish, "")), why) if line]


def came_to(one: Information, *, stands: bool) -> tuple[str, str]:
    """Return what became of information: words, and the tone of their tag."""
    if one.withdrawn_at:
        return pgettext("of information", "Taken back"), "neutral"
    if one.published_at:
        return pgettext("of information", "Public"), "done"
    if not stands:
        return pgettext("of information", "Corrected"), "neutral"
    if one.withheld_at:
        return pgettext("of information", "Withheld"), "neutral"
    if one.taken_back_at:
        return pgettext("of information", "No longer public"), "neutral"
    return pgettext(
        "of information", "Not public"
    ), "waiting" if one.wish != "holder" else "neutral"


def short(text: str | None) -> str:
    """Return the beginning of a text, for a row of a list."""
    if text is None:
        return gettext("[erased]")
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"
