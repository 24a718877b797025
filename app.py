"""Caomu in the browser: a router. The pages lie in pages/<section>/<page>.py."""

from pages.shell.frame import open_frame, run_page

run_page(open_frame())
