"""What describes an organisation: one text, which is sealed as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, TypeAlias

from pydantic_core import from_json, to_json

from portal.casefile.lint.folding import folded
from portal.stakeholders.organisations.latin import latin
from shared.contracts.stakeholders_organisations import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliate:
    """``entry``: of the register, else it has a ``name``. ``since``, ``until``: days, or empty.

    ``told``: who entered it. That of each is its own: of a hidden one nobody else reads it.
    """

    affiliate_id: str
    name: str = ""
    entry: str = ""
    since: str = ""
    until: str = ""
    told: Provenance = "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``also``: its name in another script. ``country``: of its seat; ``countries``: of its work.

    ``scope``: one of ``words.SCOPES``. ``themes``: mandates. ``languages``: official ones.
    ``founded``: the year. ``mark``: a pseudonym of its number in a register of its country, for
    comparing alone. ``told``: who told each field, by its name.
    """

    name: str
    acronym: str = ""
    also: str = ""
    former: tuple[str, ...] = ()
    type: str
    country: str
    countries: tuple[str, ...] = ()
    scope: str = ""
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    site: str = ""
    mission: str = ""
    founded: str = ""
    address: str = ""
    phone: str = ""
    affiliates: tuple[Affiliate, ...] = ()
    mark: str = ""
    told: Mapping[str, Provenance] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is or was called."""
        return tuple(name for name in (self.name, self.also, *self.former) if name)

    def mentions(self, words: str) -> bool:
        """Whether each word stands in what it is called now, in its own letters or in Latin."""
        return called(self).mentions(wanted(words))


@dataclass(frozen=True, slots=True)
class Called:
    """Its names as they are searched: ``own`` letters, and ``spelt`` in Latin ones."""

    own: str
    spelt: str

    def mentions(self, words: Iterable["Called"]) -> bool:
        return all(word.own in self.own or word.spelt in self.spelt for word in words)


def called(profile: Profile, *, ever: bool = False) -> Called:
    """Return what it is called; ``ever``: also what it was called before."""
    former = profile.former if ever else ()
    text = " ".join((profile.name, profile.acronym, profile.also, *former))
    return Called(folded(text).text, latin(text))


def wanted(words: str) -> list[Called]:
    """Return the words that somebody looks for."""
    return [Called(folded(word).text, latin(word) or word) for word in words.split()]


LOOKED_AT = ("name", "acronym", "also", "type", "country")
"""What says who it is: of one that is confirmed, an officer looks at it first."""
SEVERAL: Final = ("countries", "themes", "languages")
"""Those of which somebody chooses as many as there are."""
INSIDE: Final = ("founded", "address", "phone")
"""Those that only its focal points and officers of the register read."""
FIELDS: Final = (
    *(*LOOKED_AT, "countries", "scope", "themes", "languages"),
    *("site", "mission", *INSIDE),
)
"""Those that somebody fills in."""
Given: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""What was filled in, by the name of its field."""
BLANK: Final[Given] = {name: () if name in SEVERAL else "" for name in FIELDS}


def first(given: Given, by: Provenance, *, mark: str = "") -> Profile:
    """Return the profile of one that applies."""
    filled: dict[str, Any] = dict(given)
    return Profile(**filled, mark=mark, told=dict.fromkeys(_filled(given), by))


def changed(before: Profile, given: Given, by: Provenance) -> Profile:
    """Return it with these fields; the name of before stays among the former ones."""
    given = _in_its_order(before, given)
    new = {name for name in FIELDS if given[name] != getattr(before, name)}
    filled: dict[str, Any] = dict(given)
    former = before.former
    if "name" in new:
        former = tuple(dict.fromkeys((*former, before.name)))
    told = {**before.told, **dict.fromkeys(new, by)}
    return replace(before, **filled, former=former, told=told)


def _in_its_order(before: Profile, given: Given) -> Given:
    """Return it with the same choices in their order of before: a form has that of its language."""
    was = {name: getattr(before, name) for name in SEVERAL}
    return {**given, **{name: old for name, old in was.items() if {*given[name]} == {*old}}}


def affiliated(before: Profile, one: Affiliate) -> Profile:
    """Return it with this affiliate; the same one twice is one."""
    others = parted(before, one.affiliate_id).affiliates
    return replace(before, affiliates=(*others, one))


def parted(before: Profile, affiliate_id: str) -> Profile:
    left = (one for one in before.affiliates if one.affiliate_id != affiliate_id)
    return replace(before, affiliates=tuple(left))


def renames(before: Profile, given: Given) -> bool:
    """Whether what was filled in is another name."""
    return any(given[name] != getattr(before, name) for name in LOOKED_AT)


def named_as_before(before: Profile, given: Given) -> Given:
    """Return what was filled in, with the name that it has."""
    return {**given, **{name: getattr(before, name) for name in LOOKED_AT}}


def name_of(given: Given) -> str:
    """Return a name as it is proposed."""
    return to_json({name: given[name] for name in LOOKED_AT}).decode()


def named(before: Profile, text: str) -> Profile:
    """Return it with a name that was proposed, which the organisation told."""
    told: dict[str, str] = from_json(text)
    given = {name: getattr(before, name) for name in FIELDS}
    return changed(
        before, {**given, **{name: told.get(name, given[name]) for name in LOOKED_AT}}, "self"
    )


def for_everybody(profile: Profile) -> Profile:
    """Return what is public of it: not its number, its former names, or who told what."""
    return Profile(**{name: getattr(profile, name) for name in FIELDS if name not in INSIDE})


def written(profile: Profile) -> str:
    return to_json(asdict(profile)).decode()


def read(text: str) -> Profile:
    """Read what any release wrote: fields of another one are left out.

    An entry had one theme before it could have several.
    """
    told: dict[str, Any] = from_json(text)
    if theme := told.get("theme"):
        told.setdefault("themes", [theme])
    kept = _known(told, Profile)
    several = {name: tuple(kept.get(name, ())) for name in ("former", *SEVERAL)}
    by = {"themes" if name == "theme" else name: who for name, who in kept.get("told", {}).items()}
    affiliates = tuple(Affiliate(**_known(one, Affiliate)) for one in kept.get("affiliates", ()))
    return Profile(**{**kept, **several, "told": by, "affiliates": affiliates})


def _known(told: Mapping[str, Any], of: type[Profile | Affiliate]) -> dict[str, Any]:
    names = {one.name for one in fields(of)}
    return {name: value for name, value in told.items() if name in names}


def _filled(given: Given) -> list[str]:
    return [name for name, value in given.items() if value]
