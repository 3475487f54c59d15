"""The formats of logs: how each is known, read, and where its form is described."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from llmpick.errors import UserError, near_names, shown
from llmpick.usage_logs import agents, exports, stream
from llmpick.usage_logs.agents import part
from llmpick.usage_logs.stream import BROKEN, Object, Row

SEEN = 400
"""Objects of a file that are looked at to know its format."""

WITHIN, BESIDE, BY_NAME = "within the input", "beside the input", "by the names of its columns"


class Form(NamedTuple):
    """
    A format.

    *cache* is where tokens of a cache are counted, *page* what describes the form. *columns* are
    those of a table that DuckDB reads by itself; *read* makes rows of anything else. Lines without
    any of the *needles* are passed over. *plan*: what it records is mostly paid by a plan.
    *provider* is whose prices hold where a row does not say.
    """

    name: str
    says: str
    cache: str
    page: str
    fits: Callable[[Object], bool]
    read: Callable[[Iterable[Object]], Iterator[Row]] | None = None
    columns: tuple[str, ...] = ()
    needles: tuple[bytes, ...] = ()
    plan: bool = False
    provider: str = ""


def _has(*keys: str) -> Callable[[Object], bool]:
    return lambda item: all(key in item for key in keys)


def _claude(item: Object) -> bool:
    session = "sessionId" in item and ("parentUuid" in item or "uuid" in item)
    return session or ("leafUuid" in item and "summary" in item)


def _codex(item: Object) -> bool:
    return item.get("type") in ("session_meta", "turn_context") and "payload" in item


def _gemini_cli(item: Object) -> bool:
    messages = item.get("messages")
    several = "sessionId" in item and isinstance(messages, list)
    return several or (item.get("type") == "gemini" and isinstance(item.get("tokens"), dict))


def _otel(item: Object) -> bool:
    if "resourceSpans" in item or "resource_spans" in item:
        return True
    found = item.get("attributes")
    return isinstance(found, dict) and any(key.startswith("gen_ai.") for key in found)


def _batch(item: Object) -> bool:
    return "custom_id" in item and part(item, "response", "body") is not None


def _anthropic(item: Object) -> bool:
    for path in ((), ("message",), ("result", "message"), ("response",)):
        usage = part(item, *path, "usage") if path else item.get("usage")
        if isinstance(usage, dict) and "cache_creation_input_tokens" in usage:
            return True
    return False


def _openai(item: Object) -> bool:
    usage = part(item, "usage") or part(item, "response", "usage")
    return isinstance(usage, dict) and item.get("object", "response") in (
        *("chat.completion", "response", "text_completion", "list"),
    )


OPENAI_USAGE = (
    *("start_time", "end_time", "project_id", "num_model_requests", "model", "batch"),
    *("service_tier", "input_tokens", "output_tokens", "input_cached_tokens"),
    *("input_audio_tokens", "output_audio_tokens"),
)
ANTHROPIC_USAGE = (
    *("usage_date_utc", "model_version", "usage_type", "context_window"),
    *("usage_input_tokens_no_cache", "usage_input_tokens_cache_write_5m"),
    *("usage_input_tokens_cache_write_1h", "usage_input_tokens_cache_read"),
    *("usage_output_tokens", "web_search_count", "inference_geo", "speed"),
)
OPENROUTER = (
    *("generation_id", "created_at", "cost_total", "cost_web_search", "tokens_prompt"),
    *("tokens_completion", "tokens_cached", "model_permaslug", "provider_name", "variant"),
)
FORMS = (
    Form(
        "claude-code",
        "sessions of Claude Code",
        BESIDE,
        "https://docs.claude.com/en/docs/claude-code/data-usage",
        _claude,
        agents.claude_code,
        needles=(b'"usage"',),
        plan=True,
    ),
    Form(
        "codex",
        "rollouts of Codex",
        WITHIN,
        "https://github.com/openai/codex",
        _codex,
        agents.codex,
        needles=(b'"turn_context"', b'"token_count"'),
        plan=True,
    ),
    Form(
        "gemini-cli",
        "sessions of Gemini CLI",
        WITHIN,
        "https://github.com/google-gemini/gemini-cli",
        _gemini_cli,
        agents.gemini_cli,
        needles=(b'"tokens"',),
        plan=True,
    ),
    Form(
        "openai-batch",
        "output of OpenAI's batches",
        WITHIN,
        "https://platform.openai.com/docs/guides/batch",
        _batch,
        exports.openai_batch,
    ),
    Form(
        "usage-api",
        "pages of the usage interfaces of OpenAI and Anthropic",
        BY_NAME,
        "https://platform.openai.com/docs/api-reference/usage",
        lambda item: isinstance(item.get("data"), list) and ("has_more" in item),
        exports.buckets,
    ),
    Form(
        "openai-usage",
        "OpenAI's usage export",
        WITHIN,
        "https://platform.openai.com/docs/api-reference/usage",
        _has("num_model_requests", "input_tokens", "start_time"),
        columns=OPENAI_USAGE,
    ),
    Form(
        "anthropic-usage",
        "the export of Anthropic's console",
        BESIDE,
        "https://docs.claude.com/en/api/usage-cost-api",
        _has("usage_date_utc", "usage_output_tokens"),
        columns=ANTHROPIC_USAGE,
    ),
    Form(
        "openrouter",
        "OpenRouter's activity",
        WITHIN,
        "https://openrouter.ai/docs/guides/guides/usage-accounting",
        lambda item: "generation_id" in item and "cost_total" in item,
        columns=OPENROUTER,
        provider="openrouter",
    ),
    Form(
        "bedrock",
        "invocation logs of Bedrock",
        BESIDE,
        "https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",
        lambda item: item.get("schemaType") == "ModelInvocationLog",
        exports.bedrock,
    ),
    Form(
        "litellm",
        "LiteLLM's spend logs",
        WITHIN,
        "https://docs.litellm.ai/docs/proxy/cost_tracking",
        _has("request_id", "spend", "startTime", "prompt_tokens"),
        exports.litellm,
    ),
    Form(
        "helicone",
        "Helicone's export",
        BESIDE,
        "https://docs.helicone.ai/tools/export",
        _has("request_id", "request_created_at"),
        exports.helicone,
    ),
    Form(
        "langfuse",
        "observations of Langfuse",
        BESIDE,
        "https://langfuse.com/docs/api-and-data-platform/features/blob-storage-export-fields",
        lambda item: "usage_details" in item or "usageDetails" in item,
        exports.langfuse,
    ),
    Form(
        "otel",
        "spans of OpenTelemetry",
        WITHIN,
        "https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans",
        _otel,
        exports.otel,
    ),
    Form(
        "promptfoo",
        "results of promptfoo",
        WITHIN,
        "https://www.promptfoo.dev/docs/configuration/outputs",
        lambda item: "results" in item and ("evalId" in item or "config" in item),
        exports.promptfoo,
    ),
    Form(
        "inspect",
        "logs of Inspect",
        "as its totals say",
        "https://inspect.aisi.org.uk/eval-logs.html",
        lambda item: "eval" in item and ("stats" in item or "plan" in item),
        exports.inspect,
    ),
    Form(
        "gemini-responses",
        "responses of Gemini, or Vertex AI's table of them",
        WITHIN,
        "https://ai.google.dev/api/generate-content",
        lambda item: (
            "usageMetadata" in item
            or "full_response" in item
            or part(item, "response", "usageMetadata") is not None
        ),
        exports.gemini,
    ),
    Form(
        "anthropic-responses",
        "responses of Anthropic",
        BESIDE,
        "https://docs.claude.com/en/api/messages",
        _anthropic,
        exports.nested,
    ),
    Form(
        "azure-responses",
        "responses of Azure OpenAI",
        WITHIN,
        "https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference",
        lambda item: "usage" in item and "prompt_filter_results" in item,
        exports.azure,
    ),
    Form(
        "openai-responses",
        "responses of OpenAI, or of what speaks its language",
        WITHIN,
        "https://platform.openai.com/docs/api-reference/responses",
        _openai,
        exports.nested,
    ),
)
TABLE = Form(
    "table",
    "a table, by the names of its columns",
    BY_NAME,
    "",
    lambda item: False,
    columns=("model", "time", "input_tokens", "output_tokens", "cached_tokens"),
)
NESTED = TABLE._replace(
    name="objects", says="objects, by the names of their keys", columns=(), read=exports.nested
)
ALL = (*FORMS, TABLE, NESTED)

INVOICES = (
    ("Azure", ("metername", "quantity")),
    ("Google", ("sku.description", "usage.amount")),
    ("AWS", ("lineitem/usagetype", "lineitem/usageamount")),
)
"""Invoices by meter: they name no model of a catalog, and hold their own cost."""


def named(name: str) -> Form:
    """
    The format of that *name*.

    Raises:
        UserError: there is none.
    """
    by_name = {form.name: form for form in ALL}
    if name in by_name:
        return by_name[name]
    near = near_names(name, by_name, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(by_name)}"
    raise UserError(f"no format of logs `{shown(name)}`", hint=hint)


def of_objects(found: Iterable[Object]) -> Form | None:
    """The format of objects, by the first that is typical of one."""
    for item in islice(found, SEEN):
        if item is not BROKEN:
            for form in FORMS:
                if form.fits(item):
                    return form
    return None


def of_columns(columns: Iterable[str]) -> Form:
    """
    The format of a table, by its columns.

    Raises:
        UserError: it is an invoice, not a log.
    """
    item = dict.fromkeys(columns)
    lower = {name.strip().lower() for name in item}
    for whose, typical in INVOICES:
        if lower.issuperset(typical):
            raise UserError(
                f"an invoice of {whose} by meter, and no log of requests",
                hint="it names meters and their cost; export the requests, or their tokens",
            )
    for form in FORMS:
        if form.fits(item) and (form.columns or form.name in IN_TABLES):
            return form
    return TABLE


IN_TABLES = {"litellm", "helicone", "langfuse", "inspect"}
"""Formats that come as tables too, and are read object by object."""


def of_files(paths: list[str]) -> Form | None:
    """The format of JSON or Inspect files; None where none of the first says."""
    for path in paths[:20]:
        ending = stream.ending_of(path)
        if ending == ".eval":
            return named("inspect")
        found = of_objects(stream.objects(path))
        if found is not None:
            return found
    return None
