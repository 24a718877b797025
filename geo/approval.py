"""The map approval number (审图号) as people write it, and the line that a map carries."""

import re

from data.words.catalogue import t

# Invisible blanks, including the byte order mark.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_NAME = re.compile(
    r"[【\[（(]?\s*(?:审\s*图\s*号|map approval (?:number|no\.?))\s*[】\]）)]?\s*[:：]?\s*",
    re.IGNORECASE,
)
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}


def parse_approval_number(text: str | None) -> str | None:
    """Return the number alone, without blanks around it and without the word before it.

    A map writes the word 审图号 itself, so a typed one would appear twice. None if no number
    is left.
    """
    number = (text or "").translate(dict.fromkeys(map(ord, _UNSEEN))).strip()
    while match := _NAME.match(number):
        closing = _BRACKETS.get(number[0])
        number = number[match.end() :].strip()
        # Drop the closing bracket that "（审图号：…）" leaves.
        if closing and closing not in match[0]:
            number = number.removesuffix(closing).rstrip()
    return number or None


def get_approval_line(approval_number: str | None) -> str:
    """Return the line with the approval number, or the internal-use sentence."""
    number = parse_approval_number(approval_number)
    return t("plate.internal") if number is None else t("plate.approval", number=number)
