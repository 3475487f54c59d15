"""The answers of `catalog validate`, `stats` and `sources`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from llmpick.errors import shown
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About, head

if TYPE_CHECKING:
    from llmpick.catalog.finding import Finding
    from llmpick.catalog.stats import SourceUse, Stats
    from llmpick.evidence.gaps import Gap
    from llmpick.render.records.catalog import (
        CatalogFindingRecord,
        CatalogFitAnswer,
        CatalogGapsAnswer,
        CatalogSourcesAnswer,
        CatalogStatsAnswer,
        CatalogValidateAnswer,
        FitMetaRecord,
        FitRecord,
        FitReportRecord,
        GapRecord,
        SourceUseRecord,
    )


def findings(found: Sequence[Finding], command: str = "catalog validate") -> Answer:
    """All forms of the *found* findings; exit code 1 where one is an error."""
    errors = sum(finding.level == "error" for finding in found)
    rows: list[CatalogFindingRecord] = [
        {
            "level": finding.level,
            "file": shown(finding.file, 400),
            "line": finding.line,
            "fact": finding.fact,
            "message": finding.message,
            "tip": finding.tip,
        }
        for finding in found
    ]
    summary = f"{words.plural(errors, 'error')}, {words.plural(len(found) - errors, 'warning')}"
    lines = "\n".join(
        f"{finding.level}: {finding.file}{f':{finding.line}' if finding.line else ''}: "
        f"{finding.fact}: {finding.message}\n  {finding.tip}"
        for finding in found
    )
    blocks: list[Block] = [Sentence(lines)] if found else []
    payload: CatalogValidateAnswer = {
        **head(command),
        "errors": errors,
        "warnings": len(found) - errors,
        "findings": rows,
    }
    return Answer(
        payload=payload,
        records=rows,
        ids=list(dict.fromkeys(row["file"] for row in rows)),
        blocks=[*blocks, Sentence(summary, strong=True)],
        code=1 if errors else 0,
    )


def stats(found: Stats, about: About) -> Answer:
    """All forms of the counts."""
    payload: CatalogStatsAnswer = {
        **about.head("catalog stats"),
        "counts": found.counts,
        "models": found.models,
        "offerings": found.offerings,
        "prices": found.prices,
        "scores": found.scores,
        "coverage": found.coverage,
        "ages": found.ages,
        "fit": cast("FitRecord", found.fit),
    }
    return Answer(
        payload=payload,
        records=[
            {"group": group, "name": name, "value": value}
            for group, table in found._asdict().items()
            for name, value in table.items()
            if not isinstance(value, dict)
        ],
        ids=[],
        blocks=list(_stats(found, about)),
    )


def _stats(found: Stats, about: About) -> Iterable[Block]:
    yield Sentence(about.words(), strong=True)
    for title, table in (
        ("records", found.counts),
        ("models", found.models),
        ("offerings", found.offerings),
        ("prices", found.prices),
        ("scores", found.scores),
    ):
        yield _grid(title, {name: words.count(value) for name, value in table.items()})
    yield _grid("known", {name: f"{share * 100:.0f} %" for name, share in found.coverage.items()})
    yield _grid("prices read", found.ages)
    if found.fit:
        yield _grid("ability fit", dict(_fit(found.fit)))


def _grid(title: str, table: dict[str, str]) -> Block:
    return Grid((title, ">"), tuple(table.items())) if table else Lines(())


IN_PARTS = (
    "held_out_apart",
    "held_out_by_board_apart",
    "sources_left_out",
    "scatter",
    "carried",
)
"""Tables of a report that are too long for a line."""


def _fit(fit: Any) -> Iterable[tuple[str, str]]:
    for name, value in fit.items():
        if name == "report":
            yield from (
                (f"report: {key.replace('_', ' ')}", _figure(value[key]) or FEW)
                for key in value
                if key not in IN_PARTS
            )
        else:
            yield name.replace("_", " "), _figure(value)


def _figure(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_figure(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_figure, value))
    return str(value)


def sources(found: Sequence[SourceUse], about: About) -> Answer:
    """All forms of the list of sources."""
    rows: list[SourceUseRecord] = [
        {
            "id": source.id,
            "name": source.name,
            "licence": source.licence,
            "values": source.values,
            "records": source.records,
            "read_first": source.read_first,
            "read_last": source.read_last,
            "url": source.url,
        }
        for source in found
    ]
    payload: CatalogSourcesAnswer = {**about.head("catalog sources"), "results": rows}
    return Answer(
        payload=payload,
        records=rows,
        ids=[source.id for source in found],
        blocks=[
            Sentence(about.words(), strong=True),
            Grid(
                ("source", "licence", ">values", ">records", "read first", "read last"),
                tuple(
                    (
                        source.name,
                        source.licence,
                        words.count(source.values),
                        words.count(source.records),
                        source.read_first,
                        source.read_last,
                    )
                    for source in found
                ),
            ),
        ],
    )


def gaps(found: Sequence[Gap], about: About) -> Answer:
    """All forms of the scores that would narrow the answers most."""
    rows: list[GapRecord] = [
        {
            "task": gap.task,
            "model": gap.model,
            "effort": gap.effort,
            "benchmark": gap.benchmark,
            "stderr": gap.stderr,
            "stderr_after": gap.stderr_after,
            "narrower": gap.narrower,
        }
        for gap in found
    ]
    columns = ("task", "model", "test", ">error now", ">with it")
    grid = Grid(
        columns,
        tuple(
            (
                gap.task,
                f"{gap.model}:{gap.effort}" if gap.effort else gap.model,
                gap.benchmark,
                f"{gap.stderr:.2f}",
                f"{gap.stderr_after:.2f}",
            )
            for gap in found
        ),
    )
    nothing = Sentence("the catalog holds no fit in full: `llmpick catalog fit`")
    payload: CatalogGapsAnswer = {**about.head("catalog gaps"), "results": rows}
    return Answer(
        payload=payload,
        records=rows,
        ids=list(dict.fromkeys(gap.model for gap in found)),
        blocks=[
            Sentence(about.words(), strong=True),
            grid if rows else nothing,
            Sentence("Errors are of the model's ability in the task, logits."),
        ],
    )


def fit(meta: Any, report: Any) -> Answer:
    """All forms of a fit's header, and of its report where there is one."""
    blocks: list[Block] = [
        _grid("ability fit", {key.replace("_", " "): str(value) for key, value in meta.items()})
    ]
    blocks += _acceptance(report) if report else []
    payload: CatalogFitAnswer = {
        **head("catalog fit"),
        "meta": cast("FitMetaRecord", dict(meta)),
        "report": cast("FitReportRecord", dict(report)),
    }
    return Answer(
        payload=payload,
        records=[dict(meta)],
        ids=[],
        blocks=blocks,
    )


