"""What the first reader needs, done beforehand: imports, first queries, the first pages.

It runs in a thread of the server, outside any visit, and only reads. What it makes is kept under
the same keys as what a visit makes (`Store.remember`), and a visit that comes meanwhile waits for
it instead of making it a second time. If something fails here, the page makes it and says why.
"""


def import_overview() -> None:
    """Import what the first reader's page is drawn with."""
    # Imported here: the server answers before these are there.
    import pages.shell.frame
    import pages.warming.first_pages  # noqa: F401


def warm_overview() -> None:
    """Draw what the first reader sees."""
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
