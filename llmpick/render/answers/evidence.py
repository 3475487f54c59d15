"""Scores against what the fit expects of them, who leads a benchmark, and a user's own results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from llmpick.core.facts.estimates import Support
from llmpick.core.facts.evidence import OUTLIER, Leader, OwnLine, ScoreLine
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import head
from llmpick.render.wording.candidates import maker_words

if TYPE_CHECKING:
    from llmpick.evidence.files import OwnSource
    from llmpick.evidence.moved import EstimateMove
    from llmpick.evidence.shown import BenchmarkEvidence, ModelEvidence
    from llmpick.render.records.evidence import (
        BenchmarkEvidenceRecord,
        EstimateMoveRecord,
        EvidenceImportAnswer,
        EvidenceListAnswer,
        ImportedScoreRecord,
        ModelEvidenceRecord,
        OwnResultRecord,
        OwnSourceRecord,
        ShownScoreRecord,
    )

CLASSES = {"independent": "independent", "developer": "developer", "third_party": "third party"}


def of_model(found: ModelEvidence) -> ModelEvidenceRecord:
    """The `evidence` of a model's JSON document."""
    return {
        "fitted": found.fitted,
        "outlier_above_errors": OUTLIER,
        "efforts": [
            {
                "effort": row.effort,
                "benchmarks": row.benchmarks,
                "usual_benchmarks_reported": row.usual_reported,
                "usual_benchmarks": row.usual_of,
                "selfreport_shift_logit": row.selfreport_shift,
                "general_stderr_logit": row.general_stderr,
            }
            for row in found.support
        ],
        "scores": [_line(line) for line in found.lines],
        "own_results": [_own_row(line) for line in found.own],
    }


def _own_row(line: OwnLine) -> OwnResultRecord:
    return {
        "source": line.source,
        "trust": line.trust,
        "test": line.test,
        "value": line.value,
        "unit": line.unit,
        "n": line.items,
        "expected": line.expected,
        "residual_errors": line.residual,
        "effort": line.effort,
        "imported": line.imported,
        "not_judged_because": line.why_not,
    }


def _line(line: ScoreLine) -> ShownScoreRecord:
    return {
        "benchmark": line.benchmark,
        "value": line.value,
        "unit": line.unit,
        "expected": line.expected,
        "residual_errors": line.residual,
        "outlier": line.outlier,
        "effort": line.effort,
        "mode": line.mode,
        "reported_by": line.source_class,
        "source": line.source,
        "url": line.url,
        "date": line.date,
        "not_in_the_fit_because": line.why_not,
    }


def model_blocks(found: ModelEvidence) -> list[Block]:
    """A model's scores for a person."""
    if not found.lines:
        return [Sentence("no scores"), *_own_blocks(found.own)]
    rows = tuple(
        (
            line.benchmark,
            _setting(line),
            _number(line.value),
            words.NOTHING if line.expected is None else _number(line.expected),
            _residual(line),
            CLASSES[line.source_class],
            line.source,
            line.date,
        )
        for line in found.lines
    )
    heads = (
        *("benchmark", "effort", ">value", ">expected", ">off by", "reported by", "source"),
        "date",
    )
    return [
        Lines(tuple(_model_lines(found))),
        Grid(heads, rows, title="Scores, and what the fit expects", minor=("date",)),
        *_own_blocks(found.own),
    ]


def _own_blocks(lines: Sequence[OwnLine]) -> list[Block]:
    """The user's own results, apart from what others published."""
    if not lines:
        return []
    heads = (
        *("test", "effort", ">value", ">n", ">expected", ">off by", "your source", ">trust"),
        "imported",
    )
    rows = tuple(
        (
            line.test,
            line.effort or words.NOTHING,
            f"{line.value:.4g} {line.unit}",
            words.count(line.items),
            words.NOTHING if line.expected is None else _number(line.expected),
            words.NOTHING if line.residual is None else f"{line.residual:+.1f}",
            line.source,
            f"{line.trust:g}",
            line.imported,
        )
        for line in lines
    )
    reasons = dict.fromkeys(line.why_not for line in lines if line.why_not)
    return [
        Grid(heads, rows, title="Your own results", minor=("imported",)),
        *(Sentence(f"Not judged: {reason}.") for reason in reasons),
        Sentence(
            "Expected is by public scores alone. Your own results count in every other answer; "
            "--no-evidence leaves them out there."
        ),
    ]


