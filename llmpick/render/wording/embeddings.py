"""What is said of embedding models and rerankers: which to use, at what cost, resting on what."""

from __future__ import annotations

from collections.abc import Iterable

from llmpick.core.answers.embeddings import FLOOR_POINTS, SearchAnswer, SearchRoute, SearchStep
from llmpick.core.embeddings.expected import LEAST_MODELS, ExpectedPoints, chance_better
from llmpick.core.embeddings.need import EmbeddingWork, SearchNeed
from llmpick.core.embeddings.records import EmbeddingModel
from llmpick.core.need.need import LANGUAGES
from llmpick.core.privacy.requirements import FACTS
from llmpick.render import words
from llmpick.render.wording.needs import budget, level_words, requirements

SUBJECTS = {
    "code": "search in code",
    "law": "search in law",
    "finance": "search in finance",
    "health": "search in health",
    "multilingual": "search in several languages",
}
RULE_WORDS = {
    "price": "without a price that was read",
    "dimensions": "of more or unknown dimensions",
    "quality": "below the least quality",
}
NAMED = 6
"""So many of what is only listed are named in a line; the rest is counted."""
EQUALS = 4


def search_words(asked: SearchNeed) -> str:
    """What is searched: search in Japanese, search in law."""
    return SUBJECTS.get(asked.of) or f"search in {LANGUAGES.get(asked.of, asked.of)}"


def route_words(route: SearchRoute) -> str:
    """A route in words: `voyage-4 on Voyage AI`, `bge-m3 on your own hardware`."""
    name = route.model.id.partition("/")[2]
    if route.offering is None:
        return f"{name} on your own hardware"
    region = f" ({route.offering.region})" if route.offering.region else ""
    return f"{name} on {route.provider.name}{region}"


def cost_words(route: SearchRoute, asked: SearchNeed) -> str:
    """What a month costs, in the user's currency beside; of own hardware the memory it takes."""
    if route.offering is None:
        return f"{gb(route.model.weights_gb)} GB of weights"
    if route.bill is None:
        return "no price was read"
    code, per_usd = asked.need.money
    total = route.bill.total
    own = "" if code == "USD" else f" ({words.money(total * per_usd)} {code})"
    return f"{words.money(total)} USD{own} a month"


def gb(amount: float | None) -> str:
    """GB, to two digits below 10."""
    if amount is None:
        return words.NOTHING
    return f"{amount:.2g}" if amount < 10 else f"{amount:,.0f}"


def licence(model: EmbeddingModel) -> str:
    """The licence of the weights; terms that are the maker's alone are not named by an address."""
    known = model.licence or model.licence_tag or words.NOTHING
    return "the maker's own" if known.startswith("https://") else known


def points(route: SearchRoute) -> str:
    """ExpectedPoints points of a route with their interval: 71 (67-75)"""
    return expected_points(route.expected)


def expected_points(expected: ExpectedPoints | None) -> str:
    """ExpectedPoints points with their interval: 71 (67-75)"""
    if expected is None:
        return words.NOTHING
    low, high = expected.interval
    return words.quality(expected.points / 100, low / 100, high / 100)


def headline(answer: SearchAnswer) -> str:
    """What to use, or why nothing is ranked, in one sentence."""
    if not answer.fitting:
        return _nothing(answer)
    if answer.ranking:
        return f"Use {use_words(answer)}."
    return f"{why_unranked(answer)} {_cheapest(answer)}"


def use_words(answer: SearchAnswer) -> str:
    """What to use, what it costs, and what may be expected of it."""
    use = answer.ranking[0]
    return (
        f"{route_words(use)}: {cost_words(use, answer.asked)}, {points(use)} of 100 expected at "
        f"{search_words(answer.asked)}"
    )


def _nothing(answer: SearchAnswer) -> str:
    text = f"Nothing fits: none of {words.plural(answer.routes, 'route')} meets every need."
    if not answer.excluded:
        return text
    most = answer.excluded[0]
    unknown = f", of {most.unknown} only unknown" if most.unknown else ""
    return f"{text} Most are stopped by {most.rule} ({most.routes}{unknown})."


