"""Embedding models as records."""

from __future__ import annotations

import pytest

from llmpick.core.embeddings.records import EmbeddingModel

BLANK = EmbeddingModel._make([None] * len(EmbeddingModel._fields))


@pytest.mark.parametrize(
    ("full", "fewer", "most", "size"),
    [
        pytest.param(1024, (), None, 1024, id="nothing asked"),
        pytest.param(1024, (), 1024, 1024, id="as many as asked"),
        pytest.param(1024, (), 1023, None, id="too many, and none to choose"),
        pytest.param(1024, (256, 512, 2048), 1000, 512, id="the most that are allowed"),
        pytest.param(
            1024, (256, 512, 2048), 4096, 2048, id="more than the usual where it has them"
        ),
        pytest.param(None, (), 100, None, id="unknown is not few"),
    ],
)
def test_dimensions_within_a_limit(full, fewer, most, size):
    """A model that can be asked for fewer dimensions is, and no further than needed."""
    model = BLANK._replace(dimensions=full, dimensions_selectable=fewer)
    assert model.dimensions_within(most) == size


@pytest.mark.parametrize(
    ("opened", "parameters", "gb"),
    [(True, 0.6, 1.2), (False, 0.6, None), (None, 0.6, None), (True, None, None)],
)
def test_weights_in_memory(opened, parameters, gb):
    """Two bytes a parameter, of weights that can be had."""
    model = BLANK._replace(open_weights=opened, parameters_b=parameters)
    assert model.weights_gb == gb
