-- One row or none: the figure of an indicator, area, year and period that is in force.
SELECT
    value, unit, state, is_computed, sources_disagree, upload_id,
    coalesce(revision_id IN (SELECT revision_id FROM facts.balance_source), false)
        AS follows_balance
FROM facts.figure
WHERE indicator_id = $indicator_id AND area_id = $area_id AND year = $year AND period = $period
