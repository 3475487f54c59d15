"""Tokens of images, pages and sound, against what was measured; and what is not known is said."""

from __future__ import annotations

import pytest

from llmpick.catalog.load import load
from llmpick.core.cost import bill
from llmpick.core.cost.media import MediaRule, Sent, by_model, in_words, tokens_of_one
from llmpick.errors import UserError
from llmpick.inputs.need import need_of
from llmpick.inputs.options import Billing, Job, NeedOptions, Work


@pytest.fixture(scope="module")
def shipped():
    """The catalog of the repository."""
    return load(None, "2026-11-30")


MEASURED = [
    # the table of image-token-cost, its prompt taken off (77 tokens of Claude 5.5, 65 of Haiku)
    ("anthropic/claude-opus-5.5", (1024, 1024), 1446 - 77, 0.001),
    ("anthropic/claude-opus-5.5", (1920, 1080), 2768 - 77, 0.001),
    ("anthropic/claude-opus-5.5", (4032, 3024), 4005 - 77, 0.02),
    ("anthropic/claude-haiku-4.5", (1024, 1024), 1434 - 65, 0.001),
    ("anthropic/claude-haiku-4.5", (1920, 1080), 1625 - 65, 0.03),
    ("openai/gpt-6-sol", (1024, 1024), 1229, 0.001),
    ("openai/gpt-6-sol", (1920, 1080), 2448, 0.001),
    ("openai/gpt-6-sol", (4032, 3024), 14364, 0.001),
    ("openai/gpt-5.5", (4032, 3024), 11868, 0.02),
    ("openai/gpt-4o", (1024, 1024), 765, 0.0),
    ("google/gemini-3.8-flash", (256, 256), 1090, 0.03),
    ("google/gemini-2.5-pro", (600, 400), 258, 0.0),
]


@pytest.mark.parametrize(("model", "pixels", "tokens", "within"), MEASURED)
def test_images_are_counted_as_measured(shipped, model, pixels, tokens, within):
    """Each rule gives what a stranger's table or the maker's example says."""
    rule = next(r for r in shipped.media if (r.model, r.medium) == (model, "image"))
    assert tokens_of_one(rule, pixels) == pytest.approx(tokens, rel=within + 1e-9)


def fixed(model: str, medium: str, tokens: int) -> MediaRule:
    """A rule of so many tokens."""
    return MediaRule(model, medium, "fixed", None, 1.0, *[None] * 5, tokens, None)


def test_a_model_without_a_rule_for_all_that_is_sent_is_taken_at_the_median():
    """The empty name holds the median of each medium; nobody is known by half."""
    rules = [
        *(
            fixed("a", "image", 100),
            fixed("b", "image", 300),
            fixed("c", "image", 200),
            fixed("d", "image", 200),
        ),
        fixed("a", "pdf-page", 1000),
    ]
    assert by_model(Sent(images=2), rules) == {"a": 200, "b": 600, "c": 400, "d": 400, "": 400}
    assert by_model(Sent(images=1, pdf_pages=3), rules) == {"a": 3100, "": 3200}
    assert by_model(Sent(audio_seconds=5), rules) == {"": 0}


def test_what_is_sent_is_said():
    """In the words of the line of the need."""
    sent = Sent(2, (1920, 1080), 20, 600)
    assert in_words(sent) == "2 images of 1920x1080, 20 PDF pages, 10 min of sound"


def test_pages_are_billed_as_each_model_counts_them(shipped):
    """Ten pages at 560 and 2,330 tokens beside the text; the model's own tokens, as new input."""
    asked = NeedOptions(
        Job(task="rag"), work=Work(input_tokens=1000, cache_share=0.5), billing=Billing(pages=10)
    )
    work = need_of(shipped, asked).workload
    assert "pdf" in need_of(shipped, asked).modalities
    for model, page in (("google/gemini-3.8-flash", 560), ("anthropic/claude-opus-5.5", 2330)):
        sent = bill.with_media(work, model, ratio=1.25)
        assert sent.input_tokens * 1.25 == pytest.approx(1250 + 10 * page, abs=1)
        assert sent.cache_read_share * sent.input_tokens == pytest.approx(500, abs=1)
    plain = need_of(shipped, NeedOptions(Job(task="rag"))).workload
    assert bill.with_media(plain, "openai/gpt-4o", 1.0) is plain


def test_stated_images_stand_for_those_of_the_task(shipped):
    """The preset of vision holds images: where they are stated, its text alone is left."""
    plain = need_of(shipped, NeedOptions(Job(task="vision"))).workload
    sized = Billing(images=2, image_size="1920x1080")
    work = need_of(shipped, NeedOptions(Job(task="vision"), billing=sized)).workload
    assert (plain.input_tokens, work.input_tokens) == (1200, 550)
    assert work.media == "2 images of 1920x1080"


def test_no_images_of_a_size_are_none(shipped):
    """Without a number it is one a request; where none is stated, none is billed."""
    need = need_of(shipped, NeedOptions(billing=Billing(images=0, image_size="1920x1080")))
    assert not any((need.workload.media_tokens or {}).values())


@pytest.mark.parametrize(
    "size", ["big", "1920", "1920x", "x", "-1x5", "1920x1080x3", "999999x1", "0x0", "9x0"]
)
def test_what_is_no_size(shipped, size):
    """One sentence and a hint."""
    with pytest.raises(UserError, match="no size of an image"):
        need_of(shipped, NeedOptions(billing=Billing(image_size=size)))
