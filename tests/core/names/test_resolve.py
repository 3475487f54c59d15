"""Any spelling of a model, offering or route leads to one identifier, or to a question."""

import marshal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.names.name_index import ModelNames, NameIndex, OfferingNames, build
from llmpick.core.names.resolve import resolve
from llmpick.core.names.spelling import squash, tokens
from llmpick.core.need.need import EFFORTS

# identifier | display name | released | aliases | rolling
MODELS = """
openai/gpt-4 | GPT-4 | 2023-03-14 | gpt-4-0613
openai/gpt-3.5-turbo | GPT-3.5 Turbo | 2023-03-01 | gpt-35-turbo gpt-3.5-turbo-0125
openai/gpt-4o | GPT-4o | 2024-05-13 | gpt-4o-2024-05-13 gpt-4o-2024-08-06 gpt-4o-0806
openai/gpt-4o-mini | GPT-4o mini | 2024-07-18 | gpt-4o-mini-2024-07-18 gpt-4o-mini-0718
openai/gpt-5 | GPT-5 | 2025-08-07 | gpt-5-2025-08-07
openai/gpt-5.3-codex | GPT-5.3-Codex | 2026-02-25 | gpt-5.3-codex
openai/o3 | o3 | 2025-04-16 | o3-2025-04-16
openai/o3-mini | o3-mini | 2025-01-31 | o3-mini-2025-01-31
openai/o4-mini | o4-mini | 2025-04-16 | o4-mini-2025-04-16
openai/gpt-oss-20b | gpt-oss-20b | 2025-08-05 |
openai/gpt-oss-120b | gpt-oss-120b | 2025-08-05 | gpt-oss-120b-1
anthropic/claude-3.5-sonnet | Claude Sonnet 3.5 | 2024-10-22 | claude-3-5-sonnet \
 claude-3-5-sonnet-20241022 | claude-3-5-sonnet-latest
anthropic/claude-3.7-sonnet | Claude Sonnet 3.7 | 2025-02-19 | claude-3-7-sonnet-20250219
anthropic/claude-sonnet-4 | Claude Sonnet 4 | 2025-05-14 | claude-sonnet-4-20250514
anthropic/claude-sonnet-4.5 | Claude Sonnet 4.5 | 2025-09-29 | claude-sonnet-4-5-20250929
anthropic/claude-opus-5 | Claude Opus 5 | 2026-07-24 |
anthropic/claude-opus-5.5 | Claude Opus 5.5 | 2026-09-22 |
google/gemini-1.0-pro | Gemini 1.0 Pro | | gemini-pro google/gemini-pro
google/gemini-2.5-pro | Gemini 2.5 Pro | 2025-06-17 |
google/gemini-2.5-flash | Gemini 2.5 Flash | 2025-06-17 |
google/gemini-2.5-flash-lite | Gemini 2.5 Flash-Lite | 2025-07-22 |
google/gemini-3-pro-preview | Gemini 3 Pro | 2025-11-18 | gemini-3-pro
google/gemini-4-argon | Gemini 4 Argon | 2026-10-13 |
google/gemma-3-27b | Gemma 3 27B | 2025-03-12 | google/gemma-3-27b-it
google/gemma-3n-e4b | Gemma 3n E4B | 2025-05-20 | google/gemma-3n-E4B-it
meta/llama-3-8b | Llama 3 8B Instruct | 2024-04-18 | meta-llama/Meta-Llama-3-8B-Instruct
meta/llama-3-70b | Llama 3 70B Instruct | 2024-04-18 | meta-llama/Meta-Llama-3-70B-Instruct
meta/llama-3.1-405b | Llama 3.1 405B Instruct | 2024-07-23 | llama-3-405b \
 meta-llama/Llama-3.1-405B-Instruct meta/llama3-405b-instruct-maas
meta/llama-3.2-3b | Llama 3.2 3B Instruct | 2024-09-25 | meta-llama/Llama-3.2-3B-Instruct
meta/llama-3.3-70b | Llama 3.3 70B Instruct | 2024-12-04 | meta-llama/Llama-3.3-70B-Instruct
meta/llama-4-scout | Llama 4 Scout 17B-16E Instruct | 2025-04-05 | llama-4-scout-17b-instruct
meta/llama-4-maverick | Llama 4 Maverick 17B-128E Instruct | 2025-04-05 | \
 llama-4-maverick-17b-128e-instruct
deepseek/deepseek-v3 | DeepSeek-V3 | 2024-12-26 | deepseek-ai/DeepSeek-V3 deepseek/deepseek-chat
deepseek/deepseek-v3-0324 | DeepSeek-V3-0324 | 2025-03-24 |
deepseek/deepseek-v3.1 | DeepSeek-V3.1 | 2025-08-21 | deepseek-ai/DeepSeek-V3.1
deepseek/deepseek-r1 | DeepSeek-R1 | 2025-01-20 | deepseek-r1-671b deepseek-ai/DeepSeek-R1
deepseek/deepseek-r1-0528 | DeepSeek-R1-0528 | 2025-05-28 |
deepseek/deepseek-r1-distill-qwen-32b | DeepSeek-R1-Distill-Qwen-32B | 2025-01-29 |
deepseek/deepseek-r1-distill-llama-70b | DeepSeek-R1-Distill-Llama-70B | 2025-01-23 |
deepseek/deepseek-v4-flash | DeepSeek-V4-Flash | 2026-04-24 | deepseek-ai/DeepSeek-V4-Flash
deepseek/deepseek-v4.1-flash-1017 | DeepSeek-V4.1-Flash-1017 | 2026-10-17 | deepseek-v4-flash
qwen/qwen-max | Qwen-Max | 2024-04-03 |
qwen/qwen3-8b | Qwen3 8B | 2025-04 | Qwen/Qwen3-8B
qwen/qwen3-14b | Qwen3 14B | 2025-04 | Qwen/Qwen3-14B
qwen/qwen3-30b-a3b | Qwen3 30B A3B | 2025-04-28 |
qwen/qwen3-30b-a3b-instruct-2507 | Qwen3 30B A3B Instruct 2507 | 2025-07-29 |
qwen/qwen2.5-vl-7b | Qwen2.5-VL 7B Instruct | 2025-01-26 | Qwen/Qwen2.5-VL-7B-Instruct
qwen/qwen3.6-max-preview | Qwen3.6 Max Preview | 2026-04-20 |
qwen/qwen3.8-max | Qwen3.8 Max | 2026-08-03 |
mistral/mistral-large-2407 | Mistral Large 2 (24.07) | 2024-07-24 | mistral-large@2407
mistral/mistral-large-3 | Mistral Large 3 (25.12) | 2025-12-04 | | mistral-large-latest
mistral/mistral-medium-3.5 | Mistral Medium 3.5 | 2026-04-29 | | mistral-medium-latest
mistral/mixtral-8x7b | Mixtral 8x7B Instruct | 2023-12-11 | mixtral-8x7b-32768
cohere/command-r-08-2024 | Command R (08-2024) | 2024-08-30 |
cohere/command-r-plus-08-2024 | Command R+ (08-2024) | 2024-08-30 |
xai/grok-3 | Grok 3 | 2025-02-17 | grok-3-fast
xai/grok-4 | Grok 4 | 2025-07-09 | grok-4-0709
xai/grok-4-fast | Grok 4 Fast | 2025-09-19 |
moonshotai/kimi-k2 | Kimi K2 (0711) | 2025-07-11 | kimi-k2-0711-preview
moonshotai/kimi-k2-thinking | Kimi K2 Thinking | 2025-11-06 |
zai/glm-5.2 | GLM-5.2 | 2026-06-16 | zai-org/GLM-5.2 glm-5-2-260617
microsoft/phi-3-medium | Phi-3 Medium 128K Instruct | 2024-05-07 |
amazon/nova-2-lite | Amazon Nova 2 Lite | 2025-12-02 | amazon.nova2.0lite
pfn/plamo-2-8b | PLaMo 2 8B | 2025 | pfnet/plamo-2-8b
pfn/plamo-3.0-prime | PLaMo 3.0 Prime | 2026-06-22 |
tencent/hunyuan-a13b | Hunyuan A13B Instruct | 2025-07-08 | tencent/Hunyuan-A13B-Instruct
"""

