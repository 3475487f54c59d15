"""Plain words, English and Japanese: what is made of them, and that nothing is dropped unsaid."""

from __future__ import annotations

import re

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as some

from llmpick.inputs.options import ALL_HOSTING, keys
from llmpick.inputs.plain_words.read import understood
from llmpick.inputs.plain_words.small_words import ENGLISH

FIELDS = {one.field for one in keys().values()} | {one.field for one in ALL_HOSTING} | {"seats"}
TASKS = (
    *("agentic-coding", "agents", "chat", "classification", "coding", "computer-use"),
    *("data-analysis", "embeddings", "extraction", "finance", "general", "japanese", "legal"),
    *("medical", "rag", "reasoning", "reranking", "search", "summarisation", "translation"),
    *("tutoring", "vision", "voice", "writing"),
)

READ = {
    "contract review, nothing may be stored": {"task": "legal", "zdr": True},
    "audio guide texts translated from French to Japanese": {
        **{"task": "translation", "source_language": "fr", "target_language": "ja"}
    },
    "RAG in Japanese under 100 dollars per month, AWS only": {
        **{"task": "rag", "language": "ja", "budget": "100USD/month"},
        **{"providers": ("amazon-bedrock",)},
    },
    "we are an azure shop, chat for our customers": {"task": "chat", "providers": ("azure",)},
    "chatbot for my school, students under 13, must be in Germany": {
        **{"task": "chat", "sector": "education", "region": "DE"}
    },
    "契約書の翻訳、日本語から英語、学習利用なし": {
        **{"task": "translation", "source_language": "ja", "target_language": "en"},
        "no_training": True,
    },
    "summarise meeting notes in German": {"task": "summarisation", "language": "de"},
    "coding assistant for ten developers, no training on our code": {
        **{"task": "coding", "seats": 10, "no_training": True}
    },
    "EU residency, chat bot for customer support, under 300 euros a month": {
        **{"task": "chat", "region": "EU", "budget": "300EUR/month"}
    },
    "translate from Japanese to English, 5,000 pages a month, cheapest": {
        **{"task": "translation", "source_language": "ja", "target_language": "en"},
        **{"requests": 5000, "weights": "cheap"},
    },
    "air-gapped coding model on 2x RTX 4090": {
        **{"task": "coding", "privacy": "air-gapped", "gpu": "2xrtx 4090", "self_host": "only"}
    },
    "extract fields from scanned invoices, 20k a month, $100 budget, GDPR": {
        **{"task": "extraction", "modalities": ("image",), "requests": 20000},
        **{"budget": "100USD/month", "no_training": True, "dpa": True},
    },
    "open source model for RAG over our handbooks, no Chinese models, hosted in Germany": {
        **{"task": "rag", "open_weights": True, "not_made_in": ("CN",), "region": "DE"}
    },
    "best model for medical letters with patient data, must not be stored": {
        **{"task": "medical", "weights": "quality", "privacy": "confidential", "zdr": True}
    },
    "a voice agent for our call center that must answer at once": {"task": "voice", "patience": 0},
    "text-to-SQL, at most 0.01 USD per request": {
        **{"task": "data-analysis", "budget": "0.01USD/request"}
    },
    "personal data must not leave Japan; sort incoming emails": {
        **{"task": "classification", "privacy": "confidential", "region": "JP"}
    },
    "tutoring app for children in Japan": {
        **{"task": "tutoring", "sector": "education", "region": "JP"}
    },
    "no US providers, no American cloud, European models, chat": {
        **{"task": "chat", "exclude_jurisdiction": ("US",), "made_in": ("EU",)}
    },
    "社内文書の検索チャットボットを作りたい。データは国外に出せない。予算は月5万円。": {
        **{"task": "rag", "region": "JP", "budget": "50000JPY/month"}
    },
    "カルテから退院サマリーを作成、患者情報、院内サーバー、H100 2枚": {
        **{"task": "medical", "privacy": "confidential", "self_host": "only", "gpu": "2xh100"}
    },
    "英語から日本語への翻訳、月に1万ページ、できるだけ安く": {
        **{"task": "translation", "source_language": "en", "target_language": "ja"},
        **{"requests": 10000, "weights": "cheap"},
    },
    "開発者10人のコーディング支援、中国製は不可": {
        **{"task": "coding", "seats": 10, "not_made_in": ("CN",)}
    },
    "コールセンターの音声応対、リアルタイム": {"task": "voice", "patience": 0},
    "議事録の要約、学習に使われないこと": {"task": "summarisation", "no_training": True},
    "translate 50-page German manuals into French": {
        **{"task": "translation", "source_language": "de", "target_language": "fr"},
        "input_tokens": 33500,
    },
    "chat sold to German customers, under 5 cents per request": {
        **{"task": "chat", "language": "de", "budget": "0.05USD/request"}
    },
    "OCR of 3 page PDFs, 1,5 million documents a month": {
        **{"task": "vision", "input_tokens": 2010, "requests": 1_500_000, "modalities": ("pdf",)}
    },
    "summarise 10-K filings": {"task": "finance"},
    "請求書の読み取り、月1000枚、1枚10円以下": {
        **{"task": "extraction", "requests": 1000, "budget": "10JPY/request"}
    },
    "社内FAQチャット、月3万円、国内": {
        **{"task": "chat", "budget": "30000JPY/month", "region": "JP"}
    },
    "請求書のデータ化 毎分5件": {"task": "extraction", "requests": 216_000},
    "請求書のデータ化 1分間に5件": {"task": "extraction", "requests": 216_000},
    "請求書のデータ化 5件/時": {"task": "extraction", "requests": 3600},
    "請求書のデータ化 月2000枚": {"task": "extraction", "requests": 2000},
}


