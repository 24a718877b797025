"""From text to areas, indicators, units, numbers and periods; nothing is guessed."""