# route | identifiers of the provider
OFFERINGS = """
openai/gpt-4o@openai | gpt-4o gpt-4o-2024-08-06
openai/gpt-4o@azure | gpt-4o
openai/gpt-4o@azure/eu | gpt-4o
openai/gpt-4o@openrouter | openai/gpt-4o
openai/gpt-5@openai | gpt-5
anthropic/claude-sonnet-4.5@anthropic | claude-sonnet-4-5
anthropic/claude-sonnet-4.5@amazon-bedrock | anthropic.claude-sonnet-4-5-20250929-v1:0
anthropic/claude-sonnet-4.5@amazon-bedrock/us | us.anthropic.claude-sonnet-4-5-20250929-v1:0
anthropic/claude-sonnet-4.5@google-vertex | claude-sonnet-4-5@20250929
anthropic/claude-sonnet-4.5@databricks | databricks-claude-sonnet-4-5
anthropic/claude-sonnet-4.5@sap-ai-core | anthropic--claude-4.5-sonnet
google/gemini-3-pro-preview@google | gemini-3-pro-preview
meta/llama-3-70b@amazon-bedrock/us-east-1 | meta.llama3-70b-instruct-v1:0
meta/llama-3-70b@amazon-bedrock/eu-west-1 | meta.llama3-70b-instruct-v1:0
meta/llama-3.1-405b@oci | meta.llama-3.1-405b-instruct
meta/llama-3.3-70b@groq | llama-3.3-70b-versatile
meta/llama-3.3-70b@openrouter | meta-llama/llama-3.3-70b-instruct
meta/llama-4-scout@cloudflare | @cf/meta/llama-4-scout-17b-16e-instruct
deepseek/deepseek-v3.1@amazon-bedrock | deepseek.v3-v1:0
deepseek/deepseek-v4-flash@novita | deepseek/deepseek-v4-flash
deepseek/deepseek-v4.1-flash-1017@deepseek | deepseek-flash deepseek-v4-flash
qwen/qwen-max@alibaba | qwen-max
zai/glm-5.2@fireworks | accounts/fireworks/models/glm-5p2
"""


