"""A trial: every prompt to every route, within a bound of money, noted before and after."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from llmpick.core.connecting.connection import Connection
from llmpick.errors import UserError
from llmpick.files.log import AppendedFile
from llmpick.trying import judge as judging
from llmpick.trying.calls import Gate, Outcome, Refusals, call
from llmpick.trying.dialects import Dialect, Request, Settings, Usage
from llmpick.trying.graders import Grader
from llmpick.trying.journal import Before, CallResult, Journal, Key
from llmpick.trying.prompts import Prompt
from llmpick.trying.purse import Purse
from llmpick.trying.stream import Attempt


class Lane(NamedTuple):
    """
    A route to be called.

    *send* makes an attempt. *usd* is what a call with so many images cost, None where it has no
    price; *most_usd* the most that a prompt can cost, and *most_input* the most tokens that it is.
    """

    route: str
    connection: Connection
    dialect: Dialect
    settings: Settings
    send: Callable[[Request], Attempt]
    usd: Callable[[Usage, int], float | None]
    most_usd: Callable[[Prompt], float | None]
    most_input: Callable[[Prompt], int]
    gate: Gate
    refusals: Refusals

    def call(self, prompt: Prompt, most_retries: int, stopped: Callable[[], bool]) -> Outcome:
        """Call it until it is answered."""
        return call(
            self.send,
            lambda settings: self.dialect.request(self.connection, prompt, settings),
            self.dialect,
            self.settings,
            gate=self.gate,
            refusals=self.refusals,
            most_retries=most_retries,
            stopped=stopped,
        )


class StopSignal:
    """Whether a run is to end: nothing more is sent, and what is in flight is waited for."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ask(self) -> None:
        """End it."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Wait so long; whether that was called off, as it is to end."""
        return self._event.wait(seconds)

    def asked(self) -> bool:
        """Whether it is to end."""
        return self._event.is_set()


class Trial(NamedTuple):
    """What is run; *judge* None: no model grades. *keep* takes replies, None: they are dropped."""

    prompts: Sequence[Prompt]
    lanes: Sequence[Lane]
    grader: Grader
    judge: Lane | None
    purse: Purse
    journal: Journal
    keep: AppendedFile | None
    concurrency: int
    most_retries: int
    stop: StopSignal

    @property
    def reply_bytes(self) -> int:
        """Of a reply, what a judge sees at most."""
        most = max(lane.settings.max_output_tokens for lane in self.lanes)
        return most * judging.REPLY_BYTES_A_TOKEN

    def most_usd(self, lane: Lane, prompt: Prompt) -> float:
        """The most that a prompt can cost on a *lane*, with its grading; 0 where unpriced."""
        return (lane.most_usd(prompt) or 0.0) + self.most_judge_usd(prompt)

    def judge_bound(self) -> float | None:
        """The most that grading what is still to be called can cost; None without a judge."""
        if self.judge is None:
            return None
        return sum(
            self.most_judge_usd(prompt)
            for lane in self.lanes
            for item, prompt in enumerate(self.prompts)
            if _is_ahead((lane.route, item), self.journal.before)
        )

    def most_judge_usd(self, prompt: Prompt) -> float:
        """The most that grading the reply to a prompt can cost."""
        if self.judge is None:
            return 0.0
        return self.judge.most_usd(judging.longest(prompt, self.reply_bytes)) or 0.0


def run(trial: Trial, tell: Callable[[int, int], None]) -> list[CallResult]:
    """
    The results of *trial*, those of earlier runs among them.

    Args:
        trial: What is run.
        tell: Is told how many calls have ended, and of how many.

    Raises:
        UserError: the journal cannot be written.
    """
    before = trial.journal.before
    found = dict(before.ended)
    ahead = [
        [item for item in range(len(trial.prompts)) if _is_ahead((lane.route, item), before)]
        for lane in trial.lanes
    ]
    whole = len(trial.prompts) * len(trial.lanes)
    ended: queue.Queue[CallResult | Exception | None] = queue.Queue()
    workers = [
        threading.Thread(target=_work, args=(trial, lane, items, ended), daemon=True)
        for lane, left in zip(trial.lanes, ahead, strict=True)
        for items in [_taken(left)]
        for _ in range(min(trial.concurrency, len(left)))
    ]
    for worker in workers:
        worker.start()
    running, trouble = len(workers), None
    while running:
        one = ended.get()
        if one is None:
            running -= 1
        elif isinstance(one, Exception):
            trouble = trouble or one
            trial.stop.ask()
        else:
            found[one.route, one.item] = one
            tell(len(found), whole)
    if trouble is not None:
        raise trouble
    routes = {lane.route for lane in trial.lanes}
    return [found[key] for key in sorted(found) if key[0] in routes]


