"""A trial of `llmpick try` as it runs: the question, the calls, what is kept, what is decided."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from llmpick.api import decisions, reached
from llmpick.api import trying as api
from llmpick.cli import options, out, trying
from llmpick.errors import UserError
from llmpick.evidence import tried
from llmpick.files.log import AppendedFile
from llmpick.render.answers import trying as render
from llmpick.trying import stream, summary
from llmpick.trying.journal import Journal, fingerprint
from llmpick.trying.judge import MAX_OUTPUT_TOKENS
from llmpick.trying.purse import Purse
from llmpick.trying.run import Lane, StopSignal, Trial, bounds, run

if TYPE_CHECKING:
    from llmpick.api.trying import Foretold
    from llmpick.asking.query import Query
    from llmpick.catalog.contents import Catalog
    from llmpick.cli.trying import Planned, TrialOptions
    from llmpick.render.blocks import Answer
    from llmpick.render.records.trying import PlannedRouteRecord
    from llmpick.trying.journal import CallResult


def answer(found: Query, asked: TrialOptions, *, task_is_stated: bool) -> Answer:
    """
    Plan, ask, run, keep, decide again.

    Raises:
        UserError: something of it cannot be done; nothing was sent then, or what was is noted.
    """
    planned = trying.plan(found, asked)
    source = None if asked.no_store else trying.source_name(asked)
    why = "--no-store" if asked.no_store else None
    if not task_is_stated:
        source, why = None, "say --task, so that the estimates of that task take it in"
    if source is not None:
        trying.check_evidence(found.catalog, planned, source, found.need.task.id)
    with ExitStack() as stack:
        trial = _trial(found, asked, planned, stack)
        if asked.dry_run:
            return _dry(found, asked, planned, trial)
        ask(asked, trial)
        results, stopped = made(trial)
        return ended(found, asked, planned, trial, results, stopped, (source, why))


def _trial(found: Query, asked: TrialOptions, planned: Planned, stack: ExitStack) -> Trial:
    """The trial, its journal open; the client is made when the first call is."""
    stop = StopSignal()
    keys: Mapping[str, str | None] = dict.fromkeys(planned.connections)
    if not asked.dry_run:
        keys = reached.keys(planned.connections, os.environ)
    web = _client(asked, len(planned.every), stack)
    lanes = [_lane(found, asked, planned, one, keys, web, stop) for one in planned.every]
    judge = lanes.pop() if planned.judge else None
    said = {
        "prompts": planned.prompts.sha256,
        "grader": planned.grader.said,
        "settings": [asked.max_output, asked.temperature],
        "addresses": sorted(asked.base_urls),
    }
    name = fingerprint(said)
    path = asked.journal or os.path.join(options.tries_folder(), f"{name[:16]}.jsonl")
    journal = Journal(path, name, read_only=asked.dry_run)
    stack.callback(journal.close)
    routes = {lane.route for lane in lanes}
    spent = sum(one.spent_usd for key, one in journal.before.ended.items() if key[0] in routes)
    spent += sum(usd for key, usd in journal.before.lost.items() if key[0] in routes)
    if asked.resend:
        journal.before.lost.clear()
    keep = None
    if asked.keep is not None and not asked.dry_run:
        keep = AppendedFile(asked.keep)
        stack.callback(keep.close)
    return Trial(
        planned.prompts.items,
        lanes,
        planned.grader,
        judge,
        Purse(asked.max_usd, spent),
        journal,
        keep,
        asked.concurrency,
        asked.retries,
        stop,
    )


def _client(asked: TrialOptions, routes: int, stack: ExitStack) -> Callable[[], stream.Client]:
    made: list[stream.Client] = []

    def web() -> stream.Client:
        return made[0]

    if not asked.dry_run:
        made.append(stack.enter_context(stream.client(routes * asked.concurrency, asked.timeout)))
    return web


def _lane(
    found: Query,
    asked: TrialOptions,
    planned: Planned,
    one: Foretold,
    keys: Mapping[str, str | None],
    web: Callable[[], stream.Client],
    stop: StopSignal,
) -> Lane:
    most = MAX_OUTPUT_TOKENS if one is planned.judge else asked.max_output
    calls = api.CallOptions(most, asked.temperature, asked.per_minute)
    there = planned.connections[one.route.id]
    key = keys[one.route.id]
    return api.lane(found.catalog, found.need, one, there, key, calls, web, stop.wait)


def _dry(found: Query, asked: TrialOptions, planned: Planned, trial: Trial) -> Answer:
    rows: list[PlannedRouteRecord] = []
    first = trial.prompts[0]
    left = {route: (calls, usd) for route, calls, usd in bounds(trial)}
    lanes = [*trial.lanes, *([trial.judge] if trial.judge else [])]
    for lane in lanes:
        request = lane.dialect.request(lane.connection, first, lane.settings)
        variable = lane.connection.key_variable
        graded = sum(calls for calls, _ in left.values())
        calls, usd = left.get(lane.route, (graded, trial.judge_bound()))
        rows.append(
            {
                "route": lane.route,
                "base_url": lane.connection.base_url or "",
                "path": request.path,
                "model": lane.connection.model,
                "dialect": lane.dialect.name,
                "key_variable": variable,
                "key_is_set": bool(variable and os.environ.get(variable)),
                "parameters": sorted(request.body.keys() - {"messages", "contents", "model"}),
                "calls": calls,
                "usd_at_most": usd,
            }
        )
    return render.plan(rows, len(trial.prompts), trial.grader.said, found.about)


def ask(asked: TrialOptions, trial: Trial) -> None:
    """Say what it can cost, and ask; nothing where nothing is left to send."""
    left = list(bounds(trial))
    calls = sum(count for _, count, _ in left)
    if not calls:
        return
    unpriced = [route for route, count, usd in left if count and usd is None]
    if unpriced and asked.max_usd is not None:
        raise UserError(
            f"`{unpriced[0]}` has no bound of cost, and --max-usd cannot hold",
            hint="leave it out, or --max-usd",
        )
    for route, count, usd in left:
        most = "no known price" if usd is None else f"at most {usd:.4f} USD"
        out.complain(f"{route}: {count} calls, {most}", always=True)
    judge = trial.judge_bound() or 0.0
    if trial.judge is not None:
        out.complain(f"judge {trial.judge.route}: at most {judge:.4f} USD", always=True)
    whole = sum(usd or 0.0 for _, _, usd in left) + judge
    if asked.max_usd is not None:
        out.complain(f"--max-usd ends it at {asked.max_usd:.4f} USD, earlier runs counted in")
    if asked.yes:
        return
    if not sys.stdin.isatty():
        raise UserError(
            f"{calls} calls can cost {whole:.4f} USD, and nobody can be asked",
            hint="--yes, perhaps with --max-usd; --dry-run shows what would be sent",
        )
    out.rest()
    sys.stderr.write(f"{calls} calls, at most {whole:.4f} USD. Send them? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UserError("nothing was sent", hint="--dry-run shows what would be")


def made(trial: Trial) -> tuple[list[CallResult], str | None]:
    """The results, and why it ended early."""
    import gc

    gc.enable()  # it runs long
    with out.progress() as step, _stoppable(trial.stop):
        results = run(trial, lambda done, of: step("calls", done, of))
    if trial.stop.asked():
        return results, "it was interrupted"
    if trial.purse.refused:
        return results, "the next call could have cost more than --max-usd leaves"
    return results, None


@contextmanager
def _stoppable(stop: StopSignal) -> Iterator[None]:
    """The first Ctrl-C waits for the calls in flight, the second leaves them."""

    def first(*_: object) -> None:
        stop.ask()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        out.complain("waiting for the calls in flight; Ctrl-C again leaves them")

    before = signal.signal(signal.SIGINT, first)
    try:
        yield
    except KeyboardInterrupt:
        raise UserError(
            "interrupted with calls in flight",
            hint="the same command goes on; what was in flight may be billed, and is left",
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)


def ended(
    found: Query,
    asked: TrialOptions,
    planned: Planned,
    trial: Trial,
    results: list[CallResult],
    stopped: str | None,
    keeping: tuple[str | None, str | None],
) -> Answer:
    """What the trial showed, kept as own evidence, and the decision made again with it."""
    catalog, need = found.catalog, found.need
    summaries = {
        lane.route: summary.of_route(
            lane.route,
            [one for one in results if one.route == lane.route],
            {key[1]: usd for key, usd in trial.journal.before.lost.items() if key[0] == lane.route},
        )
        for lane in trial.lanes
    }
    source, why = keeping
    tested = [
        tried.measured(one.route, summaries[one.route.id], catalog.meta.day)
        for one in planned.routes
        if api.doubt_of(one.route, summaries[one.route.id]) is None
    ]
    if source is not None and not tested:
        source, why = None, "nothing was graded that counts"
    if source is not None and trial.stop.asked():
        source, why = None, "it was interrupted; it is kept once it has ended"
    results_now, after = found.results, None
    if source is not None:
        _store(catalog, source, need.task.id, planned.prompts.name, tested)
        results_now = options.own_results(catalog, left_out=False)
        after = decisions.recommend(
            catalog,
            need,
            adjust=results_now.adjust if results_now else None,
            own=found.deployments,
        )
    adjust = results_now.adjust if results_now else None
    answer = api.TrialAnswer(
        len(trial.prompts),
        trial.grader.said,
        tuple(api.tried(catalog, need, planned.routes, summaries, adjust)),
        tuple(summary.pairs(results)),
        *(planned.before, after, source, why, stopped),
        *(trial.purse.spent_usd, asked.max_usd, trial.purse.overrun_usd),
        trial.journal.path,
    )
    return render.answer(answer, options.about(catalog, results_now))


def _store(
    catalog: Catalog, source: str, task: str, prompts: str, tested: list[tried.TriedRoute]
) -> None:
    folder = options.evidence_folder()
    before = tried.stands(folder, source)
    with out.interruptible():
        tried.keep(folder, tried.taken(catalog, source, task, prompts, tested, before), before)
