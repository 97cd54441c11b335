from tests.portal.communications.conftest import desk

__all__ = ["desk"]
