"""What is kept and cannot be rebuilt, version by version. Applied by ``portal.app.migrate``."""
