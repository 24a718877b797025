-- One row per indicator, area and year whose figure may have changed since the given numbers:
-- sent, undone, restored, published anew, or computed from one of these. A change of a formula or
-- of a series break may change every figure.
SELECT indicator_id, area_id, year
FROM current.find_keys(
    CASE WHEN $is_all THEN -1 ELSE $revision_seq END, CASE WHEN $is_all THEN -1 ELSE $upload_seq END)
UNION
SELECT content->>'$.indicator_id', content->>'$.area_id', (content->>'$.year')::INTEGER
FROM facts.plan_change
WHERE table_name = 'published' AND seq > $plan_seq