def _model_lines(found: ModelEvidence) -> Iterable[tuple[str, str]]:
    lines = found.lines
    own = sum(line.source_class == "developer" for line in lines)
    yield (
        "scores",
        f"{words.plural(len(lines), 'score')} on "
        f"{words.plural(len({line.benchmark for line in lines}), 'benchmark')}, "
        f"{own} by its developer",
    )
    if found.support:
        first = found.support[0]
        yield "usual", f"{first.usual_reported} of {first.usual_of} usual benchmarks reported"
    for row in found.support:
        yield f"at {row.effort}" if row.effort else "no effort named", _leaning(row)
    outliers = [line for line in lines if line.outlier]
    if outliers:
        names = [f"{line.benchmark} ({_setting(line)})" for line in outliers[:5]]
        more = f" and {len(outliers) - 5} more" if len(outliers) > 5 else ""
        yield "outliers", f"{', '.join(names)}{more}"
    elif found.fitted:
        yield "outliers", "none"
    left = [line for line in lines if line.residual is None]
    if left:
        for reason, count in Counter(line.why_not for line in left).most_common(4):
            yield "not judged", f"{count}: {reason}"
    yield (
        "off by",
        f"in standard errors; ! marks more than {OUTLIER:g}. A score took part in the fit that "
        "judges it, which makes it look nearer",
    )


def _leaning(row: Support) -> str:
    if row.selfreport_shift is None or row.leans_on_its_maker:
        return maker_words(row)
    return f"its developer's own numbers move it by {row.selfreport_shift:+.2f} logit, within error"


def _setting(line: ScoreLine) -> str:
    return ", ".join(filter(None, (line.effort, line.mode))) or words.NOTHING


def _residual(line: ScoreLine) -> str:
    if line.residual is None:
        return words.NOTHING
    return f"{'! ' if line.outlier else ''}{line.residual:+.1f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}"


def of_benchmark(found: BenchmarkEvidence) -> BenchmarkEvidenceRecord:
    """The `evidence` of a benchmark's JSON document."""
    return {
        "models": found.models,
        "scores": found.scores,
        "in_fit": found.in_fit,
        "not_in_the_fit_because": found.why_not,
        "live": found.live,
        "typical_value": found.typical,
        "difficulty_logit": found.difficulty,
        "own_noise_logit": found.own_noise,
        "loadings_logit": dict(found.loadings),
        "leaders": [
            {"rank": leader.rank, "model": leader.line.model, **_line(leader.line)}
            for leader in found.leaders
        ],
    }


def benchmark_blocks(found: BenchmarkEvidence, record: Mapping[str, Any]) -> list[Block]:
    """Who leads a benchmark, and what the fit makes of it, for a person."""
    counts = f"{words.plural(found.scores, 'score')} of {words.plural(found.models, 'model')}"
    lines = [("scores", counts), *_fit_lines(found, str(record.get("unit") or ""))]
    blocks: list[Block] = [Lines(tuple(lines))]
    if found.leaders:
        blocks.append(_leaders(found.leaders))
    return blocks


def _fit_lines(found: BenchmarkEvidence, unit: str) -> Iterable[tuple[str, str]]:
    if not found.in_fit or found.typical is None or found.difficulty is None:
        yield "fit", f"not in it: {found.why_not or 'unknown'}"
        return
    yield "fit", "in it" + ("" if found.live else ", but in no task's basket: not live any more")
    yield (
        "difficulty",
        f"a model of average ability scores {_number(found.typical)} {unit} "
        f"({found.difficulty:+.2f} logit)",
    )
    parts = [f"{name.replace('_', ' ')} {value:.2f}" for name, value in found.loadings.items()]
    yield "loadings", f"{', '.join(parts)} logit a standard deviation"
    if found.own_noise is not None:
        yield "own noise", f"{found.own_noise:.2f} logit, which no ability explains"


def _leaders(leaders: Sequence[Leader]) -> Grid:
    return Grid(
        (">#", "model", "effort", ">value", ">off by", "reported by", "source", "date"),
        tuple(
            (
                str(leader.rank),
                leader.line.model,
                _setting(leader.line),
                _number(leader.line.value),
                _residual(leader.line),
                CLASSES[leader.line.source_class],
                leader.line.source,
                leader.line.date,
            )
            for leader in leaders
        ),
        title="Who leads",
        minor=("off by", "date"),
    )


# ---- a user's own results


def source_row(source: OwnSource) -> OwnSourceRecord:
    """A source of own results as a table."""
    return {
        "id": source.name,
        "results": len(source.scores),
        "models": len({score.model for score in source.scores}),
        "measures": source.task or source.domain or "benchmarks of the catalog",
        "trust": source.trust,
        "imported": source.imported,
        "format": source.form,
        "file": source.file,
    }


