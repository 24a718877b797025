-- Every port has a name, a source and a county; its kind is road, rail or air, or its source does
-- not say.
SELECT name, area_id, kind, source FROM (
    SELECT name, area_id, kind, source FROM plan.port
    UNION ALL SELECT name, area_id, kind, source FROM facts.port_revision)
WHERE coalesce(name, '') = '' OR coalesce(source, '') = ''
   OR kind NOT IN ('road', 'rail', 'air')
   OR area_id NOT IN (SELECT area_id FROM plan.area WHERE level = 'county')