def _rows(table: str) -> list[list[str]]:
    lines = table.replace("\\\n", "").strip().splitlines()
    return [[cell.strip() for cell in f"{line}||||".split("|")] for line in lines]


MODEL_NAMES = [
    ModelNames(model, name, released or None, tuple(aliases.split()), tuple(rolling.split()))
    for model, name, released, aliases, rolling, *_ in _rows(MODELS)
]
OFFERING_NAMES = [
    OfferingNames(
        route, route.split("@")[0], route.split("@")[1].split("/")[0], tuple(apis.split())
    )
    for route, apis, *_ in _rows(OFFERINGS)
]
NAMES = build(MODEL_NAMES, OFFERING_NAMES)

ONE_MODEL = """
gpt-4o                                        | openai/gpt-4o
GPT 4o                                        | openai/gpt-4o
gpt4o                                         | openai/gpt-4o
4o                                            | openai/gpt-4o
  gpt-4o                                      | openai/gpt-4o
"gpt-4o"                                      | openai/gpt-4o
openai gpt-4o                                 | openai/gpt-4o
openai-gpt-4o                                 | openai/gpt-4o
openai-gpt-4o-2024-08-06                      | openai/gpt-4o
gpt-4o-2024-08-06                             | openai/gpt-4o
gpt-4o-0806                                   | openai/gpt-4o
us/gpt-4o                                     | openai/gpt-4o
4o-mini                                       | openai/gpt-4o-mini
GPT-4o mini                                   | openai/gpt-4o-mini
gpt 4o mini                                   | openai/gpt-4o-mini
o3                                            | openai/o3
openai/o3                                     | openai/o3
o3-2025-04-16                                 | openai/o3
gpt-35-turbo                                  | openai/gpt-3.5-turbo
gpt-35-turbo-0125                             | openai/gpt-3.5-turbo
gpt-5.3 codex                                 | openai/gpt-5.3-codex
gpt-oss:120b-cloud                            | openai/gpt-oss-120b
openai.gpt-oss-120b-1:0                       | openai/gpt-oss-120b
oss 120b                                      | openai/gpt-oss-120b
claude-sonnet-4.5                             | anthropic/claude-sonnet-4.5
claude-sonnet-4-5                             | anthropic/claude-sonnet-4.5
claude-4.5-sonnet                             | anthropic/claude-sonnet-4.5
claude-4-5-sonnet-20250929                    | anthropic/claude-sonnet-4.5
anthropic-claude-4.5-sonnet                   | anthropic/claude-sonnet-4.5
sonnet 4.5                                    | anthropic/claude-sonnet-4.5
sonnet-4.5                                    | anthropic/claude-sonnet-4.5
claude 3.5 sonnet                             | anthropic/claude-3.5-sonnet
claude-3-5-sonnet@20241022                    | anthropic/claude-3.5-sonnet
claude-sonnet-4-0                             | anthropic/claude-sonnet-4
Sonnet 4                                      | anthropic/claude-sonnet-4
opus 5                                        | anthropic/claude-opus-5
opus 5.5                                      | anthropic/claude-opus-5.5
gemini flash lite 2.5                         | google/gemini-2.5-flash-lite
Gemini flash lite 2.5                         | google/gemini-2.5-flash-lite
google.gemini-2.5-flash-lite                  | google/gemini-2.5-flash-lite
databricks-gemini-2-5-flash-lite              | google/gemini-2.5-flash-lite
publishers/google/models/gemini-2.5-flash     | google/gemini-2.5-flash
gemini-3-pro                                  | google/gemini-3-pro-preview
google/gemini-3-pro                           | google/gemini-3-pro-preview
databricks-gemini-3-pro                       | google/gemini-3-pro-preview
google/gemini-pro                             | google/gemini-1.0-pro
gemma3:27b                                    | google/gemma-3-27b
gemma3n:e4b                                   | google/gemma-3n-e4b
llama3-70b                                    | meta/llama-3-70b
llama3:70b                                    | meta/llama-3-70b
ollama/llama3:70b                             | meta/llama-3-70b
llama3-70b-8192                               | meta/llama-3-70b
Meta-Llama-3-70B-Instruct                     | meta/llama-3-70b
accounts/fireworks/models/llama-v3-70b-instruct | meta/llama-3-70b
meta/llama3-70b-instruct-maas                 | meta/llama-3-70b
Meta-Llama-3-70B-Instruct-Turbo               | meta/llama-3-70b
bartowski/Meta-Llama-3-70B-Instruct-GGUF      | meta/llama-3-70b
Meta-Llama-3-70B-Instruct-Q4_K_M.gguf         | meta/llama-3-70b
hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M | meta/llama-3.2-3b
unsloth/Llama-3.3-70B-Instruct-GGUF           | meta/llama-3.3-70b
Meta-Llama-3_3-70B-Instruct                   | meta/llama-3.3-70b
meta-llama_Llama-3.3-70B-Instruct-GGUF        | meta/llama-3.3-70b
databricks-meta-llama-3-3-70b-instruct        | meta/llama-3.3-70b
@cf/meta/llama-3.3-70b-instruct-fp8-fast      | meta/llama-3.3-70b
llama3.1:405b                                 | meta/llama-3.1-405b
llama-v3p1-405b-instruct                      | meta/llama-3.1-405b
meta.llama3-1-405b-instruct-v1:0              | meta/llama-3.1-405b
meta/llama3-405b-instruct-maas                | meta/llama-3.1-405b
llama4:16x17b                                 | meta/llama-4-scout
llama4:128x17b                                | meta/llama-4-maverick
Llama-4-Maverick-17B-128E-Instruct-FP8        | meta/llama-4-maverick
llama-4-maverick-17b                          | meta/llama-4-maverick
deepseek-r1:671b                              | deepseek/deepseek-r1
us.deepseek.r1-v1:0                           | deepseek/deepseek-r1
deepseek-r1:32b-qwen-distill-fp16             | deepseek/deepseek-r1-distill-qwen-32b
deepseek-r1-250528                            | deepseek/deepseek-r1-0528
deepseek-v3-250324                            | deepseek/deepseek-v3-0324
deepseek/deepseek-chat                        | deepseek/deepseek-v3
deepseek 3.1                                  | deepseek/deepseek-v3.1
qwen/qwen-max                                 | qwen/qwen-max
Qwen_Qwen3-8B-UD-Q4_K_XL.gguf                 | qwen/qwen3-8b
qwen3:14b                                     | qwen/qwen3-14b
qwen2.5vl:7b                                  | qwen/qwen2.5-vl-7b
mistral large 2                               | mistral/mistral-large-2407
mixtral:8x7b                                  | mistral/mixtral-8x7b
command r 08-2024                             | cohere/command-r-08-2024
Command R+ (08-2024)                          | cohere/command-r-plus-08-2024
grok-3-fast                                   | xai/grok-3
grok 4 fast                                   | xai/grok-4-fast
phi3:medium                                   | microsoft/phi-3-medium
zai-org/GLM-5.2-FP8                           | zai/glm-5.2
z-ai/glm-5.2                                  | zai/glm-5.2
nova 2 lite                                   | amazon/nova-2-lite
amazon.nova2.0lite                            | amazon/nova-2-lite
PLaMo 3 prime                                 | pfn/plamo-3.0-prime
"""


