"""Findings about a catalog: shape first, then each record, then records together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import isfinite
from statistics import median
from typing import Any, NamedTuple

from llmpick.catalog import check_hardware, check_sizing, read
from llmpick.catalog.read import Fault, Record
from llmpick.errors import near_names, shown

SPEED = "derived/speed.toml"
STALE_WARNING_DAYS = 90
STALE_ERROR_DAYS = 365
MAX_MOVE = 5.0
MAX_OUTPUT_TO_INPUT = 20.0
MAX_USD_PER_MTOK = 1000.0
MAX_BELOW_OTHERS = 20.0
MIN_OTHERS = 2


class Finding(NamedTuple):
    """What is wrong, where, and how to mend it; *level* is error or warning."""

    level: str
    file: str
    line: int
    fact: str
    message: str
    tip: str


def _error(file: str, fact: str, message: str, tip: str, line: int = 0) -> Finding:
    return Finding("error", file, line, fact, message, tip)


def _warning(file: str, fact: str, message: str, tip: str) -> Finding:
    return Finding("warning", file, 0, fact, message, tip)


def findings(folder: str) -> list[Finding]:
    """All findings about the catalog in *folder*, by file."""
    day = read.day_of(read.version(folder))
    records: dict[str, dict[str, Record]] = {kind: {} for kind in (*read.KINDS, *read.SINGLE)}
    found: list[Finding] = []
    folded: dict[str, str] = {}
    for path in read.files(folder):
        if path.lower() in folded:
            found.append(
                _error(path, "file", f"same as `{folded[path.lower()]}` but for case", "rename it")
            )
        folded[path.lower()] = path
        record = read.parse(folder, path)
        if isinstance(record, Fault):
            found.append(_error(path, "file", record.message, record.hint, record.line))
            continue
        shape = list(shape_findings(record))
        found.extend(shape)
        if not shape:
            records[record.kind][record.id] = record
            found.extend(_record_findings(record, day))
    found.extend(_whole_findings(records))
    found.extend(_outlier_findings(records["offerings"], day))
    return sorted(found)


def shape_findings(record: Record) -> Iterator[Finding]:
    """Where *record* does not fit the schema of its folder."""
    from pydantic import ValidationError

    from llmpick.catalog.shapes import SHAPES

    if record.path.endswith(".csv"):
        yield from _table_findings(record)
        return
    shape = SHAPES.get("speed" if record.path == SPEED else record.kind)
    if shape is None:
        yield _error(record.path, "file", "no such kind of record", "move it to its folder")
        return
    yield from _path_findings(record)
    try:
        shape.model_validate(record.data)
    except ValidationError as error:
        for problem in error.errors():
            fact = ".".join(str(part) for part in problem["loc"]) or "file"
            yield _error(
                record.path,
                fact,
                problem["msg"].removeprefix("Value error, "),
                _tip(problem["type"], shape.model_fields, str(problem["loc"][-1:])),
            )


def _tip(kind: str, fields: Mapping[str, Any], key: str) -> str:
    if kind == "extra_forbidden":
        near = near_names(key.strip("(',)"), fields, 1)
        return f"did you mean `{near[0]}`?" if near else "take it out, or see catalog/README.md"
    if kind == "missing":
        return "add it; catalog/README.md says what it holds"
    return "see catalog/README.md for what it holds"


TABLES = {
    "anchors": ("scale", "row", "theta"),
    "baskets": ("task", "benchmark", "share", "mu", "loadings", "slope", "intercept"),
    "estimates": (
        *("model", "effort", "task", "theta", "stderr", "score", "low", "high"),
        *("direct", "label"),
    ),
    "evidence": (
        *("model", "effort", "scores", "model_scores", "independent", "benchmarks"),
        *("usual_reported", "usual_of", "selfreport_shift", "general", "general_stderr"),
    ),
}


def _table_findings(record: Record) -> Iterator[Finding]:
    wanted = TABLES.get(record.id)
    rows: list[dict[str, str]] = record.data["rows"]  # type: ignore[assignment]
    if record.kind == "derived" and record.id == "posterior":
        return
    if record.kind != "derived" or wanted is None:
        yield _error(record.path, "file", "no such table", "remove it")
    elif rows and tuple(rows[0]) != wanted:
        yield _error(record.path, "header", "not its columns", "run `llmpick catalog fit`")
    else:
        for number, row in enumerate(rows, 2):
            fault = _row_fault(record.id, row)
            if fault:
                yield _error(
                    record.path, fault, "is no such number", "run `llmpick catalog fit`", number
                )
                return


def _row_fault(table: str, row: Mapping[str, str]) -> str | None:
    """The column of *row* that does not hold what it must, or None."""
    for name, value in row.items():
        if name in _WORDS or (value == "" and name == "selfreport_shift"):
            continue
        try:
            number = float(value)
        except ValueError:
            return name
        if not isfinite(number) or (name in _WHOLE and not value.isdigit()):
            return name
    if table == "estimates":
        low, score, high = (float(row[name]) for name in ("low", "score", "high"))
        if not 0 <= low <= score <= high <= 1:
            return "score"
        if float(row["stderr"]) < 0:
            return "stderr"
    return "loadings" if table == "baskets" and not _are_loadings(row["loadings"]) else None


def _are_loadings(text: str) -> bool:
    """Whether *text* is a row of `factor=number`."""
    try:
        return all(isfinite(float(pair.partition("=")[2])) for pair in text.split())
    except ValueError:
        return False


_WORDS = frozenset({"model", "effort", "task", "label", "scale", "row", "benchmark", "loadings"})
_WHOLE = frozenset(
    {"direct", "scores", "model_scores", "independent", "benchmarks", "usual_reported", "usual_of"}
)


def _path_findings(record: Record) -> Iterator[Finding]:
    depth = {"architectures": 2, "models": 2, "offerings": 3}.get(record.kind, 1)
    parts = record.id.split("/")
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-._")
    if len(parts) != depth:
        yield _error(record.path, "file", f"stands {len(parts)} deep, not {depth}", "move the file")
    for part in parts:
        name = part.replace("@", "", 1) if record.kind == "offerings" else part
        if not name or len(part) > 120 or set(name) - allowed or name[0] in "-.":
            yield _error(
                record.path,
                "file",
                f"`{shown(part)}` is no identifier",
                "use a-z, 0-9, `-`, `.`, `_`",
            )


_MEASURED = ("measurements", "architectures", "formats")
_LISTS = (
    *("ratios", "tokens_per_character", "multiples"),
    *("tunable", "training_prices", "trains", "routes", "exchange"),
)


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every dated value of a record with the name of its fact."""
    for fact, values in _facts(data):
        for position, value in enumerate(values):
            yield f"{fact}.{position}", value
    for kind in (
        *("prices", "hours", "scores", "claims", "rentals", "files", "losses", "duties"),
        *_LISTS,
        *_MEASURED,
    ):
        for position, value in enumerate(data.get(kind) or []):
            yield f"{kind}.{position}", value


