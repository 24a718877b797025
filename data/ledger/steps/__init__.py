"""From sending to publishing: who checked, returned, verified and released which value."""
