-- Every id of an upload or revision occurs once.
SELECT upload_id AS id, count(*) AS found FROM facts.upload GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.observation_row GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.project_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.event_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.factor_set_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.factor_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.pasture_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.forage_source_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.herd_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.publication_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.matter_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.matter_event_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.step_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.sample_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.sample_check_revision GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT revision_id, count(*) FROM facts.port_revision GROUP BY ALL HAVING count(*) > 1
