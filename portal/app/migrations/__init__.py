"""Migrations of the tables that cannot be rebuilt. Applied by ``portal.app.migrate``."""
