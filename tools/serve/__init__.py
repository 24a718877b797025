"""Serves a region on this machine: several processes of the app behind nginx."""
