-- One row per indicator, area and year: the yearly figures of some indicators, in no order.
SELECT indicator_id, area_id, year, value, state, source
FROM facts.figure
WHERE indicator_id IN (SELECT unnest($indicator_ids::VARCHAR[])) AND period = 'Y'
