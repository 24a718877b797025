"""Maps: boundaries, class breaks, the map on the screen and the plate for a briefing."""
