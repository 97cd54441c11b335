"""Tables of read models for a test: made where the database has none yet."""

from collections.abc import Iterable

from sqlalchemy import Engine, inspect, select

from shared.read_models.model import Applier, ReadModel, shape_of, shapes


def ready(engine: Engine, models: Iterable[ReadModel]) -> list[Applier]:
    """Return an applier for each of them, its tables prepared.

    A portal of a test begins with all tables (``migrated``). So the database is asked once which
    there are, and not in a transaction for each read model.
    """
    with engine.connect() as conn:
        rows = conn.execute(select(shapes)).all() if inspect(conn).has_table(shapes.name) else []
    known = {row.consumer: row.shape for row in rows}
    appliers = [Applier(engine, model) for model in models]
    for one in appliers:
        if known.get(one.model.consumer) != shape_of(one.model.tables):
            one.prepare()
    return appliers
