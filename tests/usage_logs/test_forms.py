"""Each format in the form that its tool writes, with totals by hand; and which is which."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from llmpick.errors import UserError
from llmpick.usage_logs import forms
from llmpick.usage_logs.read import read

pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")

LOGS = Path(__file__).parent / "logs"
SONNET, HAIKU, GPT = "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001", "gpt-4o-2024-08-06"
DAY = "2026-11-30"

# model, day, service, provider, variant: requests, in, out, cached, written, of these for an hour
BY_HAND = {
    "claude-code": (
        "claude-code",
        {
            # msg_01A twice: 4 + 20,000 in; msg_01B in two files: 6 + 1,000 + 20,000
            (SONNET, "2026-11-10", "standard", "", ""): (2, 41_010, 1300, 20_000, 21_000, 20_000),
            (HAIKU, "2026-11-10", "standard", "", ""): (1, 10, 30, 0, 0, 0),
        },
    ),
    "codex.jsonl": (
        "codex",
        {("gpt-5.4", "2026-11-10", "standard", "", ""): (2, 17_000, 700, 7000, 0, 0)},
    ),
    "gemini-cli.json": (
        "gemini-cli",
        # 9,000 + 50 of tools in, 120 + 300 thought out
        {("gemini-2.5-pro", "2026-11-10", "standard", "google", ""): (1, 9050, 420, 4000, 0, 0)},
    ),
    "openai-batch.jsonl": (
        "openai-batch",
        {(GPT, "2026-11-02", "batch", "", ""): (1, 1000, 50, 0, 0, 0)},
    ),
    "openai-usage-api.json": (
        "usage-api",
        {
            (GPT, "2026-11-02", "batch", "", ""): (5, 5000, 1000, 2000, 0, 0),
            ("gpt-5.4", "2026-11-02", "flex", "", ""): (2, 600, 70, 0, 0, 0),
        },
    ),
    "anthropic-usage-api.json": (
        "usage-api",
        # 1,500 fresh + 1,000 + 500 written + 200 read
        {(SONNET, "2026-11-02", "batch", "", ""): (1, 3200, 500, 200, 1500, 1000)},
    ),
    "openai-usage.csv": (
        "openai-usage",
        {
            (GPT, "2026-11-02", "standard", "", ""): (1000, 2_000_000, 300_000, 500_000, 0, 0),
            (GPT, "2026-11-02", "batch", "", ""): (1000, 2_000_000, 300_000, 0, 0, 0),
            ("gpt-5.4", "2026-11-03", "priority", "", ""): (200, 400_000, 90_000, 0, 0, 0),
        },
    ),
    "anthropic-usage.csv": (
        "anthropic-usage",
        {
            ("claude-opus-5", "2026-11-02", "standard", "", ""): (
                *(1, 46_981 + 15_969 + 300_000, 16_932, 300_000, 15_969, 0),
            ),
            (HAIKU, "2026-11-02", "batch", "", ""): (1, 1500, 200, 0, 500, 500),
        },
    ),
    "openrouter.csv": (
        "openrouter",
        {
            ("anthropic/claude-4.5-sonnet-20250929", "2026-11-02", "standard", "openrouter", ""): (
                *(1, 5000, 400, 1000, 0, 0),
            ),
            ("deepseek/deepseek-v3.2", "2026-11-02", "standard", "openrouter", ""): (
                *(1, 3000, 700, 0, 0, 0),
            ),
            ("deepseek/deepseek-r1-0528", "2026-11-02", "standard", "openrouter", "free"): (
                *(1, 3000, 700, 0, 0, 0),
            ),
            ("openai/gpt-4.1-2025-04-14", "2026-11-02", "standard", "openrouter", "online"): (
                *(1, 1000, 200, 0, 0, 0),
            ),
        },
    ),
    "bedrock.jsonl": (
        "bedrock",
        # 30 fresh + 5,000 read + 400 written
        {
            (
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "2026-11-02",
                "standard",
                "bedrock",
                "",
            ): (*(1, 5430, 90, 5000, 400, 0),)
        },
    ),
    "litellm.csv": (
        "litellm",
        {
            (SONNET, "2026-11-02", "standard", "anthropic", ""): (1, 5000, 600, 2000, 1000, 0),
            (SONNET, "2026-11-02", "standard", "anthropic", "cache hit"): (1, 5000, 600, 0, 0, 0),
            ("azure/gpt-4o", "2026-11-02", "standard", "azure", ""): (1, 0, 0, 0, 0, 0),
        },
    ),
    "helicone.jsonl": (
        "helicone",
        {
            (GPT, "2026-11-02", "standard", "OPENAI", ""): (1, 1000, 100, 400, 0, 0),
            (GPT, "2026-11-02", "standard", "OPENAI", "cache hit"): (1, 1000, 100, 0, 0, 0),
        },
    ),
    "langfuse.jsonl": (
        "langfuse",
        # kinds beside one another: 100 + 4,000 in, 50 + 30 out; the total says so
        {(SONNET, "2026-11-02", "standard", "", ""): (1, 4100, 80, 4000, 0, 0)},
    ),
    "otel.json": (
        "otel",
        # the span of the agent holds the same 900 and 80
        {(GPT, "2026-11-02", "standard", "openai", ""): (1, 900, 80, 500, 0, 0)},
    ),
    "promptfoo.json": (
        "promptfoo",
        {
            (GPT, "2026-11-02", "standard", "openai", ""): (1, 1000, 100, 0, 0, 0),
            (GPT, "2026-11-02", "standard", "openai", "cache hit"): (1, 0, 0, 0, 0, 0),
        },
    ),
    "inspect.json": (
        "inspect",
        # the totals say that 200 and 800 are beside 4 and 6
        {(f"anthropic/{SONNET}", "2026-11-02", "standard", "", ""): (2, 1010, 60, 800, 200, 0)},
    ),
    "gemini-responses.jsonl": (
        "gemini-responses",
        {("gemini-2.5-flash", "2026-11-02", "standard", "google", ""): (1, 2000, 140, 500, 0, 0)},
    ),
    "vertex-requests.json": (
        "gemini-responses",
        {
            ("gemini-2.5-pro", "2026-11-02", "standard", "google-vertex", ""): (
                *(1, 1000, 300, 0, 0, 0),
            )
        },
    ),
    "anthropic-responses.jsonl": (
        "anthropic-responses",
        {(SONNET, DAY, "priority", "", ""): (1, 4310, 50, 4000, 300, 200)},
    ),
    "anthropic-batch.jsonl": (
        "anthropic-responses",
        {(SONNET, DAY, "batch", "", ""): (1, 10, 50, 0, 0, 0)},
    ),
    "azure-responses.jsonl": (
        "azure-responses",
        {(GPT, "2026-11-02", "standard", "azure", ""): (1, 1000, 50, 640, 0, 0)},
    ),
    "openai-responses.jsonl": (
        "openai-responses",
        {
            ("gpt-5.4", "2026-11-02", "flex", "", ""): (1, 1000, 90, 256, 0, 0),
            (GPT, "2026-11-02", "standard", "", ""): (1, 700, 30, 0, 0, 0),
        },
    ),
}


def sums(log):
    """Sums by what is priced apart, but for regions."""
    found = {}
    for group in log.groups:
        key = (group.model, group.day, group.service, group.provider, group.variant)
        row = found.setdefault(key, [0] * 6)
        for place, amount in enumerate(group[4:10]):
            row[place] += amount
    return {key: tuple(row) for key, row in found.items()}


@pytest.mark.parametrize("name", BY_HAND)
def test_totals_by_hand(name):
    """Known by its content, and every token where it belongs."""
    form, expected = BY_HAND[name]
    log = read(str(LOGS / name), day=DAY)
    assert log.form == form
    assert sums(log) == expected


@pytest.mark.parametrize("name", BY_HAND)
def test_a_format_that_is_named_reads_the_same(name):
    """`--log-format` forces what the content says."""
    form, expected = BY_HAND[name]
    assert sums(read(str(LOGS / name), form=form, day=DAY)) == expected


def test_every_format_has_a_file():
    """A format without a file in its form is not tested; and each says where it is described."""
    assert {form for form, _ in BY_HAND.values()} == {form.name for form in forms.FORMS}
    assert all(form.page.startswith("https://") for form in forms.FORMS)


def test_repeated_requests_count_once():
    """A line for each block, and a session that goes on from another: each request once."""
    log = read(str(LOGS / "claude-code"))
    assert (log.rows, log.repeated, log.idle) == (6, 2, 1)
    assert sum(group.searches for group in log.groups) == 2
    assert log.named == ()


def test_a_file_of_a_folder_is_a_log_too():
    """One session of two: without the sub-agent."""
    log = read(str(LOGS / "claude-code" / "p" / "11111111-2222-4333-8444-555555555555.jsonl"))
    assert {group.model for group in log.groups} == {SONNET}


def test_progress_of_sub_agents_counts(tmp_path):
    """A line of progress wraps the answer of a sub-agent; the same answer by itself is no other."""
    inner = json.loads((LOGS / "claude-code" / "p" / "agent-1.jsonl").read_text().splitlines()[0])
    outer = {"sessionId": "1", "uuid": "2", "type": "progress", "data": {"message": inner}}
    path = tmp_path / "session.jsonl"
    path.write_text(f"{json.dumps(outer)}\n{json.dumps(inner)}\n{json.dumps(outer)[:90]}\n")
    log = read(str(path), form="claude-code")
    assert (sum(group.requests for group in log.groups), log.repeated) == (1, 1)


def test_codex_without_a_last_usage(tmp_path):
    """Of running totals alone, the differences are the requests."""
    lines = [json.loads(line) for line in (LOGS / "codex.jsonl").read_text().splitlines()]
    for line in lines:
        if (line["payload"].get("info") or {}).get("last_token_usage"):
            line["payload"]["info"]["last_token_usage"] = None
    path = tmp_path / "rollout.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert sums(read(str(path))) == BY_HAND["codex.jsonl"][1]


def test_an_archive_of_inspect(tmp_path):
    """The archive holds the header and the samples of the same log."""
    import zipfile

    whole = json.loads((LOGS / "inspect.json").read_text())
    samples = whole.pop("samples")
    with zipfile.ZipFile(tmp_path / "log.eval", "w") as archive:
        archive.writestr("header.json", json.dumps(whole))
        archive.writestr("samples/1_epoch_1.json", json.dumps(samples[0]))
    assert sums(read(str(tmp_path / "log.eval"))) == BY_HAND["inspect.json"][1]


def test_a_header_of_inspect_alone(tmp_path):
    """Without samples, the sums of its header."""
    whole = json.loads((LOGS / "inspect.json").read_text())
    del whole["samples"]
    (tmp_path / "log.json").write_text(json.dumps(whole))
    expected = {
        (f"anthropic/{SONNET}", "2026-11-02", "standard", "", ""): (1, 1010, 60, 800, 200, 0)
    }
    assert sums(read(str(tmp_path / "log.json"))) == expected


def test_a_packed_log(tmp_path):
    """A name that ends in .gz is unpacked, in a folder as well."""
    import gzip

    for name in ("bedrock.jsonl", "openai-usage.csv"):
        folder = tmp_path / name
        folder.mkdir()
        with gzip.open(folder / f"{name}.gz", "wb") as file:
            file.write((LOGS / name).read_bytes())
        assert sums(read(str(folder))) == BY_HAND[name][1]


def test_a_window_that_is_stated_is_the_length():
    """A day's sum of more than 200,000 tokens is not a request of that length."""
    log = read(str(LOGS / "anthropic-usage.csv"), ends=(200_000,))
    assert {group.length for group in log.groups} == {0}