@pytest.mark.parametrize(("query", "model"), [row[:2] for row in _rows(ONE_MODEL)])
def test_one_model(query: str, model: str) -> None:
    """Each of these spellings names one model."""
    found = resolve(query, NAMES)
    assert (found.model, found.candidates) == (model, ())


@pytest.mark.parametrize(
    ("query", "first", "others"),
    [
        ("Qwen", "qwen/qwen3.8-max", {"qwen/qwen3-8b", "qwen/qwen-max"}),
        ("qwen3", "qwen/qwen3-30b-a3b-instruct-2507", {"qwen/qwen3-8b", "qwen/qwen3-14b"}),
        ("qwen3:30b", "qwen/qwen3-30b-a3b-instruct-2507", {"qwen/qwen3-30b-a3b"}),
        ("Llama 4", "meta/llama-4-maverick", {"meta/llama-4-scout"}),
        ("llama3", "meta/llama-3-70b", {"meta/llama-3-8b"}),
        ("PLaMo", "pfn/plamo-3.0-prime", {"pfn/plamo-2-8b"}),
        ("command-r", "cohere/command-r-08-2024", {"cohere/command-r-plus-08-2024"}),
        ("command r+", "cohere/command-r-plus-08-2024", set()),
        ("gemini-pro", "google/gemini-3-pro-preview", {"google/gemini-1.0-pro"}),
        ("gemini-pro-latest", "google/gemini-3-pro-preview", {"google/gemini-2.5-pro"}),
        ("qwen-max", "qwen/qwen3.8-max", {"qwen/qwen-max"}),
        ("mistral-large-latest", "mistral/mistral-large-3", {"mistral/mistral-large-2407"}),
        ("~anthropic/claude-sonnet-latest", "anthropic/claude-sonnet-4.5", set()),
        ("deepseek-chat", "deepseek/deepseek-v4.1-flash-1017", set()),
        ("deepseek-v4-flash", "deepseek/deepseek-v4.1-flash-1017", {"deepseek/deepseek-v4-flash"}),
        ("kimi-k2:thinking", "moonshotai/kimi-k2-thinking", {"moonshotai/kimi-k2"}),
    ],
)
def test_several_models(query: str, first: str, others: set[str]) -> None:
    """A family, a moving name or a name of two models is never guessed; the newest comes first."""
    found = resolve(query, NAMES)
    assert found.model is None
    assert found.candidates[0] == first
    assert others <= set(found.candidates)


