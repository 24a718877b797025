"""A briefing before it is drawn: sections of findings, tables, charts and maps, from figures."""
