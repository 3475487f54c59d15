"""What lm-evaluation-harness and promptfoo write, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.errors import shown
from llmpick.evidence.metrics import Clash, Metric, chosen, clash_reason
from llmpick.evidence.rows import (
    Choice,
    Parsed,
    ResultRow,
    RowFault,
    count,
    number,
    quoted,
    stderr_of,
    table,
    text,
    texts,
)

METRICS = (
    *("acc_norm", "acc", "exact_match", "em", "pass@1", "pass_at_1", "prompt_level_strict_acc"),
    *("prompt_level_loose_acc", "f1", "bleu_acc"),
)
"""Metrics of lm-evaluation-harness that are shares, the one to prefer first."""
MAX_GROUPS = 300
"""The time of groups in groups grows with the square of their number; the harness has dozens."""
OFF, ON = ("false", "0", "no"), ("true", "1", "yes")

# ---- lm-evaluation-harness


def harness(found: Mapping[str, Any], choice: Choice) -> Parsed:
    """
    lm-evaluation-harness: `results` by task with `METRIC,FILTER`, of one model.

    A group that has a share repeats its parts, so that these are left out.
    """
    results = table(found.get("results"))
    model = text(found.get("model_name")) or _model_of(table(found.get("config")))
    faults: list[RowFault] = [] if model else [RowFault("model_name", "no model")]
    notes: list[RowFault] = []
    rows: list[ResultRow] = []
    names: set[str] = set()
    tasks = {name for name in results if not choice.only or name in choice.only}
    asked = {name: _Task(found, name, table(results[name])) for name in results if name in tasks}
    groups = _groups(found)
    if len(groups) > MAX_GROUPS:
        reason = f"more than {MAX_GROUPS} groups"
        return Parsed("lm-evaluation-harness", [], [RowFault("group_subtasks", reason)])
    held = {
        part: name
        for name, task in asked.items()
        if name in groups and chosen(task.metrics([]), choice.metrics, None)
        for part in _parts(groups, name)
    }
    for name, task in asked.items():
        where = f"results.{name}"
        if name in held:
            notes.append(RowFault(where, f"left out: a part of {held[name]}, which counts it"))
            continue
        metrics = task.metrics(notes)
        names |= {metric.name for metric in metrics}
        items = _effective(found.get("n-samples"), [name, *_parts(groups, name)])
        metric = chosen(metrics, choice.metrics, items)
        if metric is None:
            notes.append(RowFault(where, "left out: no metric that is a share of solved items"))
        elif isinstance(metric, Clash):
            faults.append(RowFault(where, clash_reason(metric)))
        elif model:
            common = f"lm-eval/{task.label(_parts(groups, name))} {metric.name}"
            effort = _effort_of(table(found.get("config")))
            rows.append(
                ResultRow(
                    *(where, model, metric.score, items, effort, name, True, metric.stderr),
                    common=common,
                )
            )
    return Parsed(
        *("lm-evaluation-harness", rows, faults, tuple(notes)), frozenset(results), frozenset(names)
    )


class _Task(NamedTuple):
    """A task of a run: what the whole file says, its name, and its own results."""

    run: Mapping[str, Any]
    name: str
    results: Mapping[str, Any]

    def metrics(self, notes: list[RowFault]) -> list[Metric]:
        """Its metrics that are shares; of the usual ones that are none, a note says why."""
        higher = table(table(self.run.get("higher_is_better")).get(self.name))
        found = []
        for key, value in self.results.items():
            metric, _, kept = key.partition(",")
            if metric.endswith("_stderr") or not kept or higher.get(metric) is False:
                continue
            usual = METRICS.index(metric) if metric in METRICS else None
            score = number(value)
            if score is None or not 0 <= score <= 1:
                if usual is not None:
                    reason = f"{key} {quoted(value)} is no share of 0 to 1: not used"
                    notes.append(RowFault(f"results.{self.name}", reason))
                continue
            error = f"{metric}_stderr,{kept}"
            stderr = stderr_of(
                self.results.get(error),
                f"results.{self.name}",
                error,
                [] if usual is None else notes,
            )
            name = metric if kept == "none" else key
            found.append(Metric(name, score, stderr, usual))
        return found

    def label(self, parts: list[str]) -> str:
        """Its name with its version and its number of examples shown."""
        configs = table(self.run.get("configs"))
        names = [self.name, *parts]
        version = _first(table(self.run.get("versions")), names)
        harness = text(self.run.get("lm_eval_version"))
        shots = _first(table(self.run.get("n-shot")), names)
        if shots is None:
            shots = _first({n: table(configs.get(n)).get("num_fewshot") for n in names}, names)
        of_tool = f"of {shown(harness, 20)}" if harness else ""
        about = [f"v{version}" if version else of_tool, f"{shots}-shot" if shots else ""]
        return " ".join([shown(self.name), *filter(None, about)])


def _first(found: Mapping[str, Any], names: list[str]) -> str | None:
    """The first number or text of *names*; 3 and 3.0 are the same."""
    for name in names:
        value = number(found.get(name))
        said = text(found.get(name))
        if value is not None:
            return f"{value:g}"
        if said and said != "N/A":
            return shown(said, 20)
    return None


def _groups(found: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: texts(parts) for name, parts in table(found.get("group_subtasks")).items()}


def _parts(groups: Mapping[str, list[str]], name: str) -> list[str]:
    """All tasks below a group, those of its groups included."""
    found: dict[str, None] = {}
    ahead = list(groups.get(name, ()))
    while ahead:
        part = ahead.pop(0)
        if part not in found and part != name:
            found[part] = None
            ahead += groups.get(part, ())
    return list(found)


def _arguments(value: Any) -> Mapping[str, Any]:
    """Arguments as a table, or as `a=b,c=d`."""
    if isinstance(value, str):
        pairs = (part.partition("=") for part in value.split(","))
        return {name.strip(): said for name, _, said in pairs}
    return table(value)


def _model_of(config: Mapping[str, Any]) -> str | None:
    """`pretrained=` or `model=` of the arguments, for versions that write no model_name."""
    arguments = _arguments(config.get("model_args"))
    return text(arguments.get("pretrained")) or text(arguments.get("model"))


def _effort_of(config: Mapping[str, Any]) -> str | None:
    """`reasoning_effort` or `enable_thinking` among the arguments of a run."""
    for key in ("gen_kwargs", "model_args"):
        arguments = _arguments(config.get(key))
        effort = text(arguments.get("reasoning_effort"))
        if effort:
            return effort
        thinking = str(arguments.get("enable_thinking")).lower()
        if thinking in (*OFF, *ON):
            return "none" if thinking in OFF else "thinking"
    return None


def _effective(counts: Any, tasks: list[str]) -> int | None:
    """Items that were asked, over the parts of a group."""
    found = [count(table(table(counts).get(task)).get("effective")) for task in tasks]
    return sum(filter(None, found)) or None


# ---- promptfoo


class _Counts(NamedTuple):
    passed: int
    failed: int
    errors: int


def promptfoo(found: Mapping[str, Any], choice: Choice) -> Parsed:
    """promptfoo: passes over passes and failures of each provider, over its prompts."""
    totals: dict[str, _Counts] = {}
    notes: list[RowFault] = []
    for where, provider, counts in _prompts(table(found.get("results")).get("prompts")):
        if provider is None or counts is None:
            what = "counts of passed and failed tests" if provider else "provider"
            notes.append(RowFault(where, f"left out: no {what}"))
            continue
        before = totals.get(provider, _Counts(0, 0, 0))
        totals[provider] = _Counts(*(a + b for a, b in zip(before, counts, strict=True)))
    efforts = _efforts(table(found.get("config")).get("providers"))
    rows = []
    for provider, (passed, failed, errors) in totals.items():
        where, asked = f"provider {shown(provider, 60)}", passed + failed
        if not asked:
            notes.append(RowFault(where, "left out: every test ended in an error"))
            continue
        if errors:
            what = f"{errors} of {asked + errors} tests ended in an error and are not counted"
            notes.append(RowFault(where, what))
        effort = efforts.get(provider)
        rows.append(ResultRow(where, _bare(provider), passed / asked, asked, effort, None, True))
    return Parsed("promptfoo", rows, [], tuple(notes))


def _prompts(prompts: Any) -> Iterator[tuple[str, str | None, _Counts | None]]:
    for position, prompt in enumerate(prompts if isinstance(prompts, list) else ()):
        metrics = table(table(prompt).get("metrics"))
        keys = ("testPassCount", "testFailCount", "testErrorCount")
        passed, failed, errors = (
            0 if number(metrics.get(key)) == 0 else count(metrics.get(key)) for key in keys
        )
        counts = None if passed is None or failed is None else _Counts(passed, failed, errors or 0)
        yield f"results.prompts.{position}", text(table(prompt).get("provider")), counts


def _efforts(providers: Any) -> dict[str, str]:
    """Efforts that the configuration names, by label and id of a provider."""
    found = {}
    for provider in providers if isinstance(providers, list) else ():
        about = table(provider)
        config = table(about.get("config"))
        effort = text(config.get("reasoning_effort")) or text(
            table(config.get("reasoning")).get("effort")
        )
        for name in filter(None, (text(about.get("id")), text(about.get("label")))):
            if effort:
                found[name] = effort
    return found


def _bare(provider: str) -> str:
    """`openai:chat:gpt-4o` without its route: the part after the last colon of a known kind."""
    parts = provider.split(":")
    kinds = {"chat", "completion", "responses", "messages", "inference", "invoke"}
    if len(parts) > 2 and parts[1] in kinds:
        return f"{parts[0]}/{':'.join(parts[2:])}"
    return f"{parts[0]}/{':'.join(parts[1:])}" if len(parts) > 1 else provider
