"""How alembic runs a migration: on the connection that ``portal.app.migrate`` hands in."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["tables"],
    version_table=context.config.attributes["version_table"],
    render_as_batch=True,  # SQLite cannot change a column otherwise
)
context.run_migrations()
