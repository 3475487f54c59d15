"""
What may stand for the value of an option or an argument: the parts that `complete` reads.

A key is an option, an argument, or either behind its command: `selfhost --by`. A value that has no
key is known by its metavar in `FREE`; a test finds one that has neither.
**A new option whose values are known is a line here.**
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from llmpick.api import fine_tune, hosting_job, records
from llmpick.asking import recommend
from llmpick.asking import selfhost as sizing
from llmpick.catalog.shapes import SHAPES
from llmpick.cli.exported import STEPS
from llmpick.cli.out import FORMATS
from llmpick.core.answers.replacements import INHERITED
from llmpick.core.customisation.tunable import NEEDS
from llmpick.core.facts.countries import CODES
from llmpick.core.legal.regulations import SECTORS
from llmpick.core.need import need
from llmpick.core.privacy.levels import CERTIFICATIONS
from llmpick.core.privacy.requirements import FACTS
from llmpick.feeds.guards import GUARDS
from llmpick.feeds.readers import FORMS as FEEDS
from llmpick.inputs.embeddings import SUBJECTS
from llmpick.inputs.need import MODALITIES
from llmpick.inputs.options import keys
from llmpick.inputs.requirements import HAVE
from llmpick.lang import choice
from llmpick.render.answers.connection import FORMS as OF_CONNECTIONS
from llmpick.render.deploy.targets import ENGINES
from llmpick.render.deploy.targets import TARGETS as DEPLOYED
from llmpick.render.export.targets import TARGETS as EXPORTED
from llmpick.trying.graders import NAMES as GRADERS
from llmpick.usage_logs.forms import ALL as LOGS
from llmpick.usage_logs.read import ENGINES as SUMMED_BY

PLACES = ("EU", *sorted(CODES - {"EU"}))
MODEL = ("@models", "@short")
ROUTE = (*MODEL, "@offerings")
RECORD = (
    *ROUTE,
    *(f"@{kind}" for kind in ("providers", "plans", "hardware", "tasks", "benchmarks")),
)
FILES, FOLDERS = ("#files",), ("#folders",)


def _told(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}\t{text}" for name, text in values.items())


def _list(values: Iterable[str]) -> tuple[str, ...]:
    return ("%list", *values)


VALUES: Mapping[str, tuple[str, ...]] = {
    "--lang": choice.LANGUAGES,
    # of a need
    "--task": ("@tasks",),
    "--language": _told(need.LANGUAGES),
    "--from": _told(need.LANGUAGES),
    "--to": _told(need.LANGUAGES),
    "--currency": ("@currencies",),
    "--privacy": need.PRIVACY_LEVELS,
    "--region": PLACES,
    "--processing-region": PLACES,
    "--established": PLACES,
    "--made-in": PLACES,
    "--not-made-in": PLACES,
    "--exclude-jurisdiction": PLACES,
    "--weights": ("@presets",),
    "--rank": _list(need.CRITERIA),
    "--rank-rule": ("rs\teven steps", "roc\tthe first counts most"),
    "--have": HAVE,
    "--sector": SECTORS,
    "--certification": tuple(CERTIFICATIONS),
    "--allow-unknown": FACTS,
    "--modality": MODALITIES,
    "--use": need.USES,
    "--needs": NEEDS,
    "--provider": _list(("@providers",)),
    "--no-provider": _list(("@providers",)),
    "--developer": _list(("@developers",)),
    "--no-developer": _list(("@developers",)),
    "--content": ("@contents",),
    "--service": need.SERVICES,
    "--subject": SUBJECTS,
    "--self-host": ("only", "also", "never"),
    "--gpu": ("%count", "@gpus", "auto\tthis machine's", "cpu"),
    "--kv-type": tuple(hosting_job.KV_TYPES),
    "--quantization": ("@formats",),
    "--engine": ENGINES,
    "--profile": ("@profiles",),
    "--without": tuple(keys()),
    # of an answer
    "--catalog": ("@versions", "#folders"),
    "--format": FORMATS,
    "--by": ("model", "route"),
    "--method": recommend.METHODS,
    "--on": _list(need.CRITERIA),
    "--effort": need.EFFORTS,
    "--any": INHERITED,
    # of one command
    "recommend words": (),
    "try prompts": FILES,
    "try routes": ROUTE,
    "--grader": GRADERS,
    "--base-url": (),
    "compare names": (*ROUTE, "@plans", "@embeddings"),
    "cost names": ROUTE,
    "cost --engine": SUMMED_BY,
    "cost --by": ("route", "model"),
    "cost --dialect": ("duckdb", "spark", "bigquery", "snowflake"),
    "--log-format": tuple(f"{form.name}\t{form.says}" for form in LOGS),
    "alternatives name": ROUTE,
    "selfhost model": MODEL,
    "selfhost --by": sizing.ORDERS,
    "selfhost --fine-tune": fine_tune.METHODS,
    "selfhost --emit": DEPLOYED,
    "--load-test": FILES,
    "show name": (
        *RECORD,
        *("@licences", "@regulations", "@feeds", "@formats", "@embeddings"),
    ),
    "show --kind": records.KINDS,
    "list kind": records.LISTS,
    "list --provider": ("@providers",),
    "list --developer": ("@developers",),
    "list --model": MODEL,
    "list --sort": (),
    "list --search": (),
    "resolve names": ROUTE,
    "connect name": ROUTE,
    "connect --format": (*FORMATS, *OF_CONNECTIONS),
    "export target": ("list\tall of them", *EXPORTED, *DEPLOYED),
    "export names": (*ROUTE, "#files"),
    "export --then": STEPS,
    "check names": (*ROUTE, "@plans", "#files"),
    "check --format": (*FORMATS, "sarif"),
    "report --format": ("html", "markdown"),
    "batch file": FILES,
    "profile save name": ("@profiles",),
    "profile show name": ("@profiles",),
    "profile delete name": ("@profiles",),
    "overlay show name": (*ROUTE, "@providers"),
    "evidence import paths": FILES,
    "evidence import --effort": need.EFFORTS,
    "evidence import --benchmark": ("@benchmarks",),
    "evidence import --domain": ("@domains",),
    "evidence import --metric": (),
    "evidence import --name": (),
    "evidence import --append": ("@evidence",),
    "evidence import --only": (),
    "evidence import --scale": (),
    "evidence remove name": ("@evidence",),
    "try --name": (),
    "catalog schema kind": tuple(SHAPES),
    "catalog refresh feed": tuple(FEEDS),
    "catalog refresh --from": FILES,
    "catalog refresh --only": (*MODEL, "@providers"),
    "catalog refresh --accept": _told(GUARDS),
    "catalog fit --exclude-benchmark": ("@benchmarks",),
    "catalog diff old": ("@versions", "#folders"),
    "catalog diff new": ("@versions", "#folders"),
    "catalog use version": ("@versions",),
    "catalog versions --remove": ("@versions",),
    "catalog publish --needs": (),
    "catalog update --to": (),
    "completion shell": ("bash", "zsh", "fish"),
}

NOTHING = (
    *("N", "X", "T", "S", "MIN", "SHARE", "USD", "SUM", "TPS", "DAYS", "DAY", "POINTS", "TOKENS"),
    *("SECONDS", "SIZE", "URL", "GLOB", "WxH", "JPY=N", "GB/S"),
)
FREE: Mapping[str | None, tuple[str, ...]] = {
    **dict.fromkeys(NOTHING, ()),
    **dict.fromkeys(("FILE", "FILE...", "PATH", "[FILE]"), FILES),
    **dict.fromkeys(("DIR", "[DIR]", "FOLDER"), FOLDERS),
    "TASK": ("@tasks",),
    "FEED": ("@feeds",),
}
"""What stands for a value by its metavar: numbers, days and addresses are completed by nothing."""
