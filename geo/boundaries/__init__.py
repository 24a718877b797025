"""Outlines of counties and prefectures, made by `tools.boundaries`."""