@pytest.mark.parametrize(
    ("query", "candidate"),
    [
        ("gpt-5.3", "openai/gpt-5.3-codex"),
        ("gemini 4", "google/gemini-4-argon"),
        ("deepseek-r1:70b", "deepseek/deepseek-r1-distill-llama-70b"),
        ("Hunyuan", "tencent/hunyuan-a13b"),
    ],
)
def test_the_only_candidate_is_still_asked_for(query: str, candidate: str) -> None:
    """A missing `codex`, `distill`, version or size makes another model: ask, do not take it."""
    found = resolve(query, NAMES)
    assert (found.model, found.candidates) == (None, (candidate,))


@pytest.mark.parametrize(
    "query",
    [
        *("gpt-5-mini", "gpt-5-nano", "gpt-4o-audio-preview", "gpt-4o-turbo", "gpt-6", "o3-pro"),
        *("claude-haiku-5", "claude-opus-5.6", "claude-sonnet-4.5-plus", "gemini-2.5-flash-image"),
        *("gemini-2.5-flash-lite-preview-09-2025", "grok-4-mini", "grok-4-fast-non-reasoning"),
        *("llama-3.3-70b-base", "llama-3.3-70b-guard", "glm-5.2-air", "glm-5.2-fast", "glm-5v"),
        *(
            "qwen3-14b-coder",
            "deepseek-r1-lite",
            "gpt-o3",
            "gpt-o4-mini",
            "4.1",
            "70b",
            "gpt-4\u043e",
        ),
        *("", " ", "\x00", "gpt-4o\x1b[0m", "gpt\u200b-4o", "x" * 10_000, "@", "/", ":high", "a@b"),
    ],
)
def test_never_a_neighbour(query: str) -> None:
    """A model the catalog does not hold is unknown, however near another one is."""
    found = resolve(query, NAMES)
    assert (found.model, found.candidates, found.routes) == (None, (), ())


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("gtp-4o", "openai/gpt-4o"),
        ("gpt-4\u043e", "openai/gpt-4o"),
        ("claud-sonnet-4.5", "anthropic/claude-sonnet-4.5"),
        ("gemini-2.5-flash-lite-preview-09-2025", "google/gemini-2.5-flash-lite"),
        ("gpt-4o@groq", "openai/gpt-4o@openai"),
        ("gpt-4o@nowhere", "openai/gpt-4o@azure/eu"),
    ],
)
def test_suggestions(query: str, suggestion: str) -> None:
    """A name that is not known comes with what was perhaps meant."""
    found = resolve(query, NAMES)
    assert found.model is None
    assert suggestion in found.suggestions


