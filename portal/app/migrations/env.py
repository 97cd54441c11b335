"""Alembic's environment: runs migrations on the connection of ``portal.app.migrate``."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["tables"],
    version_table=context.config.attributes["version_table"],
    render_as_batch=True,  # SQLite cannot change a column otherwise
)
context.run_migrations()
