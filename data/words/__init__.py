"""Texts for people: catalogues, and how numbers, units and names are written."""
