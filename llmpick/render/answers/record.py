"""The answer of `show`: one record, every value with its source and its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from llmpick.core.facts.estimates import Estimate
from llmpick.render import words
from llmpick.render.answers import evidence, hardware
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.evidence.shown import BenchmarkEvidence, ModelEvidence
    from llmpick.render.records.record import (
        HostedTuningRecord,
        LibraryRecord,
        ShowAnswer,
        ShownOfferingRecord,
        TaskEstimateRecord,
        WithEvidence,
    )

Record = Mapping[str, Any]


def answer(
    kind: str,
    name: str,
    record: Record,
    about: About,
    *,
    estimates: Sequence[tuple[str, Estimate]] = (),
    offerings: Sequence[tuple[str, Record]] = (),
    hosted_tuning: Sequence[Record] = (),
    libraries: Sequence[Record] = (),
    note: str | None = None,
    model_evidence: ModelEvidence | None = None,
    benchmark_evidence: BenchmarkEvidence | None = None,
) -> Answer:
    """
    All forms of one *record*.

    Args:
        kind: The folder it stands in.
        name: Its identifier.
        record: The table, with days as ISO texts.
        about: The catalog.
        estimates: Of a model: (task, quality).
        offerings: Of a model: (route, record), those on sale first.
        hosted_tuning: Of a model: who tunes it, by which methods, until when, at what price.
        libraries: Of a model: what trains its weights.
        note: How the name was understood.
        model_evidence: Of a model: its scores against what the fit expects.
        benchmark_evidence: Of a benchmark: who leads, and what the fit makes of it.
    """
    values = list(_values(record))
    payload: ShowAnswer = {
        **about.head("show"),
        "kind": kind.rstrip("s"),
        "id": name,
        "note": note,
        "record": dict(record),
        "estimates": [_estimate(task, estimate) for task, estimate in estimates],
        # as on file, whose schema is its own
        "offerings": [
            cast("ShownOfferingRecord", {"route": route, **row}) for route, row in offerings
        ],
        "hosted_tuning": cast("list[HostedTuningRecord]", list(hosted_tuning)),
        "libraries": cast("list[LibraryRecord]", list(libraries)),
        **_evidence(model_evidence, benchmark_evidence),
    }
    blocks = list(_blocks(kind, name, record, values, estimates, offerings, note, about))
    blocks += _changes(hosted_tuning, libraries)
    records: Sequence[Record] = values or list(_duties(record))
    if model_evidence:
        records = evidence.of_model(model_evidence)["scores"]
        facts = Lines((("kind", kind.rstrip("s")), ("facts", about.words())))
        blocks = [blocks[0], facts, *evidence.model_blocks(model_evidence)]
    if benchmark_evidence:
        blocks += evidence.benchmark_blocks(benchmark_evidence, record)
    return Answer(payload=payload, records=records, ids=[name], blocks=blocks)


def _evidence(model: ModelEvidence | None, benchmark: BenchmarkEvidence | None) -> WithEvidence:
    if model:
        return {"evidence": evidence.of_model(model)}
    return {"evidence": evidence.of_benchmark(benchmark)} if benchmark else {}


def _changes(hosted: Sequence[Record], libraries: Sequence[Record]) -> Iterable[Block]:
    """Who tunes a model, and what trains its weights."""
    if hosted:
        yield Grid(
            ("provider", "methods", "until", "USD per Mtok trained", "note", "source", "read"),
            tuple(
                (
                    row["provider"],
                    ", ".join(row["methods"]) or "none",
                    _until(row),
                    "; ".join(map(_training_price, row["prices"])) or words.NOTHING,
                    "; ".join(_tuning_notes(row)),
                    str(row["source"]),
                    row["read"],
                )
                for row in hosted
            ),
            title="Tuning by a provider",
        )
    if libraries:
        yield Grid(
            ("library", "methods", "named there", "state of", "source"),
            tuple(
                (
                    row["library"],
                    ", ".join(row["methods"]),
                    row["named"],
                    row["dated"] if row["maintained"] else f"{row['dated']}, no longer maintained",
                    str(row["source"]),
                )
                for row in libraries
            ),
            title="Libraries that train it",
        )


def _until(row: Record) -> str:
    ends = (("jobs", row["jobs_end"]), ("models", row["models_end"]))
    return ", ".join(f"{what} {day}" for what, day in ends if day) or words.NOTHING


def _training_price(price: Record) -> str:
    details = [price["method"], f"{price['confidence']} confidence" if price["confidence"] else ""]
    told = ", ".join(filter(None, details))
    return (
        f"{words.price(price['usd_per_mtok'])} ({told})"
        if told
        else words.price(price["usd_per_mtok"])
    )


def _tuning_notes(row: Record) -> Iterable[str]:
    if row["preview"]:
        yield "preview"
    if row["methods"] and not row["lasts"]:
        yield "ended, or ends within 180 days: does not count"
    if row["regions"]:
        yield f"trains in {', '.join(row['regions'])}"
    if row["confidence"]:
        yield f"{row['confidence']} confidence"
    if row["note"]:
        yield row["note"]


def _estimate(task: str, estimate: Estimate) -> TaskEstimateRecord:
    return {
        "task": task,
        "effort": estimate.effort,
        "score": estimate.score,
        "interval_80": (estimate.low, estimate.high),
        "theta_logit": estimate.theta,
        "stderr_logit": estimate.stderr,
        "scores": estimate.scores,
        "independent_scores": estimate.independent,
        "scores_of_this_task": estimate.direct,
        "label": estimate.label,
    }


def _values(record: Record) -> Iterable[dict[str, Any]]:
    """Every value of every fact, with where and when it was read."""
    sources = record.get("sources") or {}
    for fact, entries in (record.get("facts") or {}).items():
        for entry in entries:
            source = sources.get(entry["source"], {})
            yield {
                "fact": fact,
                "value": entry["value"],
                "since": entry.get("since"),
                "disputed": bool(entry.get("disputed")),
                "confidence": entry.get("confidence"),
                "note": _note(entry),
                "source": source.get("url") or source.get("title") or source.get("feed"),
                "kind": source.get("kind"),
                "read": source.get("read"),
                "agreeing": list(entry.get("agreeing") or ()),
            }


def _note(entry: Record) -> str | None:
    """What to know beside a value, the names of a key in other tools included."""
    tools = [f"{tool}: {', '.join(names)}" for tool, names in (entry.get("by_tool") or {}).items()]
    further = f"also {', '.join(entry['further'])}" if entry.get("further") else None
    details = (*tools, further, *_measure(entry), entry.get("note"))
    return "; ".join(filter(None, details)) or None


def _measure(entry: Record) -> Iterable[str]:
    """Of a value of a plan: its currency, its unit and period, what happens by default."""
    if "currency" in entry:
        yield entry["currency"]
    if "period" in entry:
        yield f"{entry['unit']} a {entry['period']}"
    if "default" in entry:
        yield f"{entry['default']} by default"


def _duties(record: Record) -> Iterable[dict[str, Any]]:
    """Every duty of a regulation, with where and when it was read."""
    sources = record.get("sources") or {}
    for duty in record.get("duties") or ():
        source = sources.get(duty["source"], {})
        yield {
            "duty": duty["id"],
            "since": duty.get("since"),
            "regions": list(duty["regions"]),
            "sectors": list(duty.get("sectors") or ()),
            "asks": duty["asks"],
            "when": duty.get("when"),
            "note": duty.get("note"),
            "confidence": duty.get("confidence"),
            "source": source.get("url") or source.get("title") or source.get("feed"),
            "read": source.get("read"),
        }


def _blocks(
    kind: str,
    name: str,
    record: Record,
    values: list[dict[str, Any]],
    estimates: Sequence[tuple[str, Estimate]],
    offerings: Sequence[tuple[str, Record]],
    note: str | None,
    about: About,
) -> Iterable[Block]:
    title = record.get("name") or record.get("api_model") or name
    yield Sentence(f"{name} · {title}", strong=True)
    pairs = [("kind", kind.rstrip("s")), ("facts", about.words())]
    if note:
        pairs.append(("note", note))
    pairs += [
        (key.replace("_", " "), _plain(record[key]))
        for key in _HEADER
        if record.get(key) not in (None, [], {})
    ]
    yield Lines(tuple(pairs))
    if values:
        yield _facts(values)
    if record.get("own_terms"):
        yield _own_terms(record)
    if record.get("duties"):
        yield _duty_grid(list(_duties(record)))
        yield Sentence("This is information, not legal advice.")
    if record.get("prices"):
        yield _prices(record)
    if kind == "embeddings":
        from llmpick.render.answers import embedding_record

        yield from embedding_record.shown(record)
    if record.get("rentals"):
        yield hardware.rentals(record)
    if record.get("losses"):
        yield hardware.losses(record)
    if record.get("workload"):
        work = {**record["domains"], **record["workload"]}
        yield Lines(tuple((key.replace("_", " "), _plain(work[key])) for key in work))
    if record.get("claims"):
        yield _claims(record)
    if estimates:
        yield _estimates(estimates)
    if record.get("scores"):
        count = len(record["scores"])
        yield Sentence(
            f"{words.plural(count, 'score')} on "
            f"{len({row['benchmark'] for row in record['scores']})} benchmarks: "
            f"llmpick show {name} --evidence"
        )
    if offerings:
        yield _offerings(offerings)


_HEADER = (
    "vendor",
    "repository",
    "serves",
    "terms",
    "operator",
    "plan",
    "deployment",
    "spdx",
    "family",
    "api_model",
    "first_party",
    "domain",
    "unit",
    "higher_is_better",
    "board",
    "in_fit",
    "left_out_because",
    "licence",
    "citation",
    "binding",
    "official",
    "url",
    "attribution",
    "why",
    "aliases",
    "rolling_aliases",
)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return words.yes(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {_plain(value[key])}" for key in value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def _facts(values: list[dict[str, Any]]) -> Grid:
    rows = []
    for value in values:
        rows.append(
            (
                value["fact"].replace("_", " "),
                _plain(value["value"]),
                str(value["source"] or words.NOTHING),
                str(value["read"] or words.NOTHING),
                "; ".join(_entry_notes(value)),
            )
        )
    return Grid(("fact", "value", "source", "read", "note"), tuple(rows))


def _own_terms(record: Record) -> Grid:
    """Facts that are other for single models; models of which one source says one thing share."""
    sources = record.get("sources") or {}
    rows: dict[tuple[str, ...], list[str]] = {}
    for model, facts in record["own_terms"].items():
        for fact, entries in facts.items():
            if not entries:
                unknown = (fact.replace("_", " "), "not known", "", words.NOTHING, words.NOTHING)
                rows.setdefault(unknown, []).append(model)
            for entry in entries:
                source = sources.get(entry["source"], {})
                row = (
                    fact.replace("_", " "),
                    _plain(entry["value"]),
                    "; ".join(_entry_notes(entry)),
                    str(source.get("url") or source.get("title") or source.get("feed")),
                    str(source.get("read")),
                )
                rows.setdefault(row, []).append(model)
    return Grid(
        ("fact", "value", "models", "note", "source", "read"),
        tuple(
            (fact, value, ", ".join(models), note or words.NOTHING, source, read)
            for (fact, value, note, source, read), models in sorted(
                rows.items(), key=lambda row: row[0][:2]
            )
        ),
        title="Other for single models",
    )


def _entry_notes(entry: Record) -> Iterable[str]:
    if entry.get("disputed"):
        yield "disputed, not in force"
    if entry.get("since"):
        yield f"since {entry['since']}"
    if entry.get("confidence"):
        yield f"{entry['confidence']} confidence"
    if _note(entry):
        yield str(_note(entry))
    if entry.get("agreeing"):
        yield f"and {words.plural(len(entry['agreeing']), 'more source')}"


def _duty_grid(duties: list[dict[str, Any]]) -> Grid:
    return Grid(
        ("duty", "since", "where", "sectors", "asks", "note", "source", "read"),
        tuple(
            (
                duty["duty"],
                str(duty["since"] or words.NOTHING),
                _plain(duty["regions"]),
                _plain(duty["sectors"] or ["all"]),
                duty["asks"],
                "; ".join(filter(None, (duty["when"], duty["note"]))) or words.NOTHING,
                str(duty["source"]),
                str(duty["read"]),
            )
            for duty in duties
        ),
        minor=("note",),
        key=3,
    )


def _prices(record: Record) -> Grid:
    sources = record.get("sources") or {}
    rows = []
    for price in record["prices"]:
        over = price.get("over_input_tokens")
        terms = [
            price.get("service", "standard"),
            f"over {words.short_count(over)} in" if over else None,
            price.get("window"),
            "disputed" if price.get("disputed") else None,
        ]
        source = sources.get(price["source"], {})
        rows.append(
            (
                ", ".join(filter(None, terms)),
                price.get("since") or words.NOTHING,
                price.get("currency", "USD"),
                words.price(price.get("input_per_mtok")),
                words.price(price.get("output_per_mtok")),
                words.price(price.get("cache_read_per_mtok")),
                words.price(price.get("cache_write_per_mtok")),
                str(source.get("url") or source.get("feed") or price["source"]),
                str(source.get("read") or words.NOTHING),
            )
        )
    return Grid(
        (
            "prices per Mtok",
            "since",
            "in",
            ">input",
            ">output",
            ">cache read",
            ">cache write",
            "source",
            "read",
        ),
        tuple(rows),
    )


def _claims(record: Record) -> Grid:
    return Grid(
        ("claim", ">value", "verdict", "finding"),
        tuple(
            (
                claim["benchmark"],
                f"{claim['value']:g}",
                claim["verdict"].replace("-", " "),
                claim["finding"],
            )
            for claim in record["claims"]
        ),
        title="Claims in the press, which enter no score",
    )


def _estimates(estimates: Sequence[tuple[str, Estimate]]) -> Grid:
    return Grid(
        ("task", "effort", "quality (80 %)", ">of this task", "evidence"),
        tuple(
            (
                task,
                estimate.effort or words.NOTHING,
                words.quality(estimate.score, estimate.low, estimate.high),
                str(estimate.direct),
                estimate.label,
            )
            for task, estimate in estimates
        ),
        title="Expected quality, in points of 100",
    )


def _offerings(offerings: Sequence[tuple[str, Record]]) -> Grid:
    rows = []
    for route, record in offerings:
        base: Mapping[str, Any] = next(
            (price for price in record.get("prices") or () if not price.get("disputed")), {}
        )
        facts = record["facts"]
        source = (record.get("sources") or {}).get(base.get("source"), {})
        ends = facts.get("retires_on")
        rows.append(
            (
                route,
                facts["listing"][-1]["value"],
                f"{words.price(base.get('input_per_mtok'))} / "
                f"{words.price(base.get('output_per_mtok'))} {base.get('currency', '')}".strip(),
                str(source.get("feed") or source.get("url") or words.NOTHING),
                str(source.get("read") or words.NOTHING),
                str(ends[-1]["value"]) if ends else words.NOTHING,
            )
        )
    return Grid(
        ("route", "listing", "in / out per Mtok", "source", "read", "ends"),
        tuple(rows),
        title="Offerings",
    )
