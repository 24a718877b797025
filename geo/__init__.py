"""Maps: boundaries, class breaks, the map on the screen and the print map."""