ROUTES = """
openai/gpt-4o@azure/eu            | openai/gpt-4o@azure/eu
OpenAI/GPT-4o@Azure/EU            | openai/gpt-4o@azure/eu
openai/gpt-4o@azure               | openai/gpt-4o@azure
gpt 4o@azure                      | openai/gpt-4o@azure
azure/eu/gpt-4o                   | openai/gpt-4o@azure/eu
azure/eu/gpt-4o-2024-08-06        | openai/gpt-4o@azure/eu
openrouter/openai/gpt-4o          | openai/gpt-4o@openrouter
us.anthropic.claude-sonnet-4-5-20250929-v1:0 | anthropic/claude-sonnet-4.5@amazon-bedrock/us
anthropic.claude-sonnet-4-5-20250929-v1:0    | anthropic/claude-sonnet-4.5@amazon-bedrock
sonnet 4.5@bedrock                | anthropic/claude-sonnet-4.5@amazon-bedrock
claude-sonnet-4-5@20250929        | anthropic/claude-sonnet-4.5@google-vertex
vertex_ai/claude-sonnet-4-5@20250929 | anthropic/claude-sonnet-4.5@google-vertex
databricks-claude-sonnet-4-5      | anthropic/claude-sonnet-4.5@databricks
anthropic--claude-4.5-sonnet      | anthropic/claude-sonnet-4.5@sap-ai-core
models/gemini-3-pro               | google/gemini-3-pro-preview@google
meta.llama3-70b-instruct-v1:0     | meta/llama-3-70b@amazon-bedrock/eu-west-1 \
 meta/llama-3-70b@amazon-bedrock/us-east-1
bedrock/us-east-1/meta.llama3-70b-instruct-v1:0 | meta/llama-3-70b@amazon-bedrock/us-east-1
meta.llama-3.1-405b-instruct      | meta/llama-3.1-405b@oci
groq/llama-3.3-70b-versatile      | meta/llama-3.3-70b@groq
meta-llama/llama-3.3-70b-instruct:free | meta/llama-3.3-70b@openrouter
@cf/meta/llama-4-scout-17b-16e-instruct | meta/llama-4-scout@cloudflare
deepseek.v3-v1:0                  | deepseek/deepseek-v3.1@amazon-bedrock
deepseek-v4-flash@deepseek        | deepseek/deepseek-v4.1-flash-1017@deepseek
deepseek-v4-flash@novita          | deepseek/deepseek-v4-flash@novita
deepseek-flash                    | deepseek/deepseek-v4.1-flash-1017@deepseek
qwen-max@alibaba                  | qwen/qwen-max@alibaba
fireworks_ai/accounts/fireworks/models/glm-5p2 | zai/glm-5.2@fireworks
"""


