"""Models for given hardware: the order is that of `recommend --self-host only`."""

from __future__ import annotations

import pytest

from llmpick.api import deployments
from llmpick.api.decisions import recommend
from llmpick.api.on_hardware import of_hardware
from llmpick.inputs.need import need_of
from llmpick.inputs.options import HostingOptions, need_options


@pytest.fixture(scope="module")
def shipped():
    """All that is shipped, on its own day."""
    from llmpick.catalog.load import load

    return load()


@pytest.mark.parametrize(
    ("task", "gpu", "requests"),
    [
        pytest.param("rag", "2xL40S", None, id="air-gapped, two L40S"),
        pytest.param("coding", "1xRTX4090", None, id="one card of 24 GB"),
        pytest.param("rag", "8xH100", 3_000_000, id="idle H100, much work"),
        pytest.param("extraction", "L40S", None, id="as many as it takes"),
    ],
)
def test_recommend_and_selfhost_answer_alike(shipped, task, gpu, requests):
    """The same models, efforts, formats, engines and costs, in one order."""
    stated = {"task": task, "requests": requests}
    asked = HostingOptions(gpu=gpu)
    need = need_of(shipped, need_options(stated | {"privacy": "air-gapped"}))
    own = deployments.own(shipped, need, asked, alone=True)
    advised = recommend(shipped, need, top=5, robust=False, own=own)
    listed = of_hardware(shipped, need_of(shipped, need_options(stated)), asked, top=5)
    assert [
        (
            row.candidate.route.model.id,
            row.candidate.route.effort,
            row.candidate.deployed.format,
            row.candidate.deployed.engine,
            row.candidate.deployed.usd,
        )
        for row in advised.ranking
    ] == [
        (
            row.model.id,
            row.estimate.effort,
            row.way.option.form.id,
            row.way.sized.replica.engine.id,
            row.way.usd_per_month,
        )
        for row in listed.rows
    ]
    assert [row.candidate.route.estimate.score for row in advised.ranking] == pytest.approx(
        [row.score[0] for row in listed.rows]
    )


def test_what_is_not_ranked_comes_after(known):
    """Models without evidence or too slow for the work are counted and listed last."""
    need = need_of(known, need_options({"task": "rag"}))
    asked = HostingOptions(gpu="8xH100")
    own = deployments.own(known, need, asked, alone=True)
    found = of_hardware(known, need, asked)
    fitting = recommend(known, need, robust=False, own=own).fitting_models
    rest = [row.model.id for row in found.rows[fitting:]]
    assert len({row.model.id for row in found.rows}) == len(found.rows)
    assert not {row.model.id for row in found.rows[:fitting]} & set(rest)
