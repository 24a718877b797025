"""Finds the indicator of a value: named whole, or from species and measure."""

from data.names import matching as names
from data.names.species import (
    find_indicator,
    is_animal,
    is_within,
    join_breeding,
    refine,
    split_indicator,
)
from data.names.text import fold
from data.names.units import cut_name
from data.statistics.labels import Labels
from data.statistics.model import NOTE, ValueColumn
from data.statistics.scope import Scope, tell_override
from data.statistics.senses import Text
from data.statistics.words import CELL, HEADER, HELD, LEFT, TABLE, Fault, Resolved, Said, refuse


def read_indicator(scope: Scope, said: Said | None, head: ValueColumn, labels: Labels) -> Resolved:
    """Read the indicator, without the year and unit that may accompany its name.

    A name in the row goes first. Else a species in the row (a column of species, 一、牛 above)
    is put together with the measure of the heading, and a measure in the row with the species.
    """
    if said is not None and said.origin == CELL:
        match = _resolve(scope, said.text)
        if match.kind != names.UNKNOWN:
            return _judge_measure(scope, match, said, head, labels)
        found = None if labels.names_other else _compose(scope, head, labels)
        if found is None and not labels.names_other:
            found = _find_by_word(scope, said.text, head, labels)
        return Resolved(found) if found else refuse("unknown_indicator", said, said.text)
    is_own = head.names_species or head.measure is not None
    if labels.species or labels.measure:
        if not refine(scope.layout.species, labels.species)[1]:
            return Resolved(None, HELD, Fault("unread", Said("畜种"), "畜种"))
        found = _compose(scope, head, labels)
        return Resolved(found) if found else _miss(scope, head, labels)
    if said is not None and not (is_own and said.origin == TABLE):
        return _judge(scope, _resolve(scope, said.text), said)
    if scope.options.indicator_id:
        return Resolved(scope.options.indicator_id)
    if is_own:
        return _miss(scope, head, labels)
    return refuse("no_indicator", scope.find_gap("indicator"))


def _miss(scope: Scope, head: ValueColumn, labels: Labels) -> Resolved:
    """Leave out a value whose species and measure make no indicator of ours (肉牛存栏); hold what
    lacks either."""
    own = head.species if head.names_species else None
    species, agrees = refine(own, labels.species)
    species = species or scope.layout.species
    measure = labels.measure or head.measure or scope.layout.measure
    at = Said(head.heading, HEADER)
    if agrees and species and measure:
        # The species may be in the title only.
        title = "" if own or labels.species else f"{scope.layout.title or scope.layout.sheet} "
        found = f"{title}{head.heading}"
        # The heading alone would blame a column whose other rows are stored.
        fields = {} if own or not labels.species else {"of_species": species}
        return Resolved(None, LEFT, Fault("other_not_stored", at, found, fields, NOTE))
    tokens = Text(head.heading, scope.reader).sense.tokens
    word = next((t.text for t in tokens if t.reads_as in ("measure", "species")), head.heading)
    return Resolved(None, HELD, Fault("unread", at, word or labels.species))


def _resolve(scope: Scope, text: str) -> names.Match:
    indicators = scope.books.indicators
    answer = scope.reader.answers.get(fold(text))
    if answer is not None and answer.kind == "indicator" and answer.value:
        return indicators.resolve(answer.value)
    match = indicators.resolve(text)
    if match.kind == names.UNKNOWN:
        match = indicators.resolve(cut_name(text, scope.books.units))
    if match.kind == names.UNKNOWN:
        sense = Text(text, scope.reader).sense
        if len(sense.indicators) == 1 and not sense.unread and not _is_several(sense):
            return indicators.resolve(sense.indicators[0])
    return match


def _is_wider(above: str | None, indicator_id: str | None) -> bool:
    """Tell whether an indicator (羊存栏) is of more animals of one kind than the title is about
    (山羊, 能繁母畜): either may be a slip."""
    own, measure = split_indicator(indicator_id or "") or ("", "")
    is_over = is_within(above or "", own) or join_breeding(above, own)[0] != own
    is_part = above not in (None, own) and own in _KINDS and is_over
    return is_part and is_animal(above or "") and find_indicator(above, measure) != indicator_id


_KINDS = ("cattle", "sheep")


def _is_several(sense) -> bool:
    return len(sense.species) > 1 or len(sense.measures) > 1


def _judge_measure(
    scope: Scope, match: names.Match, said: Said, head: ValueColumn, labels: Labels
) -> Resolved:
    """Judge the indicator that a row names. A measure alone (出栏率, 肉产量) is of the animal that
    the row, the heading or the lines above name; of none of ours it is left out."""
    sense = Text(said.text, scope.reader).sense
    own = head.species if head.names_species else None
    species = labels.species or own or scope.layout.species
    is_alone = bool(sense.measures) and not sense.species and not sense.unread
    if not is_alone or species is None or not is_animal(species) or species in _ALL:
        return _judge_own(scope, match, said)
    found = _compose(scope, head, labels)
    if found:
        return Resolved(found)
    fields = {"of_species": species}
    return Resolved(None, LEFT, Fault("other_not_stored", said, said.text, fields, NOTE))


_ALL = ("livestock", "animal_poultry")


def _judge_own(scope: Scope, match: names.Match, said: Said) -> Resolved:
    """Judge the indicator that a row names; one of more animals than the title's waits."""
    if match.kind == names.OK and _is_wider(scope.layout.species, match.id):
        answered = Text(said.text, scope.reader).sense.indicators
        if fold(said.text) not in scope.reader.answers or not answered:
            return Resolved(None, HELD, Fault("unread", said, said.text))
        match = scope.books.indicators.resolve(answered[0])
    return _judge(scope, match, said)


def _judge(scope: Scope, match: names.Match, said: Said) -> Resolved:
    given = scope.options.indicator_id
    if match.kind == names.OK:
        is_other = given not in (None, match.id)
        warnings = (tell_override("indicator", said, given),) if is_other else ()
        return Resolved(match.id, warnings=warnings)
    listed = scope.books.indicators.describe(*match.candidates)
    rule = "ambiguous_indicator" if match.candidates else "unknown_indicator"
    return refuse(rule, said, said.text, candidates=listed)


def _compose(scope: Scope, head: ValueColumn, labels: Labels) -> str | None:
    """Return the indicator of species and measure, the row's before the heading's before the
    title's; None where the row and the heading name species that exclude each other."""
    own = head.species if head.names_species else None
    species, agrees = refine(own, labels.species)
    if agrees and not labels.measure:
        species, agrees = join_breeding(scope.layout.species, species)
    if not agrees:
        return None
    measure = labels.measure or head.measure or scope.layout.measure or labels.measure_above
    return find_indicator(species or scope.layout.species, measure)


def _find_by_word(scope: Scope, text: str, head: ValueColumn, labels: Labels) -> str | None:
    """Return the indicator that a measure names alone (出栏率) in a table without a species."""
    if labels.species or head.species or scope.layout.species or labels.unread:
        return None
    for token in Text(text, scope.reader).sense.tokens:
        if token.reads_as == "measure":
            match = scope.books.indicators.resolve(token.text)
            if match.kind == names.OK:
                return match.id
    return None
