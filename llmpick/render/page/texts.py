"""
Every text of the pages, in one place: what a template, a tile or a script says.

A text in back-quotes is code; `{name}` is filled in. What `recommend` says too, such as how sure an
answer is, has its words in `render.wording` and `render.answers.sentences`.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from llmpick.lang.said import Said
from llmpick.render import words
from llmpick.render.page.tongue import spoken

CONTEXT = "page"
"""What tells these texts from the same words elsewhere."""


class PageText(Said):
    """A text of a page, which says itself in the language of the page."""

    __slots__ = ()

    def format(self, **fields: object) -> PageText:  # type: ignore[override]
        """The text filled with *fields*, which may be messages themselves."""
        return _text(self.template, fields)


def _text(template: str, fields: dict[str, object]) -> PageText:
    found = PageText(template.format_map(fields) if fields else template)
    found.template, found.context, found.fields = template, CONTEXT, fields
    return found


def _texts(table: Mapping[str, str]) -> dict[str, PageText]:
    return {name: _text(template, {}) for name, template in table.items()}


PAGE = _texts(
    {
        "skip": "Skip to the recommendation",
        "contents": "Contents",
        "h_recommendation": "What to use",
        "h_pareto": "Quality against cost",
        "h_weights": "What matters to you",
        "h_why": "Why",
        "h_needs": "What you asked for",
        "h_ranking": "Ranking",
        "h_contributions": "What each score is made of",
        "h_cost": "What a month costs",
        "h_sensitivity": "What would change it",
        "h_excluded": "What was left out",
        "h_rules": "Rules to look at",
        "h_evidence": "Sources",
        "h_assumptions": "Assumptions",
        "h_repeat": "How to repeat it",
        "no_scripts": "Scripts are off. The tables hold for the weights you asked for; charts and "
        "sliders are missing.",
        "pareto": "Each point is a model as one provider sells it. The line joins those that give "
        "the most quality for their cost.",
        "weights": "Move a slider: the ranking, the chart and the text follow, and the address "
        "keeps your weights.",
        "presets": "Weights to start from",
        "zero": "Give at least one criterion a weight.",
        "ranking": "The best route of each model. The dot is the score; the bar holds it in four "
        "cases of five. Where bars overlap, treat the models as equal.",
        "contributions": "Weight times value of each criterion. The parts add up to the score.",
        "sensitivity": "Which model comes first as one weight goes from 0 to 1 while the others "
        "keep their proportions. The thick line is the winner, the upright line your weight.",
        "excluded": 'A route counts at the first rule that stops it. "Only unknown": nobody has '
        'shown that it breaks the rule, nor that it keeps it. "Without it" holds for the weights '
        "you asked for.",
        "evidence": "What the first of the ranking rest on. Each value has its source and the day "
        "it was read. This is {notice}.",
        "rules": "What laws and guidelines ask of a user like you. This is {notice}.",
        "as_asked": "As it was asked:",
        "as_weighed": "With the weights on this page now:",
        "again": "Ask again in three months, or when a price moves. Without `--as-of` the answer "
        "is for the day you ask.",
        "footer": "Made by llmpick {version} from facts in force on {day}. This page loads "
        "nothing, and nothing you do here leaves it.",
        "licences": "Licences of the chart code",
        "as_table": "The same as a table",
        "line_table": "The line as a table",
        "chance_note": "P(best) is the chance of being the best at the weights you asked for.",
        "need": "Need",
        "asked": "Asked",
        "met": "Met",
        "known": "What is known",
        "number": "#",
        "route": "Route",
        "quality": "Quality of 100",
        "usd": "USD a month",
        "privacy": "Privacy",
        "custom": "Customisability",
        "score": "Score",
        "p_best": "P(best)",
        "note": "Note",
        "rule": "Rule",
        "option": "Option",
        "routes": "Routes",
        "unknown": "Only unknown",
        "alone": "By this rule alone",
        "without": "Without it",
        "from": "From",
        "asks": "Asks of who uses a model",
        "source": "Source",
        "read": "Read on",
        "what": "What",
        "value": "Value",
    }
)
"""Texts of the page's template and tables, by name."""

PICKS = _texts(
    {
        "use": "Use",
        "better": "Better",
        "cheaper": "Cheaper",
    }
)
"""The three picks, as their tiles are called."""

