"""Checks the plan against itself and against published series, and lists what it leaves open."""
