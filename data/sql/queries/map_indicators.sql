-- One row per indicator, with what a map says of it. operands are those of the formula of a computed one, with
-- their names; an empty list for others.
SELECT
    indicator.indicator_id, indicator.name_zh, indicator.name_en, indicator.unit, indicator.direction,
    indicator.goal, indicator.growth_id, indicator.formula,
    coalesce(
        (SELECT list(
                struct_pack(
                    input_id := formula.input_id, operand := formula.operand,
                    year_offset := formula.year_offset, name_zh := named.name_zh, name_en := named.name_en)
                ORDER BY formula.rowid)
            FROM plan.formula AS formula
            JOIN plan.indicator AS named ON named.indicator_id = formula.input_id
            WHERE formula.indicator_id = indicator.indicator_id),
        []) AS operands
FROM plan.indicator AS indicator
ORDER BY indicator.rowid;
