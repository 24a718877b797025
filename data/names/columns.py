"""Parses plain decimal numbers by column; leaves every other text to `parse_number`."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.names.numbers import LARGEST, SMALLEST

# An exponent or a plus sign is left to `parse_number`, and so is a space.
_PLAIN = r"^-?(\d+(\.\d*)?|\.\d+)$"


def parse_plain(texts: pa.Array) -> np.ndarray:
    """Return each text's number; NaN if the text is not a plain number.

    A plain number has only digits, a point and a minus sign, and is within the bounds of
    `parse_number`. Its text is rounded once to a float.
    """
    try:
        numbers = compute.cast(texts, pa.float64())
        if _has_exponents(texts):
            others = compute.match_substring_regex(texts, "[eE]")
            numbers = compute.if_else(others, None, numbers)
    except pa.ArrowInvalid:
        plain = compute.match_substring_regex(texts, _PLAIN)
        numbers = compute.cast(compute.if_else(plain, texts, None), pa.float64())
    numbers = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
    with np.errstate(invalid="ignore"):
        numbers = np.where(np.abs(numbers) < float(LARGEST), numbers, np.nan)
        tiny = np.flatnonzero(np.abs(numbers) < float(SMALLEST))
    # What is written with other digits than zeros is no zero, however near.
    is_other = compute.match_substring_regex(texts.take(pa.array(tiny)), "[1-9]")
    numbers[tiny[is_other.to_numpy(zero_copy_only=False).astype(bool)]] = np.nan
    return numbers


def _has_exponents(texts: pa.Array) -> bool:
    """Tell whether an E is in any text: one look at their bytes, since hardly any file has one."""
    _, places, content = texts.buffers()
    if content is None or not pa.types.is_string(texts.type):
        return True
    ends = np.frombuffer(places, np.int32)[[texts.offset, texts.offset + len(texts)]]
    written = content.slice(ends[0], ends[1] - ends[0]).to_pybytes()
    return b"e" in written or b"E" in written


def encode(texts: pa.Array) -> tuple[list[str], np.ndarray]:
    """Return the distinct texts and, for each position, the number of its text."""
    encoded = texts.dictionary_encode()
    known, codes = encoded.dictionary, encoded.indices.to_numpy()
    if encoded is texts:
        # It was encoded with others, whose texts may not be here.
        is_here = np.zeros(len(known), bool)
        is_here[codes] = True
        known = known.filter(pa.array(is_here))
        codes = (np.cumsum(is_here, dtype=np.int32) - 1)[codes]
    return known.to_pylist(), codes
