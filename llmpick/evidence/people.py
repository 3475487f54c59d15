"""
What people say of answers, as rows: grades on a scale, and which of two answers is better.

Grades become shares of the scale, averaged over items. Preferences become strengths in logits by
the model of Bradley and Terry (Biometrika 39, 1952), and those the share of wins against the
average of the compared models; the errors of their differences become one error a model, as
quasi-variances (Firth and de Menezes, Biometrika 91, 2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from math import exp, fsum, log, sqrt
from typing import Any, NamedTuple

from llmpick.ability.own import inverse
from llmpick.evidence.rows import (
    GRADES,
    PREFERENCES,
    Choice,
    Parsed,
    ResultRow,
    RowFault,
    number,
    quoted,
    text,
)

PAIRS = (("a", "b"), ("model_a", "model_b"))
TIES = ("tie", "draw", "equal", "both", "neither", "tie (bothbad)", "both bad", "bothbad")
FIRST, SECOND = ("a", "model_a", "1"), ("b", "model_b", "2")
STEPS, SMALL = 200, 1e-9
MAX_COMPARED = 200
"""Models in a file of preferences: the time of their errors grows with the cube of it."""


def form_of(heads: Iterable[str]) -> str | None:
    """Whether rows of these columns are grades or preferences; None for plain results."""
    found = set(heads)
    if {"model", "grade"} <= found and "score" not in found:
        return GRADES
    return PREFERENCES if "winner" in found and _pair(found) else None


def _pair(heads: Iterable[str]) -> tuple[str, str] | None:
    return next((pair for pair in PAIRS if set(pair) <= set(heads)), None)


# ---- grades


def grades(rows: Iterable[tuple[str, Any]], choice: Choice) -> Parsed:
    """Mean grade of each model at each effort, over items, as a share of the scale."""
    if choice.scale is None:
        reason = "grades need their scale: say --scale WORST:BEST, such as --scale 1:5"
        return Parsed(GRADES, [], [RowFault("1", reason)])
    found: dict[tuple[str, str | None], dict[str, list[float]]] = {}
    first: dict[tuple[str, str | None], str] = {}
    faults = []
    for line, row in rows:
        grade = _grade(line, row, choice.scale)
        if isinstance(grade, RowFault):
            faults.append(grade)
            continue
        key = grade.model, grade.effort
        first.setdefault(key, line)
        found.setdefault(key, {}).setdefault(grade.item, []).append(grade.share)
    return Parsed(
        GRADES, [_graded(first[key], *key, items) for key, items in found.items()], faults
    )


class _Grade(NamedTuple):
    model: str
    effort: str | None
    item: str
    share: float


def _grade(line: str, row: Any, scale: tuple[float, float]) -> _Grade | RowFault:
    if not isinstance(row, Mapping):
        return RowFault(line, "not a table of item, model, grade")
    model, grade = text(row.get("model")), number(row.get("grade"))
    worst, best = scale
    if not model:
        return RowFault(line, "no model")
    if grade is None or not min(scale) <= grade <= max(scale):
        what = f"the grade {quoted(row.get('grade'))} is not from {worst:g} to {best:g}"
        return RowFault(line, what)
    item = row.get("item")
    item = line if item in (None, "") else str(item)[:200]
    return _Grade(model, text(row.get("effort")), item, (grade - worst) / (best - worst))


def _graded(line: str, model: str, effort: str | None, items: dict[str, list[float]]) -> ResultRow:
    """
    A model's mean over items, each the mean of its graders.

    The error is that of the items' scatter, with one more item at its widest: a share of the
    scale has at most the variance p (1 - p), so that few and equal grades are not taken as sure.
    """
    means = [fsum(group) / len(group) for group in items.values()]
    mean, count = fsum(means) / len(means), len(means)
    middle = (fsum(means) + 0.5) / (count + 1)
    spread = fsum((value - mean) ** 2 for value in means) + middle * (1.0 - middle)
    return ResultRow(
        *(line, model, mean, count, effort, None, True, min(0.5, sqrt(spread) / count))
    )


# ---- preferences


class _Vote(NamedTuple):
    a: str
    b: str
    wins_a: float


def preferences(rows: Iterable[tuple[str, Any]]) -> Parsed:
    """
    Strength of each model that was compared, with its error.

    Models that no chain of comparisons joins are on tests of their own.
    """
    faults: list[RowFault] = []
    votes: list[_Vote] = []
    first: dict[str, str] = {}
    for line, row in rows:
        vote = _vote(line, row)
        if isinstance(vote, RowFault):
            faults.append(vote)
            continue
        votes.append(vote)
        first.setdefault(vote.a, line)
        first.setdefault(vote.b, line)
    if len(first) > MAX_COMPARED:
        where = sorted(first.values(), key=int)[MAX_COMPARED]
        reason = f"more than {MAX_COMPARED} models are compared"
        return Parsed(PREFERENCES, [], [*faults, RowFault(where, reason)])
    pairs = _pairs(votes)
    groups = _joined(pairs)
    found = []
    for position, models in enumerate(groups, 1):
        test = f"preferences-{position}" if len(groups) > 1 else None
        for model, share, error, count in _strengths(models, pairs):
            found.append(ResultRow(*(first[model], model, share, count, None, test, True, error)))
    return Parsed(PREFERENCES, found, faults)


def _vote(line: str, row: Any) -> _Vote | RowFault:
    pair = _pair(row) if isinstance(row, Mapping) else None
    if pair is None:
        return RowFault(line, "not a table of a, b, winner")
    names = [text(row.get(side)) for side in pair]
    if not names[0] or not names[1]:
        return RowFault(line, f"no model `{pair[0] if not names[0] else pair[1]}`")
    if names[0] == names[1]:
        return RowFault(line, f"{quoted(names[0])} is compared with itself")
    said = text(row.get("winner"))
    folded = (said or "").lower()
    if folded in TIES:
        return _Vote(names[0], names[1], 0.5)
    if said == names[0] or folded in FIRST:
        return _Vote(names[0], names[1], 1.0)
    if said == names[1] or folded in SECOND:
        return _Vote(names[0], names[1], 0.0)
    return RowFault(line, f"the winner {quoted(row.get('winner'))} is neither a, b nor tie")


Pairs = dict[tuple[str, str], tuple[float, int]]
"""(a, b) in order → wins of a, votes."""


def _pairs(votes: Iterable[_Vote]) -> Pairs:
    found: Pairs = {}
    for a, b, wins in votes:
        key, won = ((a, b), wins) if a < b else ((b, a), 1.0 - wins)
        before = found.get(key, (0.0, 0))
        found[key] = before[0] + won, before[1] + 1
    return found


def _joined(pairs: Pairs) -> list[list[str]]:
    """The models by what comparisons join."""
    group: dict[str, set[str]] = {}
    for pair in pairs:
        joined = {name for one in pair for name in group.get(one, {one})}
        group.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(models)): sorted(models) for models in group.values()}.values())


def _strengths(models: list[str], pairs: Pairs) -> Iterator[tuple[str, float, float, int]]:
    """Each model with its share of wins against the average, its error, and its votes."""
    votes = {pair: found for pair, found in pairs.items() if pair[0] in set(models)}
    strength = _fitted(models, votes)
    errors = quasi_variances(models, _variances(models, votes, strength))
    for model in models:
        share = 1.0 / (1.0 + exp(-strength[model]))
        count = sum(n for pair, (_, n) in votes.items() if model in pair)
        error = sqrt(errors[model]) * share * (1.0 - share)
        yield model, share, min(0.5, error), count


def _fitted(models: list[str], votes: Pairs) -> dict[str, float]:
    """
    Strengths in logits around their mean, by Hunter's iteration (Annals of Statistics 32, 2004).

    Every compared pair has half a win each way more than it had, so that a model that never lost
    is not infinitely strong.
    """
    won = dict.fromkeys(models, 0.0)
    for (a, b), (wins, count) in votes.items():
        won[a] += wins + 0.5
        won[b] += count - wins + 0.5
    power = dict.fromkeys(models, 1.0)
    for _ in range(STEPS * 10):
        weight = dict.fromkeys(models, 0.0)
        for (a, b), (_, count) in votes.items():
            share = (count + 1.0) / (power[a] + power[b])
            weight[a] += share
            weight[b] += share
        new = {model: won[model] / weight[model] for model in models}
        middle = exp(fsum(map(log, new.values())) / len(new))
        new = {model: value / middle for model, value in new.items()}
        moved = max(abs(log(new[model] / power[model])) for model in models)
        power = new
        if moved < SMALL:
            break
    return {model: log(value) for model, value in power.items()}


def _variances(
    models: list[str], votes: Pairs, strength: Mapping[str, float]
) -> dict[tuple[str, str], float]:
    """Variance of the difference of each two strengths: of the inverse information."""
    place = {model: number for number, model in enumerate(models)}
    size = len(models)
    information = [[1.0 / size] * size for _ in models]  # fixes the mean, which tells nothing
    for (a, b), (_, count) in votes.items():
        share = 1.0 / (1.0 + exp(strength[b] - strength[a]))
        weight, i, j = count * share * (1.0 - share), place[a], place[b]
        information[i][i] += weight
        information[j][j] += weight
        information[i][j] -= weight
        information[j][i] -= weight
    cov = inverse(information)
    return {
        (a, b): cov[i][i] + cov[j][j] - 2.0 * cov[i][j]
        for (i, a), (j, b) in combinations(enumerate(models), 2)
    }


def quasi_variances(
    models: list[str], differences: Mapping[tuple[str, str], float]
) -> dict[str, float]:
    """
    One variance a model, so that the sum of two comes near the variance of their difference.

    Args:
        models: All of them.
        differences: Variance of the difference of each two, squared logits.

    Returns:
        The variances for which the ratios are nearest to 1, by least squares of their logarithms.
    """
    middle = fsum(differences.values()) / len(differences) / 2.0
    found = dict.fromkeys(models, middle)
    others: dict[str, list[tuple[str, float]]] = {model: [] for model in models}
    for (a, b), variance in differences.items():
        others[a].append((b, variance))
        others[b].append((a, variance))
    for _ in range(STEPS):
        moved = 0.0
        for model, pairs in others.items():
            # one Newton step of a model's own part, the others held
            shares = [found[model] / (found[model] + found[other]) for other, _ in pairs]
            gaps = [log(variance / (found[model] + found[other])) for other, variance in pairs]
            step = fsum(s * g for s, g in zip(shares, gaps, strict=True)) / fsum(
                s * s for s in shares
            )
            found[model] *= exp(max(-1.0, min(1.0, step)))
            moved = max(moved, abs(step))
        if moved < SMALL:
            break
    return found
