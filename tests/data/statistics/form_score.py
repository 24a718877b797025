"""How well a reader does on forms whose truth is known."""

from collections import Counter
from dataclasses import dataclass, field

from tests.data.statistics.form_model import ACTUAL, Cell, Form
from tests.data.statistics.form_words import PREFECTURES
from tests.data.statistics.outcome import Outcome

# Values are compared as stored: converted once, so equal but for the last digits of a float.
_CLOSE = 1e-9


@dataclass
class Score:
    """Counts over forms; each line names a form by its number.

    wrong: values that went in and are not in the truth as actual. needless: values that are
    actual, hang on ordinary words alone, and did not go in; right is how many such values
    there are. dropped: forms in which values hang on odd words and fewer were held or refused.
    silent: forms from which something did not go in, and not a word is said.
    """

    forms: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    needless_by: Counter = field(default_factory=Counter)
    wrong_by: Counter = field(default_factory=Counter)

    @property
    def needless_pct(self) -> float:
        """Right values held or refused without need, in per cent of the right ones."""
        return 100 * len(self.needless) / max(self.right, 1)

    def __str__(self) -> str:
        lines = [
            f"{self.forms} forms: {len(self.wrong)} wrong values accepted; "
            f"{len(self.needless)} of {self.right} right ones held without need "
            f"({self.needless_pct:.1f} %); {len(self.dropped)} forms with values dropped, "
            f"{len(self.silent)} without a word"]  # fmt: skip
        for name, counts in (("wrong", self.wrong_by), ("needless", self.needless_by)):
            lines += [f"  {name:8} {count:5}  {trait}" for trait, count in counts.most_common(40)]
        return "\n".join(lines)


def score_form(score: Score, number: int, form: Form, outcome: Outcome) -> None:
    """Add one form and what became of it to the score."""
    truth = {cell.key: cell for cell in form.cells if cell.verdict == ACTUAL}
    traits = [form.layout, *form.twists]
    label = f"{number} {form.layout} {'+'.join(form.twists)}"
    wrong = [f"{label}: {_show(key)} = {value:g}" for key, value in outcome.accepted.items()
             if key not in truth or not _is_close(truth[key].value, value)]  # fmt: skip
    strict = [cell for cell in truth.values() if cell.is_strict]
    needless = [f"{label}: {_show(cell.key)} = {cell.value:g}" for cell in strict
                if cell.key not in outcome.accepted]  # fmt: skip
    hanging = sum(cell.verdict == "unknown" for cell in form.cells)
    if not outcome.refused and outcome.held + len(outcome.rules) < hanging:
        score.dropped.append(f"{label}: {hanging} hang, {outcome.held} held, "
                             f"{len(outcome.rules)} refused")  # fmt: skip
    # Totals are compared with their parts: where they add up there is nothing to say.
    told_of = sum(not _is_total(cell, form) for cell in form.cells)
    if len(outcome.accepted) < told_of and not outcome.told:
        score.silent.append(label)
    score.forms += 1
    score.right += len(strict)
    score.wrong += wrong
    score.needless += needless
    score.wrong_by.update({trait: len(wrong) for trait in traits if wrong})
    score.needless_by.update({trait: len(needless) for trait in traits if needless})


def _is_total(cell: Cell, form: Form) -> bool:
    is_of_prefecture = cell.key and cell.key[1] in PREFECTURES.values()
    return cell.verdict == "total" or (is_of_prefecture and form.layout != "prefectures")


def _is_close(expected: float, found: float) -> bool:
    return abs(expected - found) <= _CLOSE * max(abs(expected), abs(found))


def _show(key) -> str:
    indicator, area, year, period = key
    return f"{indicator}/{area}/{year}{'' if period == 'Y' else period}"
