-- One row per area: the syllables of its Chinese name.
SELECT area_id, pinyin FROM plan.area_pinyin