@pytest.mark.parametrize("text", READ)
def test_words_become_options(text):
    """Each sentence states these fields, and no other."""
    assert understood(text, FIELDS, TASKS).values == READ[text]


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("chat for penguins", "penguins", ""),
        ("replace gpt-4o in our support chat", "replace gpt-4o", "llmpick alternatives gpt-4o"),
        ("chat for a clinic based in Germany", "based in germany", "--region DE"),
        ("a UK law firm reviews contracts", "a uk", "--region GB"),
        ("summaries for 40 people", "for 40 people", "--requests"),
        ("translate and also write code", "code", "the task is translation"),
        ("chat in German and French", "french", "language is de already"),
        ("chat for children", "children", "--region"),
        ("air-gapped chat, no training", "no training", "your own machines"),
        ("chat with $5 per user", "$5 per user", "--budget"),
        ("classify tickets into 30 categories", "into 30 categories", "--input-tokens"),
        ("チャットボット、ペンギン向け", "ペンギン", ""),
    ],
)
def test_what_is_not_understood_is_said(text, words, why):
    """With the reason, and what to do, where there is one."""
    found = {one.words: one.why for one in understood(text, FIELDS, TASKS).missed}
    assert words in found
    assert why in found[words]


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("chat, must not be hosted in the US", {"task": "chat"}, "hosted in the us"),
        ("chat not in EU region", {"task": "chat"}, "in eu region"),
        ("chat, data is not confidential", {"task": "chat"}, "confidential"),
        ("coding, no open source models", {"task": "coding"}, "open source models"),
        ("chat, does not need to be fast", {"task": "chat"}, "fast"),
        ("we don't need JSON, chat", {"task": "chat"}, "json"),
        ("chat, JSON is not needed", {"task": "chat"}, "json"),
        ("not for coding, just chat", {"task": "chat"}, "coding"),
        ("チャットではなく要約", {"task": "summarisation"}, "チャット"),
        ("機密ではない文書の要約", {"task": "summarisation"}, "機密"),
        ("速くなくてよい、要約", {"task": "summarisation"}, "速く"),
    ],
)
def test_what_is_denied_is_never_asked_for(text, values, words):
    """Words with `not` beside them state nothing, let alone the opposite; and that is said."""
    found = understood(text, FIELDS, TASKS)
    assert found.values == values
    assert any(words in one.words or one.words in words for one in found.missed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("chat under $50 per 1000 requests", "under $50 per 1000 requests"),
        ("embeddings under 0.10 USD per million tokens", "under 0.10 usd per million tokens"),
        ("chat for 0 requests a month", "0 requests a month"),
        ("chat, 10k users", "10k"),
        ("チャット、月0件", "月0件"),
    ],
)
def test_a_number_that_means_something_else_is_no_volume_and_no_budget(text, words):
    """A price of a thousand is not the sum of a month, and none is not one."""
    found = understood(text, FIELDS - {"seats"}, TASKS)
    assert set(found.values) == {"task"}
    assert words in {one.words for one in found.missed}


def test_an_option_that_there_is_not_is_said():
    """Nothing is made of it, and its words are named."""
    found = understood("coding for ten developers", FIELDS - {"seats"}, TASKS)
    assert "seats" not in found.values
    assert ("for ten developers", "there is no option --seats") in found.missed


WORDS = some.sampled_from(
    [
        *("summarise", "chat", "code", "in", "German", "EU", "residency", "penguins", "blue"),
        *("cheapest", "best", "under", "300", "euros", "10k", "requests", "a", "month", "no"),
        *("training", "Chinese", "models", "translate", "from", "to", "Japanese", "hosted"),
        *("secret", "patients", "fast", "H100", "2", "people", "per", "day", "GDPR", "and"),
    ]
)


@examples(300)
@given(some.lists(WORDS, min_size=1, max_size=14))
def test_no_word_is_dropped_unsaid(words):
    """Each word that is not plain stands in a part or is missed, whatever stands beside it."""
    found = understood(" ".join(words), FIELDS, TASKS)
    told = " ".join(one.words for one in (*found.parts, *found.missed))
    spoken = re.findall(r"[a-z0-9]+", told)
    for word in {word.lower() for word in words} - ENGLISH:
        assert word in spoken


@given(some.text(max_size=200))
def test_no_text_is_a_crash(text):
    """Any characters; what is understood is of known fields."""
    found = understood(text, FIELDS, TASKS)
    assert set(found.values) <= FIELDS
