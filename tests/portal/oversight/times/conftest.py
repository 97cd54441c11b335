from tests.portal.letters.communications.conftest import desk

__all__ = ["desk"]
