"""Writers of a briefing: each draws the same sections as one kind of file."""
