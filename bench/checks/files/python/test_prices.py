import pytest

from prices import cost


@pytest.mark.parametrize("model", ["gpt-6-luna", "claude-sonnet-5-5", "gemini-3.8-flash"])
def test_every_model_has_a_price(model):
    assert cost(model, 1000, 1000) > 0


def test_unknown():
    with pytest.raises(KeyError):
        cost("no-such-model-1", 1, 1)
