"""Makes a store that remembers former days: what was recorded until now moves back in time."""

from datetime import date, timedelta

from data.clock import get_today


def move_back(store, days: int) -> date:
    """Let everything recorded until now be recorded `days` earlier; return that day."""
    with store.transaction() as writer:
        for table, column in (
            ("upload", "uploaded_at"),
            ("observation_part", "recorded_at"),
            ("project_revision", "recorded_at"),
            ("decision_revision", "recorded_at"),
            ("group_revision", "recorded_at"),
            ("group_member_revision", "recorded_at"),
            ("plan_change", "recorded_at"),
        ):
            writer._cursor.execute(
                f"UPDATE facts.{table} SET {column} = {column} - to_days($days)",  # noqa: S608
                {"days": days},
            )
        writer.subjects.update({"figures", "projects", "decisions", "groups", "plan"})
    return get_today() - timedelta(days=days)
