"""Parses plain decimal numbers by column; leaves every other text to `parse_number`."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.names.numbers import LARGEST

# An exponent or a plus sign is left to `parse_number`, and so is a space.
_PLAIN = r"^-?(\d+(\.\d*)?|\.\d+)$"


def parse_plain(texts: pa.Array) -> np.ndarray:
    """Return each text's number; NaN if the text is not a plain number.

    A plain number has only digits, a point and a minus sign, and is below the largest number
    that `parse_number` takes. Its text is rounded once to a float.
    """
    try:
        numbers = compute.cast(texts, pa.float64())
        others = compute.match_substring_regex(texts, "[eE]")
        if compute.any(others).as_py():
            numbers = compute.if_else(others, None, numbers)
    except pa.ArrowInvalid:
        plain = compute.match_substring_regex(texts, _PLAIN)
        numbers = compute.cast(compute.if_else(plain, texts, None), pa.float64())
    numbers = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(numbers) < float(LARGEST), numbers, np.nan)


def encode(texts: pa.Array) -> tuple[list[str], np.ndarray]:
    """Return the distinct texts and, for each position, the number of its text."""
    encoded = texts.dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy()
