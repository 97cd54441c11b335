"""Themes as data: which thematic mandates work on each, and which themes a treaty is about.

A mandate may work on several themes. Country mandates work on all of them, and so stand under none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Stage: TypeAlias = Literal["issues", "observations", "compilation"]
STAGES: Final[tuple[Stage, ...]] = ("issues", "observations", "compilation")
"""Of a review: the list of issues, the concluding observations; the compilation is of the UPR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    name: str
    mandates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A treaty body that reviews States, or the Universal Periodic Review.

    ``themes``: of its treaty; none: all. ``cut_off``: its stages, and how many weeks before the
    session contributions to each end; these are defaults of this platform, which the secretariat
    of the body may shorten.
    """

    name: str
    themes: tuple[str, ...]
    cut_off: Mapping[Stage, int]


THEMES: Final[Mapping[str, Theme]] = MappingProxyType(
    {
        "life": Theme(
            name="Life, justice and truth",
            mandates=("sr-executions", "sr-judges-and-lawyers", "sr-truth-and-justice"),
        ),
        "detention": Theme(
            name="Detention, torture and disappearance",
            mandates=("wgad", "wgeid", "sr-torture"),
        ),
        "freedoms": Theme(
            name="Freedoms and those who defend them",
            mandates=(
                "sr-freedom-of-expression",
                "sr-assembly",
                "sr-forb",
                "sr-hrds",
                "sr-privacy",
            ),
        ),
        "security": Theme(
            name="Counter-terrorism and mercenaries",
            mandates=("sr-counter-terrorism", "wg-mercenaries"),
        ),
        "women": Theme(name="Women and girls", mandates=("sr-vawg", "wgdawg")),
        "children": Theme(name="Children", mandates=("sr-sale-of-children", "sr-education")),
        "racism": Theme(
            name="Racism and minorities",
            mandates=("sr-racism", "wgpad", "sr-minorities"),
        ),
        "equality": Theme(
            name="Equality without discrimination",
            mandates=("ie-sogi", "ie-albinism", "sr-leprosy", "ie-older-persons"),
        ),
        "disability": Theme(
            name="Persons with disabilities",
            mandates=("sr-disability", "ie-albinism", "sr-leprosy"),
        ),
        "indigenous": Theme(
            name="Indigenous Peoples and rural people",
            mandates=("sr-indigenous", "wg-peasants"),
        ),
        "movement": Theme(
            name="Migration, displacement and trafficking",
            mandates=("sr-migrants", "sr-idps", "sr-trafficking", "sr-slavery"),
        ),
        "social": Theme(
            name="Economic, social and cultural rights",
            mandates=(
                "sr-food",
                "sr-health",
                "sr-housing",
                "sr-water",
                "sr-education",
                "sr-poverty",
                "sr-cultural-rights",
            ),
        ),
        "environment": Theme(
            name="Environment, climate and toxics",
            mandates=("sr-environment", "sr-climate-change", "sr-toxics"),
        ),
        "economy": Theme(
            name="Business, development and international order",
            mandates=(
                "wgbhr",
                "sr-development",
                "ie-foreign-debt",
                "ie-international-order",
                "ie-international-solidarity",
                "sr-ucm",
            ),
        ),
    }
)

_USUAL: Final[Mapping[Stage, int]] = MappingProxyType({"issues": 10, "observations": 4})

UPR: Final = "UPR"
BODIES: Final[Mapping[str, Body]] = MappingProxyType(
    {
        "CCPR": Body(
            name="Human Rights Committee",
            themes=("life", "detention", "freedoms", "security", "racism", "equality", "women"),
            cut_off=_USUAL,
        ),
        "CESCR": Body(
            name="Committee on Economic, Social and Cultural Rights",
            themes=("social", "environment", "economy", "indigenous", "women", "disability"),
            cut_off=_USUAL,
        ),
        "CERD": Body(
            name="Committee on the Elimination of Racial Discrimination",
            themes=("racism", "indigenous", "movement"),
            cut_off=_USUAL,
        ),
        "CEDAW": Body(
            name="Committee on the Elimination of Discrimination against Women",
            themes=("women", "movement"),
            cut_off=_USUAL,
        ),
        "CAT": Body(
            name="Committee against Torture",
            themes=("detention", "life", "security"),
            cut_off=_USUAL,
        ),
        "CRC": Body(
            name="Committee on the Rights of the Child",
            themes=("children",),
            cut_off=_USUAL,
        ),
        "CMW": Body(
            name="Committee on Migrant Workers",
            themes=("movement",),
            cut_off=_USUAL,
        ),
        "CRPD": Body(
            name="Committee on the Rights of Persons with Disabilities",
            themes=("disability",),
            cut_off=_USUAL,
        ),
        "CED": Body(
            name="Committee on Enforced Disappearances",
            themes=("detention", "life"),
            cut_off=_USUAL,
        ),
        UPR: Body(
            name="Universal Periodic Review",
            themes=(),
            cut_off=MappingProxyType({"compilation": 28}),
        ),
    }
)


def themes_of(mandates: Iterable[str]) -> list[str]:
    """Return the themes that these mandates work on, in the order of the list."""
    some = frozenset(mandates)
    return [code for code, one in THEMES.items() if not some.isdisjoint(one.mandates)]


def mandates_of(themes: Iterable[str]) -> frozenset[str]:
    """Return the mandates that work on one of these themes."""
    return frozenset(mandate for one in themes for mandate in THEMES[one].mandates)
