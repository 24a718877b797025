-- One row or none: the present value of a setting.
SELECT value
FROM (
    SELECT value, is_withdrawn
    FROM facts.setting_revision
    WHERE setting_id = $setting_id
    QUALIFY row_number() OVER (ORDER BY seq DESC) = 1
)
WHERE NOT is_withdrawn AND value IS NOT NULL;
