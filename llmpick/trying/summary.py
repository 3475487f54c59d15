"""What a trial shows: quality with an interval, who cannot be told apart, waiting, money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import comb, fsum, sqrt
from typing import NamedTuple

from llmpick.trying.journal import CallResult

Z95 = 1.959963984540054
TOLD_APART = 0.05


class Quantiles(NamedTuple):
    """The middle and the slow end of times, seconds."""

    p50: float
    p95: float


class RouteSummary(NamedTuple):
    """
    What one route did.

    *quality* is the mean grade of the *graded* with its 95 % interval (Wilson), None where nothing
    was graded. Times are of answered calls: *first_reasoning* and *first_text* from the request's
    leaving, *tokens_per_s* from the first token to the last, of those with a known count. Tokens
    are means a call, of the *counted* calls whose usage is known. *usd* is the whole of these,
    *most_usd* what the others can have cost besides. *failures* by why; *lost* were sent by a run
    that ended before they did.
    """

    route: str
    calls: int
    answered: int
    graded: int
    quality: float | None
    low: float | None
    high: float | None
    first_text: Quantiles | None
    first_reasoning: Quantiles | None
    whole: Quantiles | None
    tokens_per_s: float | None
    counted: int
    input_tokens: float | None
    output_tokens: float | None
    reasoning_tokens: float | None
    reasoning_stderr: float | None
    usd: float
    most_usd: float
    judge_usd: float
    retries: int
    waited_s: float
    limited: int
    over: int
    resumed: int
    lost: int
    failures: tuple[tuple[str, int], ...]
    dropped: tuple[str, ...]

    @property
    def usd_per_call(self) -> float | None:
        """The mean of the calls whose cost is known."""
        return self.usd / self.counted if self.counted else None


class Pair(NamedTuple):
    """
    Two routes on the same prompts: the *difference* of the first's mean grade and the second's.

    *p* is the chance of prompts that differ falling as unevenly where neither is better (sign test,
    both sides); *apart* where it is below .05.
    """

    first: str
    second: str
    prompts: int
    difference: float
    better: int
    worse: int
    p: float

    @property
    def apart(self) -> bool:
        """Whether they can be told apart."""
        return self.p < TOLD_APART


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share of *count*."""
    z = Z95 * Z95 / count
    middle = (share + z / 2) / (1 + z)
    half = Z95 / (1 + z) * sqrt(share * (1 - share) / count + z / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def quantiles(values: Iterable[float | None]) -> Quantiles | None:
    """The 50 % and 95 % quantiles, between the values next to them; None of none."""
    ordered = sorted(value for value in values if value is not None)
    return Quantiles(_at(ordered, 0.5), _at(ordered, 0.95)) if ordered else None


def _at(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def of_route(route: str, results: Sequence[CallResult], lost: Mapping[int, float]) -> RouteSummary:
    """
    What *route* did.

    Args:
        route: Its name.
        results: Of its calls.
        lost: Calls that were sent and have no end, with the most that each can have cost.
    """
    answered = [one for one in results if one.failed is None]
    grades = [one.grade for one in answered if one.grade is not None]
    counted = [one for one in results if one.usd is not None or one.input_tokens is not None]
    share = fsum(grades) / len(grades) if grades else None
    low, high = (None, None) if share is None else wilson(share, len(grades))
    unknown = [one.most_usd for one in results if one.charged and one.usd is None]
    why: dict[str, int] = {}
    for one in results:
        if one.failed is not None:
            why[one.failed] = why.get(one.failed, 0) + 1
    return RouteSummary(
        route,
        len(results),
        len(answered),
        len(grades),
        share,
        low,
        high,
        quantiles(one.first_text_s for one in answered),
        quantiles(one.first_reasoning_s for one in answered),
        quantiles(one.last_s for one in answered),
        _median([speed for one in answered if (speed := tokens_per_s(one)) is not None]),
        len(counted),
        _mean([one.input_tokens for one in counted]),
        _mean([one.output_tokens for one in counted]),
        _mean([one.reasoning_tokens for one in counted]),
        _stderr([one.reasoning_tokens for one in counted]),
        fsum(one.usd or 0.0 for one in results),
        fsum([*unknown, *lost.values()]),
        fsum(one.judge_usd for one in results),
        sum(one.retries for one in results),
        fsum(one.waited_s for one in results),
        sum(one.limited for one in results),
        sum(one.over for one in results),
        sum(one.resumed for one in results),
        len(lost),
        tuple(sorted(why.items())),
        tuple(sorted({name for one in results for name in one.dropped})),
    )


def tokens_per_s(result: CallResult) -> float | None:
    """Tokens of a reply a second, from its first token to its last; None where not known."""
    seen = [one for one in (result.first_reasoning_s, result.first_text_s) if one is not None]
    if result.output_tokens is None or result.last_s is None or not seen:
        return None
    shown = result.output_tokens
    if result.first_reasoning_s is not None:  # else what is thought came before the first token
        shown += result.reasoning_tokens or 0
    span = result.last_s - min(seen)
    return (shown - 1) / span if span > 0 and shown > 1 else None


def _mean(values: Sequence[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) / len(known) if known else None


def _stderr(values: Sequence[int | None]) -> float | None:
    """Of the mean; None of fewer than two."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    mean = fsum(known) / len(known)
    return sqrt(fsum((value - mean) ** 2 for value in known) / (len(known) - 1) / len(known))


def _median(values: Sequence[float]) -> float | None:
    found = quantiles(values)
    return found.p50 if found else None


def pairs(results: Sequence[CallResult]) -> list[Pair]:
    """Every two routes on the prompts that both have a grade of."""
    grades: dict[str, dict[int, float]] = {}
    for one in results:
        if one.failed is None and one.grade is not None:
            grades.setdefault(one.route, {})[one.item] = one.grade
    return [
        _pair(first, second, grades[first], grades[second])
        for first, second in combinations(grades, 2)
        if grades[first].keys() & grades[second].keys()
    ]


def _pair(first: str, second: str, ours: Mapping[int, float], theirs: Mapping[int, float]) -> Pair:
    both = sorted(ours.keys() & theirs.keys())
    gaps = [ours[item] - theirs[item] for item in both]
    better, worse = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
    return Pair(
        *(first, second, len(both), fsum(gaps) / len(both), better, worse),
        sign_test(better, worse),
    )


def sign_test(better: int, worse: int) -> float:
    """The chance of so uneven a fall of *better* and *worse*, or more, of a fair coin."""
    count, least = better + worse, min(better, worse)
    tail = sum(comb(count, k) for k in range(least + 1))
    return min(1.0, tail / 2.0 ** (count - 1))