def _is_ahead(key: Key, before: Before) -> bool:
    return key not in before.ended and key not in before.lost


def _taken(items: Sequence[int]) -> Callable[[], int | None]:
    """Hands out *items*, each once, to whoever asks."""
    lock, left = threading.Lock(), iter(items)

    def take() -> int | None:
        with lock:
            return next(left, None)

    return take


def _work(
    trial: Trial,
    lane: Lane,
    take: Callable[[], int | None],
    ended: queue.Queue[CallResult | Exception | None],
) -> None:
    try:
        while not trial.stop.asked() and (item := take()) is not None:
            result = one(trial, lane, item)
            if result is None:
                break
            ended.put(result)
    except (UserError, OSError) as error:
        ended.put(error)
    finally:
        ended.put(None)


def one(trial: Trial, lane: Lane, item: int) -> CallResult | None:
    """The result of a prompt on a *lane*; None where the money does not reach for it."""
    prompt = trial.prompts[item]
    most = trial.most_usd(lane, prompt)
    if not trial.purse.reserve(most):
        return None
    trial.journal.begin(lane.route, item, most)
    outcome = lane.call(prompt, trial.most_retries, trial.stop.asked)
    grade, judge_usd = None, 0.0
    if outcome.failed is None:
        grade, judge_usd = graded(trial, prompt, outcome.attempt.text)
    most_call = lane.most_usd(prompt) or 0.0
    result = _result(lane, prompt, item, outcome, most_call)
    result = result._replace(grade=grade, judge_usd=judge_usd)
    trial.purse.settle(most, result.spent_usd)
    trial.journal.end(result)
    if trial.keep is not None:
        _keep(trial.keep, lane.route, prompt, outcome, grade)
    return result


def _result(lane: Lane, prompt: Prompt, item: int, outcome: Outcome, most_usd: float) -> CallResult:
    usage, attempt = outcome.usage, outcome.attempt
    if usage and not usage.output and not usage.reasoning and attempt.text:
        usage = None  # a count that leaves out what was seen is none
    made = (usage.output + (usage.reasoning or 0)) if usage else 0
    over = made > lane.settings.max_output_tokens
    over = over or bool(usage and usage.input > lane.most_input(prompt))
    return CallResult(
        lane.route,
        item,
        outcome.failed,
        outcome.charged,
        lane.usd(usage, len(prompt.images)) if usage else None,
        most_usd,
        input_tokens=usage.input if usage else None,
        output_tokens=usage.output if usage else None,
        reasoning_tokens=usage.reasoning if usage else None,
        first_reasoning_s=attempt.first_reasoning_s,
        first_text_s=attempt.first_text_s,
        last_s=attempt.last_s,
        retries=outcome.retries,
        waited_s=outcome.waited_s,
        limited=outcome.limited,
        over=over,
        dropped=outcome.dropped,
    )


def graded(trial: Trial, prompt: Prompt, reply: str) -> tuple[float | None, float]:
    """The grade of a *reply*, None where it could not be told; and what grading cost, USD."""
    if trial.judge is None:
        return (trial.grader.grade(prompt, reply) if trial.grader.grade else None), 0.0
    asked = judging.question(prompt, reply, trial.reply_bytes)
    outcome = trial.judge.call(asked, trial.most_retries, trial.stop.asked)
    usage = outcome.usage
    paid = trial.judge.usd(usage, len(asked.images)) if usage else None
    if paid is None:
        paid = trial.most_judge_usd(prompt) if outcome.charged else 0.0
    return (judging.verdict(outcome.attempt.text) if outcome.failed is None else None), paid


def _keep(
    keep: AppendedFile, route: str, prompt: Prompt, outcome: Outcome, grade: float | None
) -> None:
    row: Mapping[str, object] = {
        "route": route,
        "id": prompt.id,
        "reply": outcome.attempt.text,
        "grade": grade,
        "failed": outcome.failed,
        "server_said": outcome.attempt.refusal or None,
    }
    keep.append(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def bounds(trial: Trial) -> Iterator[tuple[str, int, float | None]]:
    """Of each lane: calls still to be made, and the most that they can cost; None: unpriced."""
    before = trial.journal.before
    for lane in trial.lanes:
        left = [
            prompt
            for item, prompt in enumerate(trial.prompts)
            if _is_ahead((lane.route, item), before)
        ]
        known = [lane.most_usd(prompt) for prompt in left]
        whole = None if None in known else sum(one or 0.0 for one in known)
        yield lane.route, len(left), whole