def why_unranked(answer: SearchAnswer) -> str:
    """Why what fits is listed by its price, and not ranked."""
    asked = answer.asked
    if asked.kind == "reranker":
        return (
            "No reranker is ranked: none has results on enough tasks that may be passed on, so "
            "that price, limits and privacy are all that can be told."
        )
    if not answer.boards:
        return (
            f"No model is ranked: no board of {search_words(asked)} compares {LEAST_MODELS} "
            "models whose results may be passed on."
        )
    names = words.listed([board.name for board in answer.boards])
    text = f"None that fits is ranked: of {search_words(asked)} none has a result ({names})."
    if asked.self_hosted:
        return text
    return f"{text} Open weights with a result are ranked for your own hardware: --self-host only."


def _cheapest(answer: SearchAnswer) -> str:
    fit = f"{words.plural(answer.models, 'model')} fit"
    first = answer.unranked[0]
    least = "lightest" if first.offering is None else "cheapest"
    return f"{fit}, the {least} {route_words(first)}: {cost_words(first, answer.asked)}."


def lines(answer: SearchAnswer) -> Iterable[tuple[str, str]]:
    """The picks, a labelled line each."""
    steps, asked = answer.steps, answer.asked
    yield "Use", use_words(answer)
    if steps.better:
        yield "Better", better_words(steps.better, asked)
    if steps.cheaper:
        label = "Smaller" if asked.self_hosted else "Cheaper"
        yield label, cheaper_words(steps.cheaper, asked)
    if steps.equal:
        named = [route_words(one) for one in steps.equal[:EQUALS]]
        left = len(steps.equal) - len(named)
        more = f" and {left} more" if left else ""
        yield "Equal", f"{'; '.join(named)}{more}: the results do not tell them from it"


def better_words(step: SearchStep, asked: SearchNeed) -> str:
    """The step up: what it costs more, and what it brings."""
    more = words.plural(round(step.points), "point")
    start = f"{route_words(step.route)}: {cost_words(step.route, asked)}, {points(step.route)}"
    if step.cost <= 0:
        return f"{start} of 100: {more} more, and no dearer, but less private or less open"
    if asked.self_hosted:
        return f"{start} of 100: {more} more for {gb(step.cost)} GB more"
    return f"{start} of 100: {more} more for {words.money(step.cost)} USD more"


def cheaper_words(step: SearchStep, asked: SearchNeed) -> str:
    """The step down: what it saves, and what is lost."""
    saved = (
        f"{gb(-step.cost)} GB" if asked.self_hosted else f"{words.money(-step.cost)} USD a month"
    )
    lost = words.plural(round(-step.points), "point")
    start = f"{route_words(step.route)}: {cost_words(step.route, asked)}, {points(step.route)}"
    return f"{start} of 100, saves {saved} for {lost} less"


def asked_words(answer: SearchAnswer, bare: tuple[str, ...]) -> str:
    """What the answer is for."""
    return " · ".join(_asked(answer.asked, bare))


def _asked(asked: SearchNeed, bare: tuple[str, ...]) -> Iterable[str]:
    need = asked.need
    yield search_words(asked) if asked.kind == "embedding" else "reranking"
    yield work_words(asked.work, asked.kind == "reranker")
    if need.budget_usd_per_month is not None:
        yield budget(need) + (" (bare --budget)" if "budget" in bare else "")
    yield level_words(need) + (" (bare --privacy)" if "privacy" in bare else "")
    if asked.self_hosted:
        yield "on your own hardware"
    if asked.dimensions is not None:
        yield f"at most {asked.dimensions:,} dimensions"
    yield from requirements(need)
    if need.preset is not None and need.preset != need.task.weights:
        yield f"weights of the preset {need.preset}"


def work_words(work: EmbeddingWork, reranks: bool) -> str:
    """A month's work in words."""
    texts = words.short_count(work.documents)
    each = f"{words.short_count(work.chunk_tokens)} tokens"
    queries = (
        f"{words.short_count(work.queries)} queries a month of "
        f"{words.short_count(work.query_tokens)} tokens"
    )
    if reranks:
        return f"{queries}, {texts} texts each of {each}"
    batch = f", {work.batch_share * 100:.0f}% of them as a batch" if work.batch_share else ""
    return f"{texts} texts a month of {each}{batch}, {queries}"


def sure(answer: SearchAnswer) -> str:
    """What the order rests on, and how far it may be off."""
    first = answer.ranking[0].expected
    assert first is not None
    low, high = first.interval
    text = (
        f"{words.plural(first.tasks, 'task')} of "
        f"{words.listed([board.name for board, _ in first.means])}; another set of as many may "
        f"give {low:.0f} to {high:.0f}"
    )
    if len(answer.ranking) > 1:
        second = answer.ranking[1]
        if second.expected:
            name, other = second.model.id.partition("/")[2], second.expected
            if first.points >= other.points:
                text += f"; P(better than {name}) {words.chance(chance_better(first, other))}"
            else:
                text += f"; P({name} is better) {words.chance(chance_better(other, first))}"
    return f"{text}; most results are sent in by makers: try the first ones on texts of your own"


