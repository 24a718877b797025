-- One row per unit, with its other spellings separated by |.
SELECT unit, name_en, coalesce(spellings, '') AS spellings FROM plan.unit;
