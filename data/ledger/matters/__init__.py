"""Matters under supervision: their clocks, the order of their events, their records."""