@pytest.mark.parametrize(("query", "routes"), [row[:2] for row in _rows(ROUTES)])
def test_routes(query: str, routes: str) -> None:
    """A route, or a platform's own spelling, fixes the provider and, if told, the region."""
    found = resolve(query, NAMES)
    assert found.routes == tuple(routes.split())
    assert found.model == routes.partition("@")[0]


@pytest.mark.parametrize(
    ("query", "model", "effort"),
    [
        ("gpt-5:high", "openai/gpt-5", "high"),
        ("GPT 5:none", "openai/gpt-5", "none"),
        ("openai/gpt-5:xhigh@openai", "openai/gpt-5", "xhigh"),
        ("anthropic/claude-3.7-sonnet:thinking", "anthropic/claude-3.7-sonnet", "thinking"),
        ("moonshotai/kimi-k2:thinking", "moonshotai/kimi-k2", "thinking"),
        ("phi3:medium", "microsoft/phi-3-medium", None),
        ("llama3:70b", "meta/llama-3-70b", None),
    ],
)
def test_effort(query: str, model: str, effort: str | None) -> None:
    """`:EFFORT` is split off, a tag of Ollama is part of the name."""
    found = resolve(query, NAMES)
    assert (found.model, found.effort) == (model, effort)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("Llama 3 405B", "there is no Llama 3 405B; taken as Llama 3.1 405B"),
        ("llama-3-405b", "there is no Llama 3 405B; taken as Llama 3.1 405B"),
        ("llama3:405b", "there is no Llama 3 405B; taken as Llama 3.1 405B"),
        ("unsloth/Llama-3.3-70B-Instruct-GGUF", "quantised build"),
        ("Llama-3.3-70B-Instruct-AWQ", "quantised build"),
        ("Llama-3.3-70B-Instruct-Turbo", "variant `turbo`"),
        ("chatgpt 4o mini", "ChatGPT is the product: taken as its model"),
        ("gpt-4o-2024-09-09", "snapshot `2024-09-09` is not in the catalog"),
        ("claude-3-5-sonnet-latest", "rolling id"),
        ("mistral-medium-latest", "rolling id"),
        ("qwen3.6-max", "only the preview is in the catalog"),
        ("meta-llama/llama-3.3-70b-instruct:free", "no offering at openrouter/free in the catalog"),
        ("gpt-4o", None),
    ],
)
def test_note(query: str, note: str | None) -> None:
    """What was dropped, moved or corrected on the way is said."""
    found = resolve(query, NAMES)
    assert found.model is not None
    assert found.note == note


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("openai/gpt-4o", "id"),
        ("gpt-4o-0806", "alias"),
        ("gpt-4o@azure", "route"),
        ("deepseek-flash", "offering"),
        ("unsloth/Llama-3.3-70B-Instruct-GGUF", "squash"),
        ("gemini flash lite 2.5", "tokens"),
        ("sonnet 4.5", "subset"),
        ("gtp-4o", "none"),
    ],
)
def test_rule(query: str, rule: str) -> None:
    """The answer tells which step found it."""
    assert resolve(query, NAMES).rule == rule


def test_unknown_date_of_a_model_with_dated_siblings() -> None:
    """An unknown build date may mean any of the dated models: ask."""
    found = resolve("deepseek-r1-20260101", NAMES)
    assert set(found.candidates) == {"deepseek/deepseek-r1", "deepseek/deepseek-r1-0528"}


def test_alias_and_provider_disagree() -> None:
    """An alias wins, and says so where a provider serves another model under the identifier."""
    models = [ModelNames("a/x-1", "X 1", None, (), ()), ModelNames("a/x-2", "X 2", None, (), ())]
    found = resolve("x-1", build(models, [OfferingNames("a/x-2@shop", "a/x-2", "shop", ("x-1",))]))
    assert (found.model, found.note) == ("a/x-1", "at shop this id serves a/x-2")


