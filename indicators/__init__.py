"""Judges targets, boxes and counties: pure functions on frames."""
