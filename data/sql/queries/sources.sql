-- One row per source of the published series: as it is cited in Chinese and in English.
SELECT source, source_en FROM plan.source