def excluded(answer: SearchAnswer) -> str:
    """What was left out, by rule."""
    parts = []
    for one in answer.excluded:
        if one.unknown:
            many = "all" if one.unknown == one.routes else f"{one.unknown:,}"
            note = f" ({many} unknown, not refused)"
        else:
            note = ""
        parts.append(f"{one.routes:,} {_rule_words(one.rule, answer.asked)}{note}")
    return f"{words.plural(answer.routes - answer.fitting, 'route')}: {', '.join(parts)}"


def _rule_words(rule: str, asked: SearchNeed) -> str:
    """What a rule stops, and the option that lifts one that nobody stated."""
    need = asked.need
    if rule == "lives":
        return f"ending within {words.plural(need.lives_days, 'day')} (--lives 0)"
    if rule == "context":
        least = max(need.min_context_tokens or 0, need.workload.input_tokens)
        return f"reading less than {words.short_count(least)} tokens"
    if rule == "quality" and need.min_quality is None:
        return f"more than {FLOOR_POINTS:.0f} points under the best (--min-quality 0)"
    if rule == "privacy" and need.privacy_level == "internal":
        return "privacy (--privacy public)"
    return RULE_WORDS.get(rule, rule.replace("-", " "))


def unranked(answer: SearchAnswer) -> str:
    """What fits and has no result, named as far as a line goes."""
    rows = answer.unranked
    named = [f"{route_words(one)} ({cost_words(one, answer.asked)})" for one in rows[:NAMED]]
    left = len(rows) - len(named)
    more = f" and {left} more" if left else ""
    count = words.plural(len(rows), "model")
    return f"{count} that fit have no result here: {'; '.join(named)}{more}"


def watched(answer: SearchAnswer) -> Iterable[str]:
    """What to know before using the first."""
    use = answer.ranking[0]
    model = use.model
    if model.note:
        yield model.note.rstrip(".")
    if use.expected and any(board.note for board, _ in use.expected.means):
        notes = {board.note.rstrip(".") for board, _ in use.expected.means if board.note}
        yield from sorted(notes)
    if use.dimensions is not None and use.dimensions != model.dimensions:
        yield f"its results are of {model.dimensions:,} dimensions, not of {use.dimensions:,}"
    if use.offering is None:
        yield f"licence of the weights: {licence(model)}"
    if answer.asked.work.batch_share and use.offering and use.offering.usd_per_mtok_batch is None:
        yield "no price of a batch is known of it, so that all of it is at the plain one"


def _ahead(route: SearchRoute, asked: SearchNeed) -> str:
    facts = list(dict.fromkeys(one.fact for one in route.violations))
    lets = " ".join(f"--allow-unknown {fact}" for fact in facts if fact in FACTS)
    passes = f"; {lets} lets it pass" if lets else ""
    return (
        f"{route_words(route)} ({cost_words(route, asked)}, {points(route)}) would be first, but "
        f"of its {words.listed(facts)} nothing is known: ask its provider{passes}"
    )


def notes(answer: SearchAnswer) -> list[str]:
    """What to know about the whole answer."""
    asked, found = answer.asked, []
    if asked.subject and asked.language and answer.boards:
        tongue = LANGUAGES.get(asked.language, asked.language)
        found.append(
            f"no board tests {asked.subject} in {tongue}: the order is by {asked.subject} alone, "
            f"and how well each reads {tongue} is not judged"
        )
    if answer.boards and sum(board.tasks for board in answer.boards) == 1:
        found.append("it rests on a single task: the order among the first ones says little")
    if answer.ahead:
        found.append(_ahead(answer.ahead, asked))
    if answer.steps.cheaper is None and answer.ranking and not asked.self_hosted:
        found.append(f"nothing much cheaper is within {FLOOR_POINTS:.0f} points of the best")
    if answer.unsold:
        found.append(
            f"nobody is known to sell {words.plural(answer.unsold, 'more model')}; "
            "--self-host only takes those with open weights"
        )
    if asked.self_hosted:
        found.append(
            "no speed of such models was measured, so that no month on your own hardware is "
            "priced; memory is of the weights at two bytes a parameter"
        )
    return found
