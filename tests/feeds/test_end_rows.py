"""Days of ending from SDKs, a price map and lists; and what is no such file."""

from __future__ import annotations

import datetime
import json

import pytest

from llmpick.feeds.end_rows import EndRow, rows
from llmpick.feeds.rows import OtherForm

OPENAI = '''
"""Deprecated values:

- "atlas-3", "atlas-3-2026-01-01": Announced shutdown date:
  2027-01-14. See https://acme.example/ends for details.
- "atlas-mini": Not a supported model ID. Retained for SDK compatibility.
"""
'''
OPENAI_TS = """
/**
 * Deprecated values:
 *
 * - "atlas-3", "atlas-3-2026-01-01": Announced shutdown date:
 *   2027-01-14. See https://acme.example/ends for details.
 * - "atlas-mini": Not a supported model ID. Retained for SDK compatibility.
 */
"""
ANTHROPIC = """
DEPRECATED_MODELS: Dict[str, str] = {
    "atlas-3": "January 22nd, 2027",
    "atlas-2": "March 1st, 2027",
}
"""
ANTHROPIC_TS = """
export const DEPRECATED_MODELS: { readonly [key: string]: string } = {
  'atlas-3': 'January 22nd, 2027',
  'atlas-2': 'March 1st, 2027',
} as const;
"""
LITELLM = {
    "sample_spec": {"deprecation_date": "a day"},
    "relay/acme/atlas-3": {
        "litellm_provider": "relay",
        "mode": "chat",
        "deprecation_date": "2027-01-14",
        "deprecation_source": "https://relay.example/ends",
    },
    "atlas-4": {"litellm_provider": "acme", "mode": "chat"},
    "picture": {"litellm_provider": "acme", "mode": "image", "deprecation_date": "2027-01-14"},
}
SUNSET = [
    {
        "provider": "Acme",
        "model_id": "atlas-3",
        "shutdown_date": "2027-01-14",
        "replacement_models": ["atlas-4"],
        "url": "https://acme.example/ends",
        "last_observed": "2026-10-01",
    },
    {"provider": "Acme", "model_id": "atlas-2", "shutdown_date": ""},
]
DAY = datetime.date(2027, 1, 14)


def read(form, text):
    """The rows of one file."""
    return rows(form, {"f": (text if isinstance(text, str) else json.dumps(text)).encode()})


@pytest.mark.parametrize("text", [OPENAI, OPENAI_TS], ids=["python", "typescript"])
def test_the_openai_sdk_names_ids_with_the_day_of_their_paragraph(text):
    """In either language; what was never a model is left out."""
    assert read("openai-sdk", text) == [
        EndRow("openai", "atlas-3", DAY),
        EndRow("openai", "atlas-3-2026-01-01", DAY),
    ]


@pytest.mark.parametrize("text", [ANTHROPIC, ANTHROPIC_TS], ids=["python", "typescript"])
def test_the_anthropic_sdk_has_days_in_words(text):
    """In either language."""
    assert read("anthropic-sdk", text) == [
        EndRow("anthropic", "atlas-3", datetime.date(2027, 1, 22)),
        EndRow("anthropic", "atlas-2", datetime.date(2027, 3, 1)),
    ]


def test_a_price_map_has_days_of_some_text_models():
    """With the page that it names."""
    assert read("litellm", LITELLM) == [
        EndRow("relay", "acme/atlas-3", DAY, url="https://relay.example/ends")
    ]


def test_a_list_of_ends_says_when_a_page_was_seen():
    """A row without a day is none."""
    (row,) = read("llm-sunset", SUNSET)
    assert row == EndRow(
        *("Acme", "atlas-3", DAY, False, "atlas-4", "https://acme.example/ends"),
        datetime.date(2026, 10, 1),
    )


PLAIN = {
    "csv": "provider,model,ends_on,floor,source,day\n"
    "acme,atlas-3,2027-01-14,yes,https://acme.example/ends,2026-11-20\n",
    "json": '[{"provider": "acme", "model": "atlas-3", "ends_on": "2027-01-14", "floor": true,'
    ' "source": "https://acme.example/ends", "day": "2026-11-20"}]',
    "toml": '[[ends]]\nprovider = "acme"\nmodel = "atlas-3"\nends_on = 2027-01-14\nfloor = true\n'
    'source = "https://acme.example/ends"\nday = 2026-11-20\n',
}


@pytest.mark.parametrize("form", PLAIN)
def test_a_page_kept_as_a_plain_list_is_read_in_three_forms(form):
    """What a person writes down from a maker's page."""
    assert read("end-list", PLAIN[form]) == [
        EndRow(
            *("acme", "atlas-3", DAY, True, None, "https://acme.example/ends"),
            datetime.date(2026, 11, 20),
        )
    ]


@pytest.mark.parametrize(
    ("form", "text", "why"),
    [
        ("openai-sdk", "ChatModel = str", "no comment on deprecated"),
        ("openai-sdk", OPENAI.replace("Announced shutdown", "Likely end"), "paragraph that is not"),
        ("openai-sdk", OPENAI.replace("2027-01-14", "2027-13-14"), "is no day"),
        ("anthropic-sdk", "DEPRECATED_MODELS = load()", "no table of deprecated"),
        ("anthropic-sdk", ANTHROPIC.replace("January", "Jan."), "a line that is not known"),
        ("anthropic-sdk", ANTHROPIC.replace('"March 1st, 2027"', "None"), "a line that is not"),
        ("litellm", "[]", "the file is no table"),
        ("litellm", "{}", "it names no day"),
        ("llm-sunset", "{}", "the file is no list"),
        ("end-list", "provider,model\nacme,atlas-3\n", "no columns"),
        ("end-list", PLAIN["csv"].replace("yes", "perhaps"), "neither yes nor no"),
        ("end-list", PLAIN["csv"].replace("2027-01-14", ""), "has no `ends_on`"),
        ("end-list", PLAIN["csv"].replace("floor", "flor"), "has `flor`"),
        ("end-list", PLAIN["csv"].replace("2026-11-20", "2026-11-20,x"), "more columns"),
        ("end-list", "[[ends]\n", "not TOML"),
        ("end-list", PLAIN["toml"].replace("acme", "a\\u001bcme", 1), "is no name"),
    ],
)
def test_a_file_of_another_form_fails_loudly(form, text, why):
    """Nothing is guessed, and nothing is left out in silence."""
    with pytest.raises(OtherForm, match=why):
        read(form, text)


def test_bytes_that_are_no_text_are_said_so():
    """A picture, say."""
    with pytest.raises(OtherForm, match="no text"):
        rows("end-list", {"f": b"\xff\xfe\x00"})
