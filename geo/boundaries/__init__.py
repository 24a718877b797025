"""Outlines of counties and prefectures, and the script that made them."""
