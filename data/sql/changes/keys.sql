-- One row per indicator, area and year whose figure may have changed since the given numbers:
-- sent, undone, restored, returned, published anew, or computed from one of these.
WITH published_anew AS (
    SELECT
        content->>'$.indicator_id' AS indicator_id, content->>'$.area_id' AS area_id,
        (content->>'$.year')::INTEGER AS year
    FROM facts.plan_change
    WHERE table_name = 'published' AND seq > $plan_seq
)
SELECT indicator_id, area_id, year
FROM current.find_keys($revision_seq, $upload_seq, $step_seq)
UNION
FROM published_anew
UNION
SELECT formula.indicator_id, published_anew.area_id, published_anew.year - formula.year_offset
FROM published_anew
JOIN plan.formula AS formula ON formula.input_id = published_anew.indicator_id
