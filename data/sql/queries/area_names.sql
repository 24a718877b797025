-- One row per area: the region, its prefectures, the groups, then the counties by code.
SELECT area.area_id, area.name_zh, area.name_en, area.level, area.parent_id,
       parent.name_zh AS parent_zh, parent.name_en AS parent_en
FROM facts.area AS area
LEFT JOIN facts.area AS parent ON parent.area_id = area.parent_id
ORDER BY
    CASE area.level WHEN 'region' THEN 0 WHEN 'group' THEN 1 WHEN 'prefecture' THEN 2 ELSE 3 END,
    area.area_id;