FEW = "too few scores to say"


def _parts(report: Any) -> list[Grid]:
    """Hidden scores by part, and sources left out, where a report has them."""
    grids = [
        Grid(
            (f"held-out {title} of", ">cells", ">RMSE pp", ">as fitted", ">80 % hold", ">error"),
            tuple(
                (
                    name,
                    str(line["cells"]),
                    f"{line['rmse_pp']:.1f}",
                    _percent(line.get("coverage_80_as_fitted")),
                    _percent(line["coverage"]["80"]),
                    _percent(line["coverage_80_stderr"]),
                )
                for name, line in report.get(key, {}).items()
            ),
        )
        for key, title in (("held_out_apart", "cells"), ("held_out_by_board_apart", "boards"))
    ]
    lines = tuple(
        (source, line["benchmark"], name, str(found["models"]), words.share(found["spearman"]))
        for source, line in report.get("sources_left_out", {}).items()
        for name, found in line.items()
        if name != "benchmark" and found.get("spearman") is not None
    )
    head = ("source left out", "its benchmark", "models", ">number", ">Spearman")
    return [*grids, *_carried(report.get("carried", {})), Grid(head, lines)]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f} %"


def _carried(report: Any) -> list[Grid]:
    """Estimates carried over, by domain, and of the last year's models alone."""
    return [
        Grid(
            (f"{title} of", ">cases", ">RMSE pp", ">as fitted", ">80 % hold", ">error", ">factor"),
            tuple(
                (
                    name,
                    str(line["cases"]),
                    f"{line['rmse_pp']:.1f}",
                    _percent(line["coverage_80_as_fitted"]),
                    _percent(line["coverage_80"]),
                    _percent(line["coverage_80_stderr"]),
                    words.share(factor) if factor is not None else "",
                )
                for name, line, factor in _carried_lines(report.get(key, {}))
            ),
        )
        for key, title in (("domains", "hidden domains"), ("efforts", "hidden efforts"))
    ]