def test_no_text_of_a_prompt_is_taken(tmp_path, monkeypatch):
    """What is planted in prompts and answers gets into no row, whatever the format."""
    from llmpick.usage_logs import stream

    for name in BY_HAND:
        paths = stream.files(str(LOGS / name))
        form = forms.named(BY_HAND[name][0])
        if form.read is not None:
            taken = [row for path in paths for row in form.read(stream.objects(path, form.needles))]
            assert "PLANTED" not in repr(taken), name


@pytest.mark.parametrize(
    "head",
    [
        "BillingAccountId,MeterName,Quantity,CostInBillingCurrency",
        "service.description,sku.description,usage.amount,cost",
        "lineItem/UsageType,lineItem/UsageAmount,lineItem/UnblendedCost",
    ],
)
def test_an_invoice_is_no_log(tmp_path, head):
    """Meters are no models: refused, with the reason."""
    path = tmp_path / "invoice.csv"
    path.write_text(f"{head}\n{','.join('1' for _ in head.split(','))}\n")
    with pytest.raises(UserError, match="invoice"):
        read(str(path))


def test_a_format_that_is_none():
    """The near name is said."""
    with pytest.raises(UserError, match="no format of logs") as caught:
        forms.named("claude-cod")
    assert "claude-code" in str(caught.value.hint)