REPORT = _texts(
    {
        "title": "Which language model to use: {job}",
        "in_language": "{task} in {language}",
        "privacy": "privacy {level}",
        "why": "Why",
        "know": "Know before",
        "sure": "How sure",
        "again": "Look again",
        "again_on": "on {day}: {reason}",
        "next": "Next",
        "next_is": "try the first few on fifty prompts of your own before you decide",
        "stays": "Its model stays first while {criterion} weighs {low} to {high} (now {now}).",
        "free": "No weight of {criteria} makes another model the first.",
        "quarter": "a quarter from now",
        "ends": "it ends there",
        "maker_ends": "its maker ends the model",
        "price_changes": "its price changes",
        "held": "This page holds {held} of {fitting} routes that fit: {exact}.",
        "exact": "whatever the weights, the first choice is exact; further down, a route that was "
        "left out might stand higher",
        "inexact": "with other weights, a route that was left out might come first",
        "intervals": "Intervals hold four cases of five. They cover the errors of the quality "
        "estimate and of the assumed tokens. A benchmark ranks models; it promises nothing.",
        "thought": "{tokens} tokens a call at medium effort, as you said",
        "thought_by_effort": "{low} tokens a call at low effort, {medium} at medium, {high} at "
        "high; assumed where the model was not measured",
        "job": "Job",
        "job_is": "{task} ({id}), in {language}",
        "work": "Work",
        "cache": "From the cache",
        "cache_is": "{share} of the input",
        "reasoning": "Reasoning",
        "budget": "Budget",
        "level": "Privacy level",
        "required": "Also required",
        "nothing": "nothing",
        "weights": "Weights",
        "weight_of": "The weight of {criterion}",
        "worth": "says what this step is worth: {step}",
        "quality": "Quality",
        "quality_is": "the expected score of 100 on the benchmarks of the task; each point counts "
        "alike",
        "cost": "Cost",
        "cost_is": "a bill of {usd} USD a month is worth half, a higher one less",
        "cost_is_money": "the bill and the cost of failed requests add up to one sum of money",
        "own": "Own deployments",
        "own_is": "priced as rented hardware that is always on, without people; `llmpick selfhost "
        "MODEL` has the terms, --own for bought hardware",
        "rests": "Rests on",
        "catalog": "Catalog",
        "catalog_is": "{version}, sha256 {sha256}, as of {day}",
        "method": "Method",
        "method_is": "the score is the sum of weight times value; no value depends on the other "
        "routes",
        "swing_quality": "from {low} points to {high}, the best of the task",
        "swing_cost": "from a boundless bill to none",
        "swing_privacy": "from data that may train models to machines of your own",
        "swing_custom": "from 0 to 100 points for what you may do with the model",
        "would_fit": "{name} at {usd} USD a month would fit",
        "nothing_better": "nothing better",
        "perhaps": "{rule} (perhaps)",
        "in_force": "in force",
        "evidence_of": "Evidence of {name}",
        "no_evidence": "no evidence of quality",
        "evidence": "{label}: {scores}, {independent} independent, {of_task}",
        "unknown": "unknown",
        "none": "none",
        "usd_a_month": "{usd} USD a month",
        "tokens": "{count} tokens",
        "points": "{points} of 100",
        "notice": "information, not legal advice",
        "sentence": "{told}.",
        "weight": "{criterion} {share}",
        "more": "{count}: ",
        "source": "{name} ({facts})",
        "source_read": "{name}, read {read} ({facts})",
    }
)
"""What the page and the record of a decision say alike."""

RECORD = _texts(
    {
        "h_context": "Context and Problem Statement",
        "h_drivers": "Decision Drivers",
        "h_options": "Considered Options",
        "h_outcome": "Decision Outcome",
        "h_consequences": "Consequences",
        "h_changes": "What would change it",
        "h_confirmation": "Confirmation",
        "h_each": "Pros and Cons of the Options",
        "h_more": "More Information",
        "h_left_out": "What was left out",
        "h_rules": "Rules to look at",
        "h_evidence": "Evidence",
        "h_assumptions": "Assumptions",
        "question": "Which language model, and where to run it, serves {job}: {work}?",
        "none": "None: nothing meets every need.",
        "chosen": 'Chosen option: "{route}", because',
        "because": "{told}.",
        "sure": "How sure: {told}.",
        "try": "Try the first few on fifty prompts of your own before you decide.",
        "look": "Look at it again on {day}: {why}.",
        "again": "Ask again, on that day or when a price moves:",
        "keep": "Keep the decision now, and check it then; exit code 1 says that it no longer "
        "holds:",
        "know": "know before: {notes}",
        "pair": "{label}: {line}",
        "pair_full": "{label}: {line}.",
        "term": "{name} {usd}",
        "bill": "{parts} USD a month",
        "left_out": "{out} of {all} routes.",
        "notice": "This is {notice}.",
        "all_of_it": "{name}, all of it by",
        "read_on": ", read on {day}",
        "made": "Made by llmpick {version}:",
        "number": "#",
        "route": "Route",
        "points": "Of 100",
        "usd": "USD a month",
        "privacy": "Privacy",
        "rule": "Rule",
        "option": "Option",
        "routes": "Routes",
        "unknown": "Only unknown",
        "without": "Without it",
        "from": "From",
        "asks": "Asks of who uses a model",
        "source": "Source",
        "read": "Read on",
    }
)
"""What only the record of a decision says, its headings those of MADR."""

