"""Questions that end in a need: each answer is checked as it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from llmpick.api.facts import rated
from llmpick.catalog.contents import Catalog
from llmpick.core.need import weights
from llmpick.core.need.need import PRIVACY_LEVELS
from llmpick.core.ranking import swing
from llmpick.core.ranking.swing import CriterionEnds
from llmpick.errors import UserError, shown
from llmpick.inputs.job import task_of
from llmpick.inputs.need import need_of
from llmpick.inputs.options import NeedOptions, stating
from llmpick.lang.said import said

NONE = ("none", "no", "any", "-")


class Question(NamedTuple):
    """What is asked; *choices* can be picked by number, *read* makes an answer a value."""

    field: str
    text: str
    choices: tuple[tuple[str, str], ...]
    read: Callable[[str], object]


def questions(catalog: Catalog, given: NeedOptions) -> list[Question]:
    """The questions whose answers do not depend on one another but for what *given* states."""
    tasks = tuple((task.id, task.name) for task in catalog.tasks.values())
    return [
        Question("task", "What is the job?", tasks, lambda text: task_of(catalog, text).id),
        Question(
            "language", "In which language, if it matters? (ja, de, fr ... or none)", (), _text
        ),
        Question("requests", "How many requests a month, about?", (), _count),
        Question("budget", "How many US dollars may a month cost? (or none)", (), _amount),
        Question(
            "region",
            "Where must requests be processed, by law or contract? (EU, JP, US ... or any)",
            (),
            _text,
        ),
        Question("privacy", "How sensitive is what you send?", SENSITIVITY, _text),
        Question("open_weights", "Must you be able to run the model yourself?", YES_NO, _yes),
    ]


SENSITIVITY = tuple(
    zip(
        PRIVACY_LEVELS,
        (
            "public: anyone may read it",
            "internal: ours, and no model may be trained on it",
            "confidential: customers' or secret; kept 30 days at most, under a contract",
            "regulated: the law says where and how; nothing is kept",
            "air-gapped: it never leaves our own machines",
        ),
        strict=True,
    )
)
YES_NO = (("yes", "yes, own the weights"), ("no", "no, a service will do"))


def _text(text: str) -> str | None:
    return None if text.lower() in NONE else text


def _yes(text: str) -> bool:
    folded = text.lower()
    if folded not in ("y", "yes", "n", "no"):
        raise UserError(
            said("`{text}` is neither yes nor no", text=shown(text)), hint=said("yes or no")
        )
    return folded in ("y", "yes")


def _count(text: str) -> int:
    number = _amount(text)
    if number is None or number != int(number):
        raise UserError(
            said("`{text}` is not a whole number", text=shown(text)),
            hint=said("such as 20000 or 20k"),
        )
    return int(number)


def _amount(text: str) -> float | None:
    if text.lower() in NONE:
        return None
    plain = text.replace(",", "").replace("_", "").lstrip("$")
    factor = {"k": 1e3, "m": 1e6}.get(plain[-1:].lower(), 1.0)
    try:
        number = float(plain[:-1] if factor > 1 else plain) * factor
        if abs(number) < 1e15:
            return number
    except ValueError:
        pass
    raise UserError(
        said("`{text}` is not a number", text=shown(text)), hint=said("such as 300, 1,500 or 20k")
    )


def answered(catalog: Catalog, given: NeedOptions, question: Question, text: str) -> NeedOptions:
    """
    *given* with the answer *text*: a number of a choice, or a value.

    Raises:
        UserError: the answer is none, or contradicts what was said before.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and question.choices:
        number = int(text[:9])
        if not 1 <= number <= len(question.choices):
            raise UserError(
                said("there is no choice {text}", text=shown(text)),
                hint=said("1 to {choices}", choices=len(question.choices)),
            )
        text = question.choices[number - 1][0]
    found = stating(given, **{question.field: question.read(text)})
    need_of(catalog, found)
    return found


def preset(catalog: Catalog, given: NeedOptions, question: Question) -> str:
    """What an empty answer to *question* stands for, as text."""
    need = need_of(catalog, given)
    known: Mapping[str, object] = {
        "task": need.task.id,
        "language": given.job.language,
        "requests": need.workload.requests_per_month,
        "budget": need.budget_usd_per_month,
        "region": need.region,
        "privacy": need.privacy_level,
        "open_weights": "yes" if need.open_weights else "no",
    }
    value = known[question.field]
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def anchors(catalog: Catalog, given: NeedOptions) -> list[CriterionEnds]:
    """The ends of the criteria for this need."""
    need = need_of(catalog, given)
    return swing.anchors(need, rated(catalog, need))


def weighed(
    given: NeedOptions, points: Mapping[str, float]
) -> tuple[NeedOptions, dict[str, float]]:
    """
    *given* with the weights that *points* for swings stand for, and these weights.

    Raises:
        UserError: a number below 0, or none above 0.
    """
    shares = weights.of_points(points)
    text = ",".join(f"{name}={number:g}" for name, number in points.items())
    return stating(given, weights=text), shares


def points_of(text: str) -> float:
    """
    Points for a swing beside one worth 100.

    Raises:
        UserError: no number from 0 to 100.
    """
    try:
        found = float(text.strip())
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:
        raise UserError(
            said("`{text}` is no number from 0 to 100", text=shown(text.strip())),
            hint=said("the first swing has 100"),
        )
    return found
