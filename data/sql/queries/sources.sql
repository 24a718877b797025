-- One row per source of the published series, with its Chinese and English citation.
SELECT source, source_en FROM plan.source
