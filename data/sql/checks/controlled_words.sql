-- Kinds, comparators, states, levels and the like come from closed lists.
SELECT 'target.kind' AS field, kind AS word FROM plan.target
WHERE kind NOT IN ('level', 'pp_change', 'relative_change', 'qualitative')
UNION ALL SELECT 'reading.kind', kind FROM plan.reading
WHERE kind NOT IN ('level', 'pp_change', 'relative_change', 'yearly_change', 'qualitative', 'count',
    'per_county')
UNION ALL SELECT 'comparator', comparator FROM (
    SELECT comparator FROM plan.target UNION ALL SELECT comparator FROM plan.reading
    UNION ALL SELECT comparator FROM plan.plan_item
    UNION ALL SELECT comparator FROM plan.box_item UNION ALL SELECT comparator FROM plan.baseline_change)
WHERE comparator NOT IN ('exactly', 'about', 'at_least', 'more_than', 'range', 'sustained')
UNION ALL SELECT 'clock.unit', unit FROM plan.clock WHERE unit NOT IN ('day', 'month', 'quarter')
UNION ALL SELECT 'clock_reading.day_kind', day_kind FROM plan.clock_reading
WHERE day_kind NOT IN ('calendar', 'working')
UNION ALL SELECT 'clock_reading.begins_with', begins_with FROM plan.clock_reading
WHERE begins_with NOT IN ('assigned', 'received', 'work_done', 'review_applied')
UNION ALL SELECT 'clock_reading.clock_id', clock_id FROM plan.clock_reading
WHERE clock_id NOT IN (SELECT clock_id FROM plan.clock)
UNION ALL SELECT 'holiday.kind', kind FROM plan.holiday WHERE kind NOT IN ('holiday', 'workday')
UNION ALL SELECT 'published.state', state FROM plan.published WHERE state NOT IN ('published', 'derived')
UNION ALL SELECT 'published.period', period FROM plan.published
WHERE NOT regexp_full_match(period, 'Y|H[12]|Q[1-4]|M(0[1-9]|1[0-2])|C(0[2-9]|1[01])')
UNION ALL SELECT 'series_break.evidence', coalesce(evidence, '') FROM plan.series_break
WHERE evidence IS NULL OR evidence NOT IN ('source_note', 'second_series')
UNION ALL SELECT 'role.kind', coalesce(kind, '') FROM plan.role
WHERE kind IS NULL OR kind NOT IN ('core_breeding', 'slaughter', 'base', 'branch')
UNION ALL SELECT 'stated_count.subject_kind', subject_kind FROM plan.stated_count
WHERE subject_kind NOT IN ('group', 'list', 'role')
UNION ALL SELECT 'plan_item.kind', kind FROM plan.plan_item
WHERE kind NOT IN ('aim', 'safeguard', 'requirement')
UNION ALL SELECT 'box_term.kind', kind FROM plan.box_term
WHERE kind NOT IN ('breed', 'livestock', 'crop', 'disease')
UNION ALL SELECT 'area.level', level FROM plan.area
WHERE level NOT IN ('region', 'prefecture', 'county', 'group')
UNION ALL SELECT 'area.subregion', subregion FROM plan.area
WHERE subregion NOT IN ('north', 'south', 'east')
UNION ALL SELECT 'area.division', division FROM plan.area WHERE division NOT IN ('local', 'xpcc')
UNION ALL SELECT 'indicator.direction', direction FROM plan.indicator WHERE direction NOT IN ('up', 'down')
UNION ALL SELECT 'indicator.goal', goal FROM plan.indicator
WHERE goal <> 'context' AND goal NOT IN (SELECT goal_id FROM plans.goal)
UNION ALL SELECT 'target.goal', goal FROM plan.target
WHERE goal NOT IN (SELECT goal_id FROM plan.goal)
UNION ALL SELECT 'indicator.aggregation', aggregation FROM plan.indicator
WHERE aggregation NOT IN ('sum', 'mean', 'area_weighted', 'none')
UNION ALL SELECT 'area_change.kind', kind FROM plan.area_change
WHERE kind NOT IN ('recode', 'rename', 'split_from', 'merged')
UNION ALL SELECT 'formula.operand', operand FROM plan.formula
WHERE operand NOT IN ('numerator', 'denominator')
