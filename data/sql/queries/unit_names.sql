-- One row per unit.
SELECT unit, name_en FROM plan.unit;
