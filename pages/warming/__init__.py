"""What the first reader needs, done beforehand: imports, first queries, the first pages.

It runs in a thread of the server, outside any visit, and only reads. What it makes is kept under
the same keys as what a visit makes (`Store.remember`), and a visit that comes meanwhile waits for
it instead of making it a second time. If something fails here, the page makes it and says why.
"""


def warm_overview() -> None:
    """Import and draw what the first reader sees."""
    # Imported here: the server answers before these are there.
    from pages.shell.sign_on import use_server_itself
    from pages.warming.first_pages import draw_overview

    with use_server_itself():
        draw_overview()


def warm_others() -> None:
    """Draw what the other pages begin with, and import the rest."""
    from pages.shell.sign_on import use_server_itself
    from pages.warming.first_pages import draw_others, import_pages

    with use_server_itself():
        draw_others()
        import_pages()
