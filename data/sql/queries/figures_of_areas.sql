-- One row per indicator, area and year: the yearly figures of some areas, in no order.
SELECT indicator_id, area_id, year, value, state, source
FROM facts.figure
WHERE area_id IN (SELECT unnest($area_ids::VARCHAR[])) AND period = 'Y'
