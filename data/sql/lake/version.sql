-- One row: the version of the schema of facts.
SELECT coalesce(max(version), 0) AS version FROM lake.facts.schema_version
