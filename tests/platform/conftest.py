from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from deploy.local.testing import Platform
from tests.support.people import Person, person


@pytest.fixture
def sign_in(platform: Platform) -> Iterator[Callable[[str], Person]]:
    """Sign in as somebody of the demonstration, by the first part of the e-mail address."""
    with ExitStack() as stack:

        def signed_in(email: str) -> Person:
            one = person(platform, email)
            stack.callback(one.http.close)
            return one

        yield signed_in