def _facts(data: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Every fact of a record with its values: its own, and those of terms for single models."""
    for fact, values in (data.get("facts") or {}).items():
        yield f"facts.{fact}", values
    for model, facts in (data.get("own_terms") or {}).items():
        for fact, values in facts.items():
            yield f'own_terms."{model}".{fact}', values


def _record_findings(record: Record, day: str) -> Iterator[Finding]:
    data: Mapping[str, Any] = record.data
    path = record.path
    yield from _source_findings(path, data, day)
    for fact, values in _facts(data):
        yield from _order_findings(path, fact, values)
    if record.kind == "offerings":
        yield from _price_findings(path, data, day)
        yield from _freshness_findings(path, data, day)
    if record.kind == "models":
        yield from _model_findings(path, data)
    if not record.path.endswith(".csv") and not _is_canonical(record):
        yield _error(
            path, "file", "not in the form that tomli-w writes", "run `llmpick catalog fmt`"
        )


def _is_canonical(record: Record) -> bool:
    import tomli_w

    return tomli_w.dumps(record.data) == record.text


def missing_sources(path: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Values whose source the file does not hold."""
    sources = data.get("sources") or {}
    for fact, value in _entries(data):
        for name in _named(value):
            if name not in sources:
                near = near_names(name, sources, 1)
                tip = f"did you mean `{near[0]}`?" if near else f"add [sources.{name}]"
                yield _error(path, fact, f"names the source `{name}`, which the file lacks", tip)


def _named(value: Mapping[str, Any]) -> tuple[str, ...]:
    return (value["source"], *(value.get("agreeing") or ()), *(value.get("evidence") or ()))


def _source_findings(path: str, data: Mapping[str, Any], day: str) -> Iterator[Finding]:
    yield from missing_sources(path, data)
    sources = data.get("sources") or {}
    used = {name for _, value in _entries(data) for name in _named(value)}
    for name in sorted(set(sources) - used):
        yield _error(path, f"sources.{name}", "is named by no value", "take it out")
    for name, source in sources.items():
        if source["read"].isoformat() > day:
            yield _error(
                path,
                f"sources.{name}.read",
                f"{source['read']} is after the catalog's own day {day}",
                "mend the day, or raise VERSION",
            )


def _order_findings(path: str, fact: str, values: list[Mapping[str, Any]]) -> Iterator[Finding]:
    since = [
        value.get("since") or datetime.date.min for value in values if not value.get("disputed")
    ]
    if since != sorted(since):
        yield _error(path, fact, "its days of `since` do not ascend", "put the oldest first")
    if len(set(since)) != len(since):
        yield _error(
            path, fact, "two values are in force from the same day", "mark one `disputed = true`"
        )


_AMOUNTS = (
    "input_per_mtok",
    "output_per_mtok",
    "output_thinking_per_mtok",
    "cache_read_per_mtok",
    "cache_write_per_mtok",
    "cache_write_1h_per_mtok",
)


def _price_findings(path: str, data: Mapping[str, Any], day: str) -> Iterator[Finding]:
    prices = data.get("prices") or []
    reviewed = {entry["rule"] for entry in data.get("reviewed") or ()}
    lists: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for position, price in enumerate(prices):
        where = f"prices.{position}"
        key = _terms_of(price)
        if not price.get("disputed"):
            lists.setdefault(key, []).append(price)
            yield from _one_price(path, where, price, reviewed)
    for key, group in lists.items():
        yield from _order_findings(path, f"prices {key}", group)
        if "price-move" not in reviewed:
            yield from _moves(path, group)
    yield from _review_findings(path, data, day, lists)
    if ("standard", None, None) not in lists:
        yield _error(path, "prices", "no base price list", "add one, or remove the offering")


def _terms_of(price: Mapping[str, Any]) -> tuple[Any, ...]:
    return price.get("service", "standard"), price.get("window"), price.get("over_input_tokens")


def _review_findings(
    path: str,
    data: Mapping[str, Any],
    day: str,
    lists: Mapping[tuple[Any, ...], list[Mapping[str, Any]]],
) -> Iterator[Finding]:
    """Reviews that have expired, and reviews of a rule that nothing breaks."""
    broken = set()
    for group in lists.values():
        if any(_moves(path, group)):
            broken.add("price-move")
        for price in group:
            into, out = price.get("input_per_mtok"), price.get("output_per_mtok")
            read = price.get("cache_read_per_mtok")
            if into is not None and read is not None and read > into:
                broken.add("cache-above-input")
            if into and out and out / into > MAX_OUTPUT_TO_INPUT:
                broken.add("output-ratio")
    for position, entry in enumerate(data.get("reviewed") or ()):
        where = f"reviewed.{position}"
        if "until" in entry and entry["until"].isoformat() < day:
            yield _error(path, where, f"ended {entry['until']}", "review again, or take it out")
        elif entry["rule"] not in broken:
            yield _error(path, where, f"nothing breaks `{entry['rule']}`", "take it out")


def _one_price(
    path: str, where: str, price: Mapping[str, Any], reviewed: set[str]
) -> Iterator[Finding]:
    into, out = price.get("input_per_mtok"), price.get("output_per_mtok")
    read = price.get("cache_read_per_mtok")
    usd = price.get("currency", "USD") == "USD"
    for name in _AMOUNTS:
        if usd and (price.get(name) or 0) > MAX_USD_PER_MTOK:
            yield _error(
                path, f"{where}.{name}", f"over {MAX_USD_PER_MTOK:g} USD per Mtok", "check the unit"
            )
    if (
        into is not None
        and read is not None
        and read > into
        and "cache-above-input" not in reviewed
    ):
        yield _warning(
            path,
            f"{where}.cache_read_per_mtok",
            f"reading the cache ({read:g}) costs more than input ({into:g})",
            "check the source, or add it to `reviewed` with its reason",
        )
    if into == 0 or out == 0:
        yield _warning(
            path, where, "a price of 0", "a free tier is no price: leave it out, or say why"
        )
    if into and out and out / into > MAX_OUTPUT_TO_INPUT and "output-ratio" not in reviewed:
        yield _warning(
            path,
            where,
            f"output costs {out / into:.0f} times input",
            "check the source, or add it to `reviewed` with its reason",
        )


def _moves(path: str, group: list[Mapping[str, Any]]) -> Iterator[Finding]:
    for before, after in pairwise(group):
        for name in ("input_per_mtok", "output_per_mtok"):
            old, new = before.get(name), after.get(name)
            if old and new and max(old / new, new / old) > MAX_MOVE:
                yield _error(
                    path,
                    f"prices.{name}",
                    f"moves more than {MAX_MOVE:g}-fold, {old:g} to {new:g}, on {after['since']}",
                    "check the source, or add it to `reviewed` with its reason",
                )


def _base_lists(data: Mapping[str, Any], day: str) -> list[Mapping[str, Any]]:
    """The base price lists of an offering up to *day*, the one in force last."""
    return [
        price
        for price in data.get("prices") or ()
        if not price.get("disputed")
        and _terms_of(price) == ("standard", None, None)
        and (not price.get("since") or price["since"].isoformat() <= day)
    ]


def _outlier_findings(records: Mapping[str, Record], day: str) -> Iterator[Finding]:
    """Prices far below what others take for the same model: a wrong unit, or a mistake."""
    sold: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for record in records.values():
        facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
        base = _base_lists(record.data, day)
        own = any(entry["value"] is True for entry in facts.get("other_terms") or ())
        if facts["listing"][-1]["value"] != "current" or own or not base:
            continue
        if base[-1].get("currency", "USD") == "USD":
            model = record.id.partition("/")[2].partition("@")[0]
            sold.setdefault(model, []).append((record.path, base[-1]))
    for offerings in sold.values():
        for name in ("input_per_mtok", "output_per_mtok"):
            amounts = [(path, price[name]) for path, price in offerings if price.get(name)]
            for path, amount in amounts:
                others = [other for where, other in amounts if where != path]
                if len(others) < MIN_OTHERS or median(others) <= amount * MAX_BELOW_OTHERS:
                    continue
                yield _warning(
                    path,
                    f"prices.{name}",
                    f"{amount:g} is {median(others) / amount:.0f} times less than the "
                    f"{median(others):g} of {len(others)} others that sell the model",
                    "check the source and its unit; mark a wrong price `disputed = true`",
                )


def _freshness_findings(path: str, data: Mapping[str, Any], day: str) -> Iterator[Finding]:
    listing = data["facts"]["listing"][-1]["value"]
    if listing != "current":
        return
    base = _base_lists(data, day)
    if not base or base[-1]["source"] not in data["sources"]:
        return
    read_on = data["sources"][base[-1]["source"]]["read"]
    age = (datetime.date.fromisoformat(day) - read_on).days
    if age > STALE_WARNING_DAYS:
        level = _error if age > STALE_ERROR_DAYS else _warning
        yield level(path, "prices", f"read {age} days ago", "read the price again")


def _model_findings(path: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    facts = data["facts"]

    def value(name: str) -> Any:
        values = [v for v in facts.get(name) or () if not v.get("disputed")]
        return values[-1]["value"] if values else None

    window, longest = value("context_window_tokens"), value("max_output_tokens")
    if window and longest and longest > window:
        yield _warning(
            path,
            "facts.max_output_tokens",
            f"{longest:,} is more than the context window of {window:,}",
            "check both; a window counts input and output together",
        )
    total, active = value("parameters_total_b"), value("parameters_active_b")
    if total and active and active > total:
        yield _error(
            path, "facts.parameters_active_b", f"{active:g} of {total:g}", "check both numbers"
        )
    if value("licence") and value("open_weights") is False:
        yield _error(
            path, "facts.licence", "a licence of weights that are not open", "mend one of both"
        )


def _whole_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    yield from reference_findings(records)
    yield from derived_findings(records)
    yield from _score_findings(records)
    yield from _fit_findings(records)
    stale = check_sizing.stale_speed(records)
    if stale:
        yield _warning(SPEED, "meta.inputs_sha256", stale, "run `llmpick catalog fit-speed`")
    if not records["models"]:
        yield _error("models", "folder", "no models", "point --catalog at a whole catalog")
    if "scale" not in records["scale"]:
        yield _error("scale.toml", "file", "is missing", "add it")


def reference_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
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
    yield from (_error(*slip) for slip in check_hardware.slips(records))
    yield from (_error(*slip) for slip in check_sizing.slips(records))
    yield from _task_references(records)
    yield from _token_findings(records)
    yield from _tuning_findings(records)
    sold = {record.id.partition("/")[0] for record in records["offerings"].values()}
    for record in records["providers"].values():
        own_terms: Mapping[str, Any] = record.data.get("own_terms") or {}  # type: ignore[assignment]
        for model in own_terms:
            yield from _known(record, "own_terms", "models", model, records)
        if record.data["token_priced"] is not (record.id in sold):
            yield _error(
                record.path,
                "token_priced",
                f"says {str(record.data['token_priced']).lower()}",
                "true where the catalog holds an offering of it",
            )


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
                yield _error(record.path, "families", f"no model of {family}", "mend the name")
        for key in (*(table.get("families") or ()), *(table.get("models") or ())):
            if owner.setdefault(key, name) != name:
                yield _error(
                    record.path, "models", f"{key} has `{owner[key]}` already", "leave one of both"
                )
        yield from _ratio_findings(record.path, table)
    marked = [name for name, table in data.items() if table.get("reference")]
    if data and len(marked) != 1:
        yield _error(
            "tokenizers", "reference", f"{len(marked)} tokenizers are the reference", "mark one"
        )
    for record in records["thinking"].values():
        table = record.data
        for row in table["multiples"]:  # type: ignore[attr-defined]
            yield from _known(record, "multiples", "models", row["model"], records)
            if row["prompts"] not in table["median_tokens"]:  # type: ignore[operator]
                yield _error(
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
                yield _error(record.path, where, f"takes and lacks {both[0]}", "leave one of both")


def _tunable_findings(path: str, where: str, row: Mapping[str, Any]) -> Iterator[Finding]:
    first, last = row.get("jobs_end"), row.get("models_end")
    if first and last and first > last:
        yield _error(path, where, f"jobs end {first}, after the models on {last}", "check both")
    if row.get("methods") == [] and (first or last):
        yield _error(path, where, "ends, but names no method", "name the methods that end")


_OF_MODELS = {"tuning": ("tunable", "training_prices"), "libraries": ("trains",)}


def _ratio_findings(path: str, table: Mapping[str, Any]) -> Iterator[Finding]:
    for kind in ("ratios", "tokens_per_character"):
        by_content: dict[str, list[Mapping[str, Any]]] = {}
        for entry in table.get(kind) or ():
            by_content.setdefault(entry["content"], []).append(entry)
        for content, entries in by_content.items():
            yield from _order_findings(path, f"{kind} of {content}", entries)
    if table.get("reference") and any(entry["value"] != 1 for entry in table["ratios"]):
        yield _error(path, "ratios", "the reference differs from itself", "each of its ratios is 1")


def _task_references(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    if "scale" not in records["scale"]:
        return
    presets: Mapping[str, Any] = records["scale"]["scale"].data["weights"]  # type: ignore[assignment]
    for record in records["tasks"].values():
        name = record.data.get("weights", "balanced")
        if name not in presets:
            near = near_names(str(name), presets, 1)
            tip = f"did you mean `{near[0]}`?" if near else "add it to scale.toml"
            yield _error(record.path, "weights", f"no preset `{name}` in scale.toml", tip)


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
            yield _error(
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
        yield _error(record.path, fact, f"no record {kind}/{name}", tip)


def _score_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
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
        yield _error(
            path,
            where,
            f"{score['benchmark']} {value:g} lies outside {_end(least)} to {_end(most)}",
            "check the unit of the score or the scale of the benchmark",
        )


def _fit_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    derived = records["derived"]
    if "fit" not in derived:
        yield _warning(
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
        yield _warning(
            "derived/fit.toml",
            "meta.inputs_sha256",
            "the fit is older than the scores, benchmarks or tasks it was made of",
            "run `llmpick catalog fit`",
        )
