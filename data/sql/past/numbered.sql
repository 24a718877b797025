-- The rows of a table that were known then. A later row has a greater number.
CREATE VIEW {past}.facts.{table} AS
FROM {present}.facts.{table}
WHERE seq <= (SELECT seq FROM {past}.known.{table})
