"""Names of models in a text: found where they are one, and not in what only looks like one."""

from __future__ import annotations

import pytest

from llmpick.core.names.mentions import mentions

FOUND = [
    ('client.create(model="gpt-4o")', ["gpt-4o"]),
    ("model: openai/gpt-4o", ["openai/gpt-4o"]),
    ("model=gpt-4o,", ["gpt-4o"]),
    ("model:gpt-4o", ["gpt-4o"]),
    ('MODEL = "claude-sonnet-4-5-20250929"', ["claude-sonnet-4-5-20250929"]),
    (
        'bedrock.invoke("anthropic.claude-sonnet-4-5-20250929-v1:0")',
        ["anthropic.claude-sonnet-4-5-20250929-v1:0"],
    ),
    ('model = "o3"', ["o3"]),
    ("`o3` is the model", ["o3"]),
    ("route: openai/gpt-4o@azure.", ["openai/gpt-4o@azure"]),
    ("gpt-4o, gpt-4o-mini", ["gpt-4o", "gpt-4o-mini"]),
]
NOT_FOUND = [
    "gcc -O3 main.c",
    "the yi-large of names without a number",
    "o3 and r1 in prose",
    'port = "o3"',
    "sonar pings, beams beam",
    'const model = "beam_search"',
    "gpt_4o = 1",
    "gpt-4o_mini",
    "prefix-gpt-4o-suffix",
    "my-gpt-4o",
    "https://example.com/gpt-4o/page",
    "gpt-4o-miniature",
    "GPT 4o",
    "model: no-such-model-7b",
    "",
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_found(shipped, text, expected):
    """Identifiers, aliases and providers' identifiers, as they are written."""
    assert [mention.text for mention in mentions(text, shipped.names)] == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(shipped, text):
    """Words, variables, addresses and longer names that only contain one."""
    assert list(mentions(text, shipped.names)) == []


def test_place(shipped):
    """Line and column count from 1."""
    found = list(mentions('# x\n  m = "gpt-4o"\n', shipped.names))
    assert [(one.line, one.column) for one in found] == [(2, 8)]


def test_whatever_is_found_means_one_model(shipped):
    """Of all names that the catalog holds, those that move or are asked about are left alone."""
    from llmpick.core.names.resolve import resolve

    names = shipped.names
    for word in {*names.ids, *names.aliases, *names.api_models}:
        for found in mentions(f'model = "{word}"', names):
            assert resolve(found.text, names).model, word
    assert list(mentions('model = "qwen-max"', names)) == []


def test_every_identifier_of_the_catalog_means_its_model(shipped):
    """What is found resolves to exactly the model it was found for."""
    from llmpick.core.names.resolve import resolve

    telling = [name for name in shipped.models if any(char.isdigit() for char in name)]
    assert len(telling) > 100
    for name in telling:
        [found] = mentions(f'model = "{name}"', shipped.names)
        assert resolve(found.text, shipped.names).model == name
