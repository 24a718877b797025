"""Cached loader of what the audit of the plan finds."""

import pandas as pd

from indicators.audit.audit import compute_audit
from indicators.audit.findings import load_audit_inputs
from pages.shell.cache import get_store, keep


@keep("figures", "decisions", "groups", in_words=True, by_day=True)
def get_findings() -> pd.DataFrame:
    """Return the findings (see `indicators.audit.audit.compute_audit`)."""
    return compute_audit(load_audit_inputs(get_store()))
