-- One row: how many values may not stand as they are (current/find_disputed).
SELECT count(DISTINCT seq) AS figures FROM disputed