def _carried_lines(domains: Any) -> Iterable[tuple[str, Any, float | None]]:
    for name, line in domains.items():
        if "rmse_pp" in line:
            yield name, line, line.get("factor")
        for year, part in line.items():
            if year.isdigit() and "rmse_pp" in part:
                yield f"{name}, released {year}", part, part.get("factor")


def _acceptance(report: Any) -> list[Block]:
    """The acceptance table of a fit: what was measured, and what it should be."""
    left = report["left_out_benchmarks"]
    held, strict = (_by_domain(report, name) for name in ("held_out", "held_out_by_board"))
    rows = [
        ("held-out cells: RMSE", *_held(held, "{rmse_pp:.1f} pp", "10.5 or less")),
        ("held-out cells: median error", *_held(held, "{medae_pp:.1f} pp", "4.5 or less")),
        ("better than additive logit by", *_held(held, "{gain:.0%}", "10 % or more")),
        ("80 % intervals hold", *_held(held, "{hold_80:.0%}", "76 to 84 %")),
        ("95 % intervals hold", *_held(held, "{hold_95:.0%}", "91 to 98 %")),
        (
            "whole boards held out: RMSE, 80 %, 95 %",
            *_held(strict, "{rmse_pp:.1f} pp, {hold_80:.0%}, {hold_95:.0%}", ""),
        ),
        (
            f"{left['benchmarks']} benchmarks left out: Spearman",
            f"{left['spearman']:.2f}, raw mean {left['raw_mean_spearman']:.2f}"
            if left["benchmarks"]
            else FEW,
            ".75 or more, and .15 above",
        ),
    ]
    for name, line in report.get("arenas_left_out", {}).items():
        found = line.get("spearman")
        rows.append(
            (
                f"arenas left out, {name}: Spearman",
                f"{FEW} ({words.plural(line['models'], 'model')})"
                if found is None
                else f"{found:.3f} of {line['models']}",
                "",
            )
        )
    offset = report["developer_offset"]
    rows.append(
        (
            "developers' own numbers: offset",
            f"{offset['general']:.2f} logit, {offset['harness']:.2f} where a harness counts",
            "",
        )
    )
    tables = [
        Grid(("check", "measured", "goal"), tuple(rows)),
        *_parts(report),
        Grid(
            ("pairs: predicted", ">observed", ">pairs"),
            tuple(
                (words.share(line["predicted"]), words.share(line["observed"]), str(line["pairs"]))
                for line in report["pairs"]
            ),
        ),
        Grid(
            ("cold start: scores", ">RMSE pp", ">80 % hold", ">95 % hold"),
            tuple(
                (
                    k,
                    f"{line['rmse_pp']:.1f}",
                    f"{line['coverage']['80'] * 100:.0f} %",
                    f"{line['coverage']['95'] * 100:.0f} %",
                )
                for k, line in report["cold_start"].items()
            ),
        ),
        Grid(
            ("known from one board only", ">models", ">RMSE pp", ">80 % hold", ">95 % hold"),
            tuple(
                (
                    line["board"],
                    str(line["models"]),
                    f"{line['rmse_pp']:.1f}",
                    f"{line['coverage']['80'] * 100:.0f} %",
                    f"{line['coverage']['95'] * 100:.0f} %",
                )
                for line in report["single_board"]
            ),
        ),
        Grid(
            ("worst predicted", ">models", ">Spearman"),
            tuple(
                (line["benchmark"], str(line["models"]), words.share(line["spearman"]))
                for line in report["worst_predicted"]
            ),
        ),
    ]
    return [table for table in tables if table.rows]


def _by_domain(report: Any, name: str) -> Any:
    """What was measured on hidden cells, in intervals of their domains where there are any."""
    apart = report.get(f"{name}_apart", {}).get("all")
    return {**report[name], **({"coverage_after_c": apart["coverage"]} if apart else {})}


def _held(held: Any, form: str, goal: str) -> tuple[str, str]:
    """What was measured on hidden cells, by *form*, and its goal."""
    if not held["cells"]:
        return FEW, goal
    after = held["coverage_after_c"]
    gain = 1 - held["rmse_pp"] / held["baseline_rmse_pp"]
    said = form.format(hold_80=after["80"], hold_95=after["95"], gain=gain, **held)
    return said.replace("%", " %"), goal
