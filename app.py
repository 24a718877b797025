"""Caomu in the browser: a router. The pages lie in pages/<section>/<page>.py.

Streamlit imports this file to serve it, and runs it for each visit.
"""

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.starlette import App

if get_script_run_ctx(suppress_warning=True):
    from pages.shell.frame import run_page

    run_page()
else:
    from pages.server.startup import MIDDLEWARE, ROUTES, keep_ready
    from pages.warming import import_overview, warm_others, warm_overview

    ready = keep_ready(import_overview, warm_overview, warm_others)
    app = App("app.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=ready)
