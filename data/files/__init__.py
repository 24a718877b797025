"""Turns the bytes of a file into grids of cells; knows no indicator."""
