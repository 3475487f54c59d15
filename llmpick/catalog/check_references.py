"""Findings about records together: what names another, and what was made of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from llmpick.catalog import check_embeddings, check_hardware, check_sizing
from llmpick.catalog.finding import Finding, error, order_findings, warning
from llmpick.catalog.read import Record
from llmpick.errors import near_names, shown


def reference_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """Names of records that are not there, and records that contradict each other."""
    for record in records["offerings"].values():
        provider, _, rest = record.id.partition("/")
        yield from _known(record, "file", "providers", provider, records)
        yield from _known(record, "file", "models", rest.partition("@")[0], records)
    for record in records["models"].values():
        facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
        for value in facts.get("licence") or ():
            yield from _known(record, "facts.licence", "licences", value["value"], records)
    for group in records.values():
        for record in group.values():
            sources: Mapping[str, Any] = record.data.get("sources") or {}  # type: ignore[assignment]
            for name, source in sources.items():
                if "feed" in source:
                    yield from _known(record, f"sources.{name}", "feeds", source["feed"], records)
    for record in records["architectures"].values():
        yield from _known(record, "file", "models", record.id, records)
    yield from _name_clashes(records["models"])
    yield from _plan_references(records)
    yield from _feed_references(records)
    yield from (error(*slip) for slip in check_hardware.slips(records))
    yield from (error(*slip) for slip in check_sizing.slips(records))
    yield from (error(*slip) for slip in check_embeddings.slips(records))
    yield from _task_references(records)
    yield from _token_findings(records)
    yield from _tuning_findings(records)
    sold = {record.id.partition("/")[0] for record in records["offerings"].values()}
    sold |= check_embeddings.sellers(records)
    for record in records["providers"].values():
        own_terms: Mapping[str, Any] = record.data.get("own_terms") or {}  # type: ignore[assignment]
        for model in own_terms:
            yield from _known(record, "own_terms", "models", model, records)
        if record.data["token_priced"] is not (record.id in sold):
            yield error(
                record.path,
                "token_priced",
                f"says {str(record.data['token_priced']).lower()}",
                "true where the catalog holds an offering of it",
            )


def _folded(name: str) -> str:
    return name.lower().translate({ord(sign): None for sign in "-_."})


def _name_clashes(models: Mapping[str, Record]) -> Iterator[Finding]:
    """Identifiers that differ by `-`, `_`, `.` and capitals alone, and aliases that are others'."""
    by_name: dict[str, str] = {}
    for record in models.values():
        other = by_name.setdefault(_folded(record.id), record.id)
        if other != record.id:
            yield error(
                record.path, "file", f"is spelt as `{other}` is, but for signs", "name it otherwise"
            )
    for record in models.values():
        aliases: Iterable[str] = record.data.get("aliases") or ()  # type: ignore[assignment]
        for alias in aliases:
            other = by_name.get(_folded(alias), record.id)
            if other != record.id:
                tip = "take it out: an identifier is nobody else's name"
                yield error(record.path, "aliases", f"`{shown(alias)}` is the id of {other}", tip)