def test_a_folder_of_several_kinds(tmp_path):
    """Tables and lines in one folder are not one log; nor is an empty folder."""
    shutil.copy(LOGS / "codex.jsonl", tmp_path)
    shutil.copy(LOGS / "litellm.csv", tmp_path)
    with pytest.raises(UserError, match="several kinds"):
        read(str(tmp_path))
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="no file of a log"):
        read(str(tmp_path / "empty"))


@pytest.mark.parametrize(
    ("form", "row", "expected"),
    [
        # Helicone counts the prompt without its cache and sound, the completion without thinking
        (
            "helicone",
            {
                **{"request_id": "h", "request_created_at": "2026-11-02T08:00:00Z"},
                **{"model": "gpt-5", "provider": "OPENAI", "prompt_tokens": 100},
                **{"prompt_cache_read_tokens": 900, "completion_tokens": 20},
                **{"reasoning_tokens": 30, "prompt_audio_tokens": 0},
            },
            (1, 1000, 50, 900, 0, 0),
        ),
        # older rows have the provider's count, as the body says
        (
            "helicone",
            {
                **{"request_id": "h", "request_created_at": "2026-11-02T08:00:00Z"},
                **{"model": "gpt-5", "provider": "OPENAI", "prompt_tokens": 1000},
                **{"prompt_cache_read_tokens": 900, "completion_tokens": 50},
                "response_body": {"usage": {"prompt_tokens": 1000}},
            },
            (1, 1000, 50, 900, 0, 0),
        ),
        # of the priority service Langfuse repeats the input; it is no further input
        (
            "langfuse",
            {
                **{"id": "o", "type": "GENERATION", "start_time": "2026-11-02 08:00:00.1"},
                "provided_model_name": "gpt-5",
                "usage_details": {
                    **{"input": 100, "input_cache_read": 900, "input_priority": 1000},
                    **{"output": 20, "output_reasoning": 30, "output_priority": 50, "total": 1050},
                },
            },
            (1, 1000, 50, 900, 0, 0),
        ),
        # promptfoo's prompt holds what a cache of the provider held
        (
            "promptfoo",
            {
                "evalId": "eval-abc-2026-11-02T08:00:00",
                "results": {
                    "results": [
                        {
                            "provider": {"id": "anthropic:messages:claude-sonnet-4-5"},
                            "response": {
                                "tokenUsage": {
                                    **{"total": 1050, "prompt": 1000, "completion": 50},
                                    "completionDetails": {
                                        "cacheReadInputTokens": 900,
                                        "cacheCreationInputTokens": 60,
                                    },
                                }
                            },
                        }
                    ]
                },
            },
            (1, 1000, 50, 900, 60, 0),
        ),
        # Inspect: fresh input alone, whatever a total adds that is neither
        (
            "inspect",
            {
                "eval": {"created": "2026-11-02T08:00:00+00:00"},
                "stats": {
                    "model_usage": {
                        "openai/gpt-5": {
                            **{"input_tokens": 100, "input_tokens_cache_read": 900},
                            **{"output_tokens": 50, "total_tokens": 1051, "reasoning_tokens": 30},
                        }
                    }
                },
            },
            (1, 1000, 50, 900, 0, 0),
        ),
    ],
)
def test_where_the_tools_count_what_a_cache_held(tmp_path, form, row, expected):
    """As the source of each tool writes it."""
    (tmp_path / "log.json").write_text(json.dumps(row))
    [group] = read(str(tmp_path / "log.json"), form=form).groups
    assert tuple(group[4:10]) == expected
    if form == "langfuse":
        assert group.service == "priority"
