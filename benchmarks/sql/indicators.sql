-- Adds generated indicators, stored in 万吨.
INSERT INTO plan.indicator BY NAME
SELECT id AS indicator_id, id AS name_zh, id AS name_en, '万吨' AS unit, 'up' AS direction,
       'context' AS goal, 'county' AS scope, 'sum' AS aggregation, 0 AS lower_bound,
       'year' AS frequency
FROM batch
