-- One row, or none: the newest revision of a setting.
SELECT seq, recorded_by, recorded_at, is_withdrawn, value
FROM facts.setting_revision
WHERE setting_id = $setting_id
ORDER BY seq DESC
LIMIT 1