def sources(found: Sequence[OwnSource], folder: str) -> Answer:
    """The answer of `evidence list`."""
    rows = [source_row(source) for source in found]
    grid = Grid(
        ("name", ">results", ">models", "measures", ">trust", "imported", "format", "file"),
        tuple(tuple(str(value) for value in row.values()) for row in rows),
    )
    payload: EvidenceListAnswer = {**head("evidence list"), "folder": folder, "results": rows}
    return Answer(
        payload=payload,
        records=rows,
        ids=[source.name for source in found],
        blocks=[grid] if rows else [Sentence("no results of your own: `llmpick evidence import`")],
    )


SHOWN_MOVES, SHOWN_RESULTS = 12, 40


def imported(
    source: OwnSource,
    path: str,
    notes: Sequence[str],
    moves: Sequence[EstimateMove],
    models_by_test: Mapping[str, int],
) -> Answer:
    """The answer of `evidence import`: what was taken, row by row, and what it moved."""
    rows: list[ImportedScoreRecord] = [
        {
            "model": score.model,
            "effort": score.effort,
            "test": score.test,
            "benchmark": score.benchmark,
            "score": score.score,
            "items": score.items,
            "stderr": score.stderr,
        }
        for score in source.scores
    ]
    models = len({score.model for score in source.scores})
    payload: EvidenceImportAnswer = {
        **head("evidence import"),
        "source": source_row(source),
        "results": rows,
        "notes": list(notes),
        "moved": [_move_row(move) for move in moves],
        "path": path,
    }
    return Answer(
        payload=payload,
        records=rows,
        ids=[source.name],
        blocks=[
            Sentence(
                f"Imported {words.plural(len(rows), 'result')} of "
                f"{words.plural(models, 'model')} as {source.name}.",
                strong=True,
            ),
            _taken_grid(source, models_by_test),
            *_moved_blocks(moves),
            Lines(
                (
                    *_more(len(rows), SHOWN_RESULTS, "results"),
                    *(("note", note) for note in notes),
                    *_own_test_notes(source, models_by_test),
                    ("used by", "every estimate of quality; --no-evidence leaves it out"),
                    ("undo", f"llmpick evidence remove {source.name}"),
                )
            ),
        ],
    )


def _taken_grid(source: OwnSource, models_by_test: Mapping[str, int]) -> Grid:
    return Grid(
        ("model", "effort", "test", ">score", ">n", ">models on it"),
        tuple(
            (
                score.model,
                score.effort or words.NOTHING,
                score.test,
                f"{score.score:.4g}",
                words.count(score.items),
                words.NOTHING if score.benchmark else str(models_by_test[score.test]),
            )
            for score in source.scores[:SHOWN_RESULTS]
        ),
    )


def _more(count: int, shown: int, what: str) -> list[tuple[str, str]]:
    return [("more", f"{count - shown} more {what}: --json has them all")] if count > shown else []


def _own_test_notes(
    source: OwnSource, models_by_test: Mapping[str, int]
) -> Iterable[tuple[str, str]]:
    own = {score.test for score in source.scores if score.benchmark is None}
    if own:
        yield "scale", "scores of your own test are kept as shares of 0 to 1"
    alone = sorted(test for test in own if models_by_test[test] < 2)
    if alone:
        yield (
            "note",
            "one model on a test of unknown difficulty says little: import others too "
            f"({', '.join(alone[:3])}{' ...' if len(alone) > 3 else ''})",
        )


def _move_row(move: EstimateMove) -> EstimateMoveRecord:
    return {
        "task": move.task,
        "model": move.model,
        "effort": move.effort,
        "before": move.before,
        "after": move.after,
        "points": move.points,
    }


def _moved_blocks(moves: Sequence[EstimateMove]) -> list[Block]:
    """What the import moved, for a person."""
    seen = [move for move in moves if move.points is None or abs(move.points) >= 0.05]
    if not seen:
        return [Sentence("It moves no estimate by as much as 0.1 point.")]
    rows = tuple(
        (
            move.task,
            move.model,
            move.effort or words.NOTHING,
            words.NOTHING if move.before is None else f"{move.before:.1f}",
            f"{move.after:.1f}",
            "new" if move.points is None else f"{move.points:+.1f}",
        )
        for move in seen[:SHOWN_MOVES]
    )
    heads = ("task", "model", "effort", ">before", ">after", ">points")
    more = _more(len(seen), SHOWN_MOVES, "estimates that moved")
    return [
        Grid(heads, rows, title="What moved: expected quality, points of 100"),
        *([Lines(tuple(more))] if more else []),
    ]
