-- One row per list that the plan leaves open: it names the main ones, or ends with 等.
WITH named AS (
    SELECT
        subject_kind, subject_id, kind, count(*) AS found,
        list(name_zh ORDER BY position) AS names_zh, list(name_en ORDER BY position) AS names_en
    FROM plan.box_term
    GROUP BY subject_kind, subject_id, kind
    HAVING bool_or(is_open)
)
SELECT
    named.*, coalesce(role.name_zh, item.name_zh) AS name_zh,
    coalesce(role.name_en, item.name_en) AS name_en,
    coalesce(industry.clause_id, item.clause_id) AS clause_id
FROM named
LEFT JOIN plan.role AS role ON named.subject_kind = 'role' AND role.role_id = named.subject_id
LEFT JOIN plan.industry AS industry USING (industry_id)
LEFT JOIN plan.box_item AS item
    ON named.subject_kind = 'box_item' AND item.item_id = named.subject_id
ORDER BY named.subject_kind DESC, role.rowid, item.rowid, named.kind
