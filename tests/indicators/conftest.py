"""The plan's tables as the engine reads them; without any figure sent."""

import pytest

from indicators.inputs import load_inputs


@pytest.fixture(scope="session")
def plan_inputs(plan_store):
    """Inputs with the plan and the published series; for tests that only read."""
    return load_inputs(plan_store)