TILE = _texts(
    {
        "on": "on {host}",
        "bill": "Bill",
        "bill_is": "{usd} USD a month",
        "points": "Quality",
        "points_are": "{points} of 100",
        "between": "{low} to {high} in four cases of five",
        "unrated": "not known",
        "privacy": "Privacy",
        "none": "None",
        "gains": "{points} better than Cheaper, for {usd} USD a month more.",
        "no_cheaper": "Nothing much cheaper is good enough for the job.",
        "no_better": "Nothing that fits is clearly better, whatever it costs.",
        "balance": "The best balance of quality, cost, privacy and freedom for this job.",
        "pays": "{points} better for {usd} USD a month more: pays if a failed request costs you "
        "more than {failure} USD.",
        "free": "{points} better and no dearer, but {lacking}.",
        "saves": "Saves {usd} USD a month and loses {points}: enough unless a failed request "
        "costs you more than {failure} USD.",
        "no_worse": "Saves {usd} USD a month and is no worse, but {lacking}.",
        "over_budget": "It is above your budget.",
    }
)
"""What stands on a tile."""

PRIVACY = _texts(
    {
        "public": "not proved: what you send may train models",
        "internal": "internal: what you send trains no model by default",
        "confidential": "confidential: no training by contract, kept 30 days at most",
        "regulated": "regulated: nothing is kept, processed in your region",
        "air-gapped": "air-gapped: your own machines, no way out",
    }
)
"""A level of privacy that is proved, in words."""

OFF_LINE = _texts(
    {
        "above": "{pick}, {name}, lies below the line: {other} {gives}, but {reason}.",
        "more": "gives {points} more for {usd} USD a month less",
        "same_cost": "gives {points} more for the same bill",
        "same_points": "gives as much for {usd} USD a month less",
        "untested": "it was never tested on this job, so it counts for less",
        "privacy": "its privacy is only {level}, not {wanted}",
        "dearer": "its price goes up to {usd} USD a month from {day}",
        "weights": "its weights are closed",
        "custom": "you may change less about it",
        "unsure": "its quality is less certain",
    }
)
"""Why a pick lies off the line of the most quality for its cost."""

COMPARED = _texts(
    {
        "title": "Side by side: {names}",
        "h_charts": "Quality and bill",
        "h_facts": "The facts",
        "h_notes": "Notes",
        "c_quality": "Expected quality, and where it lies in four cases of five",
        "c_cost": "What a month costs",
        "not_sold": "not on sale",
        "fact": "Fact",
    }
)
"""What the page of a comparison says."""

TRAFFIC = _texts(
    {
        "title": "What your traffic should run on",
        "h_moves": "What to move",
        "h_ways": "What else saves",
        "h_ahead": "Next month",
        "h_better": "If quality matters more",
        "h_unpriced": "What has no price",
        "h_log": "How the log was read",
        "h_assumptions": "Assumptions",
        "saves": "Moving {moved} of {kinds} of traffic would save {saves} of {usd} USD a month, "
        "with quality expected to be as good.",
        "keep": "Keep what you run: nothing that is as good costs clearly less, for any of "
        "{kinds} of traffic at {usd} USD a month.",
        "nothing": "No request of the log could be priced.",
        "silent": "{requests} are in none of these sums.",
        "unread": "{rows} that cannot be read",
        "timeless": "the log has no times: all of it is taken as one month",
        "days": "{first} to {last}, scaled to a month",
        "kind": "Traffic",
        "requests": "Requests a month",
        "tokens": "Tokens in + out",
        "now": "Now, USD",
        "moved": "Moved, USD",
        "points": "Quality",
        "run_on": "Run it on",
        "then": "USD a month",
        "saves_head": "Saves, USD",
        "stay": "where it is",
        "unrated": "where it is: nobody knows how good it is",
        "not_looked_at": "not looked at",
        "best": "First for the job",
        "more_points": "Points more",
        "more_usd": "USD more",
        "size": "Input",
        "instead": "Instead",
        "ways": "Each by itself: two of one kind of traffic do not add up. What a cache saves is "
        "what it could at most, from sizes only: the log does not say whether requests begin "
        "alike.",
        "as_log": "As the log",
        "c_ahead": "A month like the log at today's prices, and the next one",
        "why": "Why",
        "input": "Tokens in",
        "logged": "Requests in the log",
        "move": "{name}: {to} saves {usd} USD a month. The chance that it is no worse is {chance}.",
        "move_keeping": "{name}: {to} saves {usd} USD a month. The chance that it is no worse is "
        "{chance}; it keeps what is in use: {kept}.",
        "unpriced": "These requests are in none of the sums above, neither as they ran nor moved.",
        "task": "Job",
        "quality": "Quality",
        "quality_is": "expected score of 100 on tests of the job; the log does not say the "
        "effort, so the model in use counts at the effort that serves the job best",
        "bill": "Bill",
        "bill_is": "what ran: list prices of each day; what it moves to: today's prices for as "
        "many requests of the same average length",
        "thinking": "Thinking",
        "thinking_is": "what the log calls output counts as answer, and what a route thinks comes "
        "on top: a move may cost less than stated, not more for this reason",
        "same": "Kept",
        "same_is": "privacy, region, kinds of input and tool calls as in use; a route is as good "
        "where it is expected to lose half a point or less",
        "looked": "Looked at",
        "looked_is": "the {most} dearest names that carry text alone; what holds sound stays as "
        "it is",
        "month": "Month",
        "month_is": "{days} of log, scaled to 30.4 days",
        "c_traffic": "What a month costs, now and moved",
    }
)
"""What the page of a log says."""