def test_look_alikes() -> None:
    """Full-width Latin is the same letter; a Cyrillic `o` is not."""
    assert resolve("\uff27\uff30\uff34\uff0d\uff14\uff4f", NAMES).model == "openai/gpt-4o"
    assert resolve("gpt-4\u043e", NAMES).model is None


def test_query_is_kept_as_typed() -> None:
    """The answer repeats the question unchanged."""
    assert resolve("  GPT 4o ", NAMES).query == "  GPT 4o "


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5-20250929"),
        ("publishers/anthropic/models/claude-sonnet-4-5@20250929", "claude-sonnet-4-5"),
        ("accounts/fireworks/models/llama-v3p1-405b-instruct", "llama-3-1-405b-instruct"),
        ("bartowski/openai_gpt-oss-20b-GGUF", "gpt-oss-20b-gguf"),
        ("Command R+", "command-r-plus"),
        ("gpt-35-turbo", "gpt-3-5-turbo"),
    ],
)
def test_squash(text: str, key: str) -> None:
    """The platform's wrapping goes, words and versions stay."""
    assert squash(text) == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("claude-4-5-sonnet", {"claude", "4.5", "sonnet"}),
        ("gemma3:27b", {"gemma", "3", "27b"}),
        ("llama3-1-8b-instruct", {"llama", "3.1", "8b"}),
        ("llama-3-8b", {"llama", "3", "8b"}),
        ("gpt4o", {"gpt", "4o"}),
        ("gemini-2.0-flash", {"gemini", "2", "flash"}),
        ("DeepSeek-V3.1", {"deepseek", "3.1"}),
        ("qwen3-30b-a3b", {"qwen", "3", "30b", "a3b"}),
    ],
)
def test_tokens(text: str, expected: set[str]) -> None:
    """Versions and sizes are whole; letters and digits of a name come apart."""
    assert tokens(text) == expected


def test_names_are_plain_data() -> None:
    """The tables survive marshalling, so that a look-up at run time builds nothing."""
    assert NameIndex(*marshal.loads(marshal.dumps(tuple(NAMES)))) == NAMES


def test_build_ignores_order() -> None:
    """The same catalog in another order gives the same tables."""
    assert build(MODEL_NAMES[::-1], OFFERING_NAMES[::-1]) == NAMES


@given(st.text() | st.text("gptlama340.-_:/@ ()+q", max_size=40))
def test_any_text_is_answered(query: str) -> None:
    """No text raises, and a model, candidates and suggestions exclude each other."""
    found = resolve(query, NAMES)
    assert found.query == query
    assert sum(map(bool, (found.model, found.candidates, found.suggestions))) <= 1
    assert found.effort is None or found.effort in EFFORTS
    assert found.model is None or found.model in NAMES.names


SPELLINGS = [(text, m.id) for m in MODEL_NAMES for text in (m.id, m.name, *m.aliases)]


@given(st.sampled_from(SPELLINGS), st.randoms(use_true_random=False))
def test_case_and_separators_do_not_matter(spelling: tuple[str, str], random: Random) -> None:
    """An alias in any case, with blanks, dashes, underlines and dots exchanged, is still it."""
    text, model = spelling
    mixed = "".join(
        random.choice(" -_.") if char in " -_." else random.choice((char.upper(), char.lower()))
        for char in text
    )
    found = resolve(mixed, NAMES)
    assert found.model == model or model in found.candidates


@given(st.sampled_from([m.id for m in MODEL_NAMES]), st.sampled_from(EFFORTS))
def test_canonical_identifier_with_effort(model: str, effort: str) -> None:
    """`MODEL:EFFORT` of a canonical identifier is always split, whatever else it looks like."""
    found = resolve(f"{model}:{effort}", NAMES)
    assert (found.model, found.effort) == (model, effort)


@given(st.sampled_from([o.route for o in OFFERING_NAMES]))
def test_every_route_is_itself(route: str) -> None:
    """A canonical route resolves to itself."""
    assert resolve(route, NAMES).routes == (route,)
