"""Words for people: catalogues, numbers and units as words."""