SCRIPT = _texts(
    {
        "use_now": "With these weights, use {name}: it comes first of {models} that fit, and "
        "costs about {usd} USD a month.",
        "near": "{names} may score as high.",
        "steps_gone": "Better and Cheaper hold for the weights you asked for: the command at the "
        "end of the page works them out for these.",
        "first": "First: {one}, score {score}",
        "second": ". Second: {two}, {score}.",
        "first_is_now": "First is now {route}",
        "needs_of": "Each need, and what is known of {route}.",
        "before": "Why it comes before {route}",
        "weakest": "Its weakest side",
        "of_the_way": "{criterion}: {share} of the way {swing}",
        "know": "Know before",
        "sure": "How sure",
        "not_sure": "worked out for the weights you asked for only; the command at the end of the "
        "page says it for these",
        "turns": "What turns it",
        "turn_less": "{route} if {criterion} weighs less than {bound} (now {now})",
        "turn_more": "{route} if {criterion} weighs more than {bound} (now {now})",
        "no_turn": "no change of one weight",
        "dearer": "{usd} USD dearer",
        "cheaper": "{usd} USD cheaper",
        "privacy_gap": "privacy {one} not {two}",
        "quality_more": "{points} of quality more",
        "quality_less": "{points} of quality less",
        "custom_more": "{points} of customisability more",
        "custom_less": "{points} of customisability less",
        "alike": "no difference that counts",
        "chance_moved": "P(best) was worked out for the weights you asked for: set them again to "
        "see it.",
        "show_all": "Show all {count} models",
        "show_few": "Show the first 20",
        "as_asked": "As asked",
        "svg": "Save as SVG",
        "png": "Save as PNG",
        "dated": "llmpick, facts in force on {day}",
        "c_ranking": "Scores of the first ten models",
        "c_contributions": "What the scores of the first ten models are made of",
        "c_pareto": "Quality against monthly cost: {task}",
        "c_cost": "Monthly cost of the first ten models, by term",
        "c_sensitivity": "Scores as the weight of {criterion} goes from 0 to 1",
        "axis_score": "score, 0 to 1",
        "axis_usd": "USD a month",
        "axis_usd_log": "USD a month, logarithmic scale",
        "axis_quality": "quality of 100",
        "axis_weight": "weight of {criterion}",
        "key_pick": "{pick}: {name}",
        "key_pick_asked": "{pick} as you asked: {name}",
        "key_line": "most quality for its cost",
        "key_rest": "other routes that fit",
        "key_now": "first with these weights: {name}",
        "key_budget": "your budget, {usd} USD",
        "key_score": "score",
        "key_interval": "four cases of five",
        "on": "{model} on {host}",
        "here": "{now} is here",
        "model_one": "{count} model",
        "model_many": "{count} models",
        "point_one": "{count} point",
        "point_many": "{count} points",
        "more_names": "{count} more",
        "and": "{list} and {last}",
        "percent_of": "{points} points, {share} percent of the score",
        "h_route": "Route",
        "h_score": "Score",
        "h_quality": "Quality",
        "h_usd": "USD a month",
        "h_privacy": "Privacy",
        "h_need": "Need",
        "h_asked": "Asked",
        "h_met": "Met",
        "h_known": "What is known",
        "h_weight": "Weight of",
        "h_from": "From",
        "h_to": "To",
        "h_first": "First is",
        "h_now": "Now",
    }
)
"""What the page's scripts say."""


def marked(text: str) -> str:
    """*text* as HTML: escaped, what stands in back-quotes as code."""
    parts = escape(words.printable(spoken(text))).split("`")
    return "".join(
        f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)
    )


def page(**filled: str) -> dict[str, str]:
    """The texts of the template as HTML, by `t_` and their name, with what is *filled* in."""
    return {f"t_{name}": marked(text.format(**filled)) for name, text in PAGE.items()}
