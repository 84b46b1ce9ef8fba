"""One repairer for all tests: loading is cheap, but not free."""

from __future__ import annotations

import pytest

from normalize.repair import Repairer


@pytest.fixture(scope="session")
def repairer() -> Repairer:
    return Repairer.load()
