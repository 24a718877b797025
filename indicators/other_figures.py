"""Figures that others give for the same year, beside the one that counts."""

import pandas as pd


def pick_other_figures(history: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of other sources or states that differ from the figure in force.

    Parameters
    ----------
    history : DataFrame
        The revisions of one indicator in one area (`data.store.revisions.load_figure_history`).

    Returns
    -------
    DataFrame
        One row per year, state and source: the newest revision of each that was neither
        withdrawn nor undone, where its value is not the one in force. A correction by the same
        source replaces its older figure and is no other figure.
    """
    live = history[~history["is_withdrawn"] & ~history["is_undone"]]
    in_force = live[live["is_in_force"]].drop_duplicates("year").set_index("year")
    others = live[~live["is_in_force"]].drop_duplicates(["year", "state", "source"])
    keys = others["year"]
    for name in ("value", "state", "source"):
        others = others.assign(**{f"{name}_in_force": keys.map(in_force[name])})
    is_other = (others["state"] != others["state_in_force"]) | (
        others["source"] != others["source_in_force"]
    )
    differs = others["value"] != others["value_in_force"]
    known = others["value_in_force"].notna()
    return others.loc[is_other & differs & known, list(history.columns)].sort_values("year")
