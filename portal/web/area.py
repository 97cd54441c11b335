"""An area of the portal as one value: everything that it adds to the application."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, Flask, current_app
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from sqlalchemy import Connection

from shared.core.message import Sealed
from shared.core.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A link in the header for people who hold one of ``roles``.

    ``rank``: its order in the header. A person lands on the place of theirs with the lowest rank.
    """

    rank: int
    label: str
    endpoint: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Part:
    """What an area adds to a page of another, which has room for it.

    ``page``: its endpoint, or the name of the place on it; a template asks for it by that name.
    """

    page: str
    rank: int
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """A name that stays unnamed.

    ``aside``: somebody who may know said that it names nobody, or that it does; None: nobody did.
    """

    name: Sealed
    aside: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """``package``: where it lives; its templates are in ``templates`` there, called ``name/…``.

    ``erasable``: each kind of its subjects that data protection can erase, with what is gone then.
    ``demo``: tells what the area invents for a demonstration. ``pools``: the kind of pages whose
    endpoints begin so, where their marks do not say it (portal/app/kinds.py). ``sources``: the
    names of those who told a mandate something of a State, and stay unnamed; for the lint alone.
    """

    name: str
    package: str
    blueprints: Sequence[Blueprint] = ()
    places: Sequence[Place] = ()
    parts: Sequence[Part] = ()
    erasable: Mapping[str, str] = field(default_factory=dict)
    demo: Callable[[], None] = lambda: None
    pools: Mapping[str, str] = field(default_factory=dict)
    sources: Callable[[Connection, str, str], Sequence[Unnamed]] = lambda *_: ()

    @property
    def templates(self) -> Path:
        return ROOT.joinpath(*self.package.split("."), "templates")


ROOT = Path(__file__).parents[2]
_KEY = "areas"


def init_app(app: Flask, areas: Sequence[Area]) -> None:
    """Register the areas with their pages and templates."""
    app.extensions[_KEY] = tuple(areas)
    find_templates(app, areas)
    app.jinja_env.globals["parts_of"] = parts_of
    for area in areas:
        for blueprint in area.blueprints:
            app.register_blueprint(blueprint)


def find_templates(app: Flask, areas: Sequence[Area]) -> None:
    """Let the application find every page's templates, and those of the areas by their names."""
    own = {area.name: FileSystemLoader(area.templates) for area in areas}
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(Path(__file__).parent / "templates"), PrefixLoader(own)]
    )


def registered() -> tuple[Area, ...]:
    """Return the areas of the running application."""
    return areas_of(current_app)


def areas_of(app: Flask) -> tuple[Area, ...]:
    areas: tuple[Area, ...] = app.extensions.get(_KEY, ())
    return areas


def parts_of(page: str) -> list[str]:
    """Return the templates that the areas add to this page, in their order."""
    found = [part for area in registered() for part in area.parts if part.page == page]
    return [part.template for part in sorted(found, key=lambda part: part.rank)]
