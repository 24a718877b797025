"""The plan's tables as the engine reads them; without any figure sent."""

import pytest
from hypothesis import settings

from indicators.inputs import load_inputs

# On a busy machine an example may take long without being wrong.
settings.register_profile("indicators", deadline=None)
settings.load_profile("indicators")


@pytest.fixture(scope="session")
def plan_inputs(plan_store):
    """Inputs with the plan and the published series; for tests that only read."""
    return load_inputs(plan_store)
