"""One file in: what it says, what it would change, and the record of it."""

from pages.shell.frame import show_head

show_head("upload", choices=False)
