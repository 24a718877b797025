-- One row per clock and way to count it; chosen is the one decided last, else the default.
WITH decided AS (
    SELECT subject_id AS clock_id, reading_id
    FROM facts.decision
    WHERE subject_kind = 'clock' AND kind = 'reading'
    QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY seq DESC) = 1)
SELECT
    clock.clock_id, clock.name_zh, clock.name_en, clock.count, clock.unit, clock.met_by,
    clock.article, clock.source, reading.reading_id, reading.day_kind, reading.begins_with,
    reading.is_default, reading.name_zh AS reading_zh, reading.name_en AS reading_en,
    reading.rationale_zh, reading.rationale_en,
    decided.reading_id IS NOT NULL AS is_decided,
    coalesce(decided.reading_id = reading.reading_id, reading.is_default, true) AS is_chosen
FROM plan.clock AS clock
LEFT JOIN plan.clock_reading AS reading USING (clock_id)
LEFT JOIN decided USING (clock_id)
ORDER BY clock.rowid, reading.rowid