def _plan_references(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """Providers, models and developers that a plan names, and tasks of the use of seats."""
    makers = {name.partition("/")[0]: True for name in records["models"]}
    for record in records["plans"].values():
        terms: str | None = record.data.get("terms")  # type: ignore[assignment]
        if terms:
            yield from _known(record, "terms", "providers", terms, records)
        facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
        for value in facts.get("models") or ():
            for model in value["value"]:
                yield from _known(record, "facts.models", "models", model, records)
        for value in facts.get("makers") or ():
            for maker in value["value"]:
                if maker not in makers:
                    yield error(record.path, "facts.makers", f"no model of {maker}", "mend it")
    for record in records["seats"].values():
        rows: Any = record.data["use"]
        for row in rows:
            for task in row["tasks"]:
                yield from _known(record, "use", "tasks", task, records)


def _feed_references(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """Providers and offerings that a feed of prices is said to mean."""
    for record in records["feeds"].values():
        feed: Mapping[str, Any] = record.data.get("price_feed") or {}  # type: ignore[assignment]
        if "joined_as" in feed:
            where = "price_feed.joined_as"
            yield from _known(record, where, "feeds", feed["joined_as"], records)
        for name, providers in (feed.get("providers") or {}).items():
            for provider in providers:
                where = f"price_feed.providers.{name}"
                yield from _known(record, where, "providers", provider, records)
        for position, join in enumerate(feed.get("joins") or ()):
            where = f"price_feed.joins.{position}"
            yield from _known(record, where, "offerings", join["offering"], records)


def forwarding_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """
    Models on terms of the provider although it forwards others of their developer.

    Whoever adds an offering of a closed model does not see that its provider's terms are of the
    models that it hosts.
    """
    own: dict[str, set[str]] = {}
    for record in records["providers"].values():
        terms: Mapping[str, Any] = record.data.get("own_terms") or {}  # type: ignore[assignment]
        own[record.id] = {model for model, facts in terms.items() if facts.get("forwarded_to")}
    forwards = {(provider, model.partition("/")[0]) for provider in own for model in own[provider]}
    for record in records["offerings"].values():
        provider, _, rest = record.id.partition("/")
        model = rest.partition("@")[0]
        served = records["models"].get(model)
        if (provider, model.partition("/")[0]) not in forwards or model in own[provider]:
            continue
        if served is not None and not _last(served, "open_weights") and _is_current(record):
            yield warning(
                record.path,
                "file",
                f"{provider} forwards others of its developer, and has no terms of its own for it",
                f'add [own_terms."{model}"] with `forwarded_to` to providers/{provider}.toml',
            )


def _last(record: Record, fact: str) -> Any:
    """The newest value of *fact* that is not disputed, or None."""
    facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
    values = [value["value"] for value in facts.get(fact) or () if not value.get("disputed")]
    return values[-1] if values else None


def _is_current(offering: Record) -> bool:
    return bool(_last(offering, "listing") == "current")


def _token_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """One tokenizer a model, one reference, and no model or family that is not there."""
    data: dict[str, Mapping[str, Any]] = {
        name: record.data for name, record in records["tokenizers"].items()
    }
    families = {
        f"{name.partition('/')[0]}/{record.data.get('family')}"
        for name, record in records["models"].items()
    }
    owner: dict[str, str] = {}
    for name, table in data.items():
        record = records["tokenizers"][name]
        for model in table.get("models") or ():
            yield from _known(record, "models", "models", model, records)
        for family in table.get("families") or ():
            if family not in families:
                yield error(record.path, "families", f"no model of {family}", "mend the name")
        for key in (*(table.get("families") or ()), *(table.get("models") or ())):
            if owner.setdefault(key, name) != name:
                yield error(
                    record.path, "models", f"{key} has `{owner[key]}` already", "leave one of both"
                )
        yield from _ratio_findings(record.path, table)
    marked = [name for name, table in data.items() if table.get("reference")]
    if data and len(marked) != 1:
        yield error(
            "tokenizers", "reference", f"{len(marked)} tokenizers are the reference", "mark one"
        )
    for record in records["thinking"].values():
        table = record.data
        for prompts in table.get("median_efforts") or ():  # type: ignore[attr-defined]
            if prompts not in table["median_tokens"]:  # type: ignore[operator]
                yield error(record.path, "median_efforts", f"{prompts} has no median", "add it")
        for row in table["multiples"]:  # type: ignore[attr-defined]
            yield from _known(record, "multiples", "models", row["model"], records)
            if row["prompts"] not in table["median_tokens"]:  # type: ignore[operator]
                yield error(
                    record.path, "median_tokens", f"lacks {row['prompts']}", "add its median"
                )


def _tuning_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """Providers, models and offerings that are not there, and ends in the wrong order."""
    for kind, lists in _OF_MODELS.items():
        for record in records[kind].values():
            if kind == "tuning":
                yield from _known(record, "file", "providers", record.id, records)
            data: Mapping[str, Any] = record.data
            for name in lists:
                for position, row in enumerate(data.get(name) or ()):
                    for model in row.get("models") or ():
                        yield from _known(record, f"{name}.{position}", "models", model, records)
                    yield from _tunable_findings(record.path, f"{name}.{position}", row)
    for record in records["parameters"].values():
        yield from _known(record, "file", "providers", record.id, records)
        rows: Iterable[Mapping[str, Any]] = record.data["routes"]  # type: ignore[assignment]
        for position, row in enumerate(rows):
            where, name = f"routes.{position}", f"{record.id}/{row['offering']}"
            yield from _known(record, where, "offerings", name, records)
            both = sorted(set(row.get("takes") or ()) & set(row.get("lacks") or ()))
            if both:
                yield error(record.path, where, f"takes and lacks {both[0]}", "leave one of both")


def _tunable_findings(path: str, where: str, row: Mapping[str, Any]) -> Iterator[Finding]:
    first, last = row.get("jobs_end"), row.get("models_end")
    if first and last and first > last:
        yield error(path, where, f"jobs end {first}, after the models on {last}", "check both")
    if row.get("methods") == [] and (first or last):
        yield error(path, where, "ends, but names no method", "name the methods that end")


_OF_MODELS = {"tuning": ("tunable", "training_prices"), "libraries": ("trains",)}


def _ratio_findings(path: str, table: Mapping[str, Any]) -> Iterator[Finding]:
    for kind in ("ratios", "tokens_per_character"):
        by_content: dict[str, list[Mapping[str, Any]]] = {}
        for entry in table.get(kind) or ():
            by_content.setdefault(entry["content"], []).append(entry)
        for content, entries in by_content.items():
            yield from order_findings(path, f"{kind} of {content}", entries)
    if table.get("reference") and any(entry["value"] != 1 for entry in table["ratios"]):
        yield error(path, "ratios", "the reference differs from itself", "each of its ratios is 1")


def _task_references(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    if "scale" not in records["scale"]:
        return
    presets: Mapping[str, Any] = records["scale"]["scale"].data["weights"]  # type: ignore[assignment]
    for record in records["tasks"].values():
        name = record.data.get("weights", "value")
        if name not in presets:
            near = near_names(str(name), presets, 1)
            tip = f"did you mean `{near[0]}`?" if near else "add it to scale.toml"
            yield error(record.path, "weights", f"no preset `{name}` in scale.toml", tip)


def derived_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """Estimates without their row of evidence."""
    derived = records["derived"]
    if not {"estimates", "evidence"} <= derived.keys():
        return
    rows: dict[str, list[dict[str, str]]] = {
        name: derived[name].data["rows"]  # type: ignore[misc]
        for name in ("estimates", "evidence")
    }
    known = {(row["model"], row["effort"]) for row in rows["evidence"]}
    for number, row in enumerate(rows["estimates"], 2):
        if (row["model"], row["effort"]) not in known:
            yield error(
                derived["estimates"].path,
                "model",
                f"`{shown(row['model'])}` has no row in evidence.csv",
                "run `llmpick catalog fit`",
                number,
            )
            return


def _known(
    record: Record,
    fact: str,
    kind: str,
    name: str,
    records: Mapping[str, Mapping[str, Record]],
) -> Iterator[Finding]:
    if name not in records[kind]:
        near = near_names(name, records[kind], 1)
        tip = f"did you mean `{near[0]}`?" if near else f"add {kind}/{name}.toml"
        yield error(record.path, fact, f"no record {kind}/{name}", tip)


def score_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """Scores and claims on unknown benchmarks, or outside their scales."""
    for record in records["models"].values():
        claims: Iterable[Mapping[str, Any]] = record.data.get("claims") or ()  # type: ignore[assignment]
        for position, claim in enumerate(claims):
            where = f"claims.{position}"
            yield from _known(record, where, "benchmarks", claim["benchmark"], records)
    for record in (*records["models"].values(), *records["scores"].values()):
        scores: Iterable[Mapping[str, Any]] = record.data.get("scores") or ()  # type: ignore[assignment]
        for position, score in enumerate(scores):
            where = f"scores.{position}"
            name = score["benchmark"]
            if name not in records["benchmarks"]:
                yield from _known(record, where, "benchmarks", name, records)
                continue
            yield from _in_scale(record.path, where, score, records["benchmarks"][name].data)


def _end(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


def _in_scale(
    path: str, where: str, score: Mapping[str, Any], benchmark: Mapping[str, Any]
) -> Iterator[Finding]:
    facts = benchmark.get("facts") or {}
    least = facts["scale_min"][-1]["value"] if "scale_min" in facts else None
    most = facts["scale_max"][-1]["value"] if "scale_max" in facts else None
    value = score["value"]
    if (least is not None and value < least) or (most is not None and value > most):
        yield error(
            path,
            where,
            f"{score['benchmark']} {value:g} lies outside {_end(least)} to {_end(most)}",
            "check the unit of the score or the scale of the benchmark",
        )


def fit_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    """A fit that is missing, or older than what it was made of."""
    derived = records["derived"]
    if "fit" not in derived:
        yield warning(
            "derived/fit.toml",
            "file",
            "is missing: no quality estimates",
            "run `llmpick catalog fit`",
        )
        return
    from llmpick.catalog.evidence import inputs_hash

    meta: Mapping[str, Any] = derived["fit"].data["meta"]  # type: ignore[assignment]
    tables = {
        kind: {name: record.data for name, record in group.items()}
        for kind, group in records.items()
    }
    if meta["inputs_sha256"] != inputs_hash(tables):
        yield warning(
            "derived/fit.toml",
            "meta.inputs_sha256",
            "the fit is older than the scores, benchmarks or tasks it was made of",
            "run `llmpick catalog fit`",
        )
