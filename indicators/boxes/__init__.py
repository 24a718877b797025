"""The plan's boxes: items, rules, the register as of a date."""
