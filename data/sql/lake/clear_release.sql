DELETE FROM lake.release.plan_row;
DELETE FROM lake.release.build
