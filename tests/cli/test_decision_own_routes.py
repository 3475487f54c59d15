"""Decisions on file in which deployments of one's own took part: kept, repeated, checked."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from llmpick.inputs import options

DAY = "2026-11-23"
SHIPPED = Path(__file__).parents[2] / "catalog"
FILES = (
    *("formats/fp8.toml", "formats/bf16.toml", "derived/speed.toml"),
    *("feeds/aiconfigurator.toml", "feeds/llmfit.toml"),
)
LITTLE = ("--task", "coding", "--budget", "150", "--previews")
ASKED = (*LITTLE, "--self-host", "also", "--concurrency", "4", "--by", "route")
OAK = "birch/oak-70b@self-hosted/2xbig-80-fp8"

HARDWARE = """name = "{name}"
vendor = "NVIDIA"
aliases = []

[sources.page]
kind = "vendor"
url = "https://chips.example/{id}"
read = 2026-11-20

[facts]
memory_gib = [
    {{ value = {gib}, source = "page" }},
]
bandwidth_gb_per_s = [
    {{ value = 2000.0, source = "page" }},
]
bf16_tflops = [
    {{ value = 400.0, source = "page" }},
]
fp8_tflops = [
    {{ value = 800.0, source = "page" }},
]
power_w = [
    {{ value = 400.0, source = "page" }},
]

[[rentals]]
source = "page"
provider = "stall"
provider_kind = "neocloud"
terms = "on-demand"
usd_per_gpu_hour = {rent}
gpus = 1
"""


@pytest.fixture
def where(own_catalog: Path):
    """The options that name a catalog with hardware, which the test may change, and a day."""
    for file in FILES:
        (own_catalog / file).parent.mkdir(exist_ok=True)
        shutil.copy(SHIPPED / file, own_catalog / file)
    models = own_catalog / "architectures" / "birch"
    models.mkdir(parents=True)
    shutil.copy(SHIPPED / "architectures/meta/llama-3.1-70b.toml", models / "oak-70b.toml")
    cards = own_catalog / "hardware"
    cards.mkdir()
    for name, gib, rent in (("big-80", 80.0, 0.02), ("wide-141", 141.0, 0.06)):
        text = HARDWARE.format(id=name, name=name.upper(), gib=gib, rent=rent)
        (cards / f"{name}.toml").write_text(text, encoding="utf-8")

    def call(day: str = DAY) -> tuple[str, ...]:
        return ("--catalog", str(own_catalog), "--as-of", day)

    return call


@pytest.fixture
def saved(run, where, tmp_path: Path) -> Path:
    """A decision on file in which a deployment of one's own comes first."""
    path = tmp_path / "decision.toml"
    found = run("recommend", *ASKED, "--save", str(path), *where())
    assert found.code == 0, found.stderr
    return path


def change(catalog: Path, file: str, old: str, new: str) -> None:
    """Put *new* for *old* in a file of the catalog."""
    path = catalog / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def checked(run, path: Path, where: tuple[str, ...], code: int) -> dict[str, Any]:
    """The answer of `check` as JSON."""
    found = run("check", str(path), "--json", *where)
    assert found.code == code, found.stderr
    answer: dict[str, Any] = json.loads(found.stdout)
    assert wrong("answers/check-decision", answer) == []
    return answer


def wrong(schema: str, value: Any) -> list[str]:
    """What docs/schema/SCHEMA.json finds wrong with *value*."""
    text = (SHIPPED.parent / f"docs/schema/{schema}.json").read_text(encoding="utf-8")
    found = Draft202012Validator(json.loads(text)).iter_errors(value)
    return [f"{error.json_path}: {error.message[:300]}" for error in found]


def on_file(path: Path) -> dict[str, Any]:
    """The file's tables."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def moved(answer: dict[str, Any], route: str) -> dict[str, tuple[object, object]]:
    """What moved of *route*: before and after by kind."""
    rows = [row for row in answer["moves"] if row["route"] == route]
    return {row["kind"]: (row["before"], row["after"]) for row in rows}


def forge(path: Path, data: dict[str, Any]) -> None:
    """Write *data* with a seal that fits it."""
    import tomli_w

    from llmpick.inputs import decision_file

    data["seal"] = {"marks": decision_file._seal(data)}
    path.write_text(tomli_w.dumps(data), encoding="utf-8")


def test_nothing_moved(run, saved, where, snapshot):
    """On the same day, of the same catalog, the decision holds and nothing moved."""
    answer = checked(run, saved, where(), 0)
    assert answer["first"] == answer["decision"]["first"] == OAK
    assert answer["moves"] == []
    snapshot(run("check", str(saved), *where()))


def test_what_is_kept(saved):
    """What was said of hosting; of the deployment its month and its rent, no price by the token."""
    data = on_file(saved)
    assert data["hosting"] == {"self-host": "also", "concurrency": 4}
    [first] = [row for row in data["shortlist"] if row["route"] == OAK]
    assert first["rank"] == 1
    assert not {"input_per_mtok", "output_per_mtok"} & first.keys()
    assert first["monthly_cost_usd"] == pytest.approx(2 * 0.02 * 730)
    assert (first["accelerator"], first["gpus"], first["format"]) == ("big-80", 2, "fp8")
    assert (first["rented_from"], first["usd_per_gpu_hour"]) == ("stall", 0.02)
    hosted = next(row for row in data["shortlist"] if row["route"] == "birch/oak-70b@borealis")
    assert (hosted["input_per_mtok"], hosted["output_per_mtok"]) == (0.4, 0.6)
    assert "accelerator" not in hosted


OWNED = ("--own", "--years", "4", "--power-price", ".2", "--pue", "1.3", "--people-usd", "10")
WAYS = {
    "also": ("--self-host", "also"),
    "only": ("--self-host", "only"),
    "air-gapped": ("--privacy", "air-gapped"),
    "named": ("--gpu", "2xbig-80", "--min-speed", "5.5", "--peak-to-mean", "2"),
    "bought": ("--gpu", "2xbig-80", *OWNED, "--purchase-usd", "900", "--redundancy", "0"),
    "refused": ("--privacy", "air-gapped", "--self-host", "never"),
}


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("way", WAYS)
def test_a_decision_is_repeated_to_the_byte(run, where, tmp_path, way, form):
    """`--decision` prints what was printed when it was saved, and a decision saved of it too."""
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    first = run("recommend", *WAYS[way], *where(), "--format", form, "--save", str(one))
    assert first.code == (1 if way == "refused" else 0), first.stderr
    again = run(
        *("recommend", "--decision", str(one), *where(), "--format", form), "--save", str(two)
    )
    assert again.code == first.code
    assert again.raw == first.raw
    assert again.stderr.replace("two.toml", "one.toml") == first.stderr
    assert one.read_bytes() == two.read_bytes()
    data = on_file(one)
    assert ("hosting" in data) == (way != "refused")
    data["catalog"]["as_of"] = data["catalog"]["as_of"].isoformat()
    assert wrong("files/decision", data) == []
    assert checked(run, one, where(), 0)["moves"] == []


def test_a_rent_that_rose_breaks_it(run, saved, where, own_catalog, snapshot):
    """Exit 1: the rent from what to what, the month that follows, and by how much it is behind."""
    change(own_catalog, "hardware/big-80.toml", "hour = 0.02", "hour = 0.1")
    change(own_catalog, "hardware/wide-141.toml", "hour = 0.06", "hour = 0.6")
    answer = checked(run, saved, where(), 1)
    assert (answer["decision"]["first"], answer["first"]) == (OAK, "birch/oak-70b@borealis")
    kinds = moved(answer, OAK)
    assert kinds.keys() == {"rent", "cost", "score"}
    assert kinds["rent"] == (0.02, 0.1)
    assert kinds["cost"] == (pytest.approx(2 * 0.02 * 730), pytest.approx(2 * 0.1 * 730))
    assert answer["lead"]["score"] > 0 > answer["lead"]["score_before"]
    snapshot(run("check", str(saved), *where()))


def test_other_hardware_that_became_the_cheaper_one_breaks_it(run, saved, where, own_catalog):
    """The deployment on file is priced again, though it is no longer the best of its model."""
    change(own_catalog, "hardware/big-80.toml", "hour = 0.02", "hour = 0.05")
    answer = checked(run, saved, where(), 1)
    assert answer["first"] == "birch/oak-70b@self-hosted/1xwide-141-fp8"
    assert moved(answer, answer["first"]).keys() == {"entrant"}
    kinds = moved(answer, OAK)
    assert kinds["rent"] == (0.02, 0.05)
    assert kinds["cost"][1] == pytest.approx(2 * 0.05 * 730)
    assert answer["lead"]["contributions"]["cost"] == pytest.approx(answer["lead"]["score"])


def test_fewer_accelerators_that_are_enough_now_break_it(run, saved, where, own_catalog):
    """The two on file cost what they did; copies of another size are not compared by speed."""
    change(own_catalog, "hardware/big-80.toml", "value = 80.0", "value = 160.0")
    answer = checked(run, saved, where(), 1)
    assert answer["first"] == "birch/oak-70b@self-hosted/1xbig-80-fp8"
    assert moved(answer, OAK) == {}
    assert answer["lead"]["contributions"]["cost"] == pytest.approx(answer["lead"]["score"])


def test_a_hosted_price_that_fell_breaks_it(run, saved, where, own_catalog):
    """Exit 1: nothing of the deployment moved, the price of the other did."""
    file = "offerings/borealis/birch/oak-70b.toml"
    change(own_catalog, file, "input_per_mtok = 0.4", "input_per_mtok = 0.02")
    change(own_catalog, file, "output_per_mtok = 0.6", "output_per_mtok = 0.02")
    answer = checked(run, saved, where(), 1)
    assert answer["first"] == "birch/oak-70b@borealis"
    assert OAK not in {row["route"] for row in answer["moves"]}
    prices = [row for row in answer["moves"] if row["kind"] == "price"]
    assert {(row["what"], row["before"], row["after"]) for row in prices} == {
        ("input_per_mtok", 0.4, 0.02),
        ("output_per_mtok", 0.6, 0.02),
    }
    text = run("check", str(saved), *where()).stdout
    assert "cost of birch/oak-70b@borealis from 55 USD to 2.64 USD" in text


def test_a_purchase_price_that_rose_is_told(run, where, own_catalog, tmp_path):
    """Bought at the catalog's price: what one costs, and the month that follows."""
    file, path = "hardware/big-80.toml", tmp_path / "bought.toml"
    price = 'purchase_usd = [\n    { value = 960.0, source = "page" },\n]\n'
    change(own_catalog, file, "[[rentals]]", f"{price}\n[[rentals]]")
    asked = ("--self-host", "only", "--gpu", "2xbig-80", *OWNED, "--save", str(path))
    assert run("recommend", *asked, *where()).code == 0
    change(own_catalog, file, "value = 960.0", "value = 1440.0")
    answer = checked(run, path, where(), 0)
    kinds = moved(answer, answer["first"])
    assert kinds["purchase"] == (960.0, 1440.0)
    before, after = kinds["cost"]
    assert after - before == pytest.approx(2 * 480 / 48)


LESS = {
    "speed": ("derived/speed.toml", "value = 0.8175", "value = 0.7", "output_tps"),
    "loss": ("formats/fp8.toml", "after = 91.12", "after = 90.5", "loss_logit"),
}


@pytest.mark.parametrize("kind", LESS)
def test_a_fit_or_a_loss_that_moved_is_told(run, saved, where, own_catalog, kind):
    """What a copy makes, and what its format loses, with before and after; the decision holds."""
    file, old, new, what = LESS[kind]
    change(own_catalog, file, old, new)
    answer = checked(run, saved, where(), 0)
    [move] = [row for row in answer["moves"] if row["kind"] == kind]
    assert (move["route"], move["what"]) == (OAK, what)
    assert move["change"] == pytest.approx(move["after"] - move["before"])
    assert (move["change"] > 0) == (kind == "loss")


def test_a_format_that_loses_too_much_now(run, saved, where, own_catalog):
    """It is no longer offered beside hosted routes; the reason is its loss."""
    change(own_catalog, "formats/fp8.toml", "after = 91.12", "after = 50.0")
    answer = checked(run, saved, where(), 1)
    [(what, after)] = [
        (row["what"], row["after"]) for row in answer["moves"] if row["kind"] == "gone"
    ]
    assert what == "deployment"
    assert after.startswith("fp8 loses 0.")
    assert "which can no longer be run so (fp8 loses" in run("check", str(saved), *where()).stdout


def test_work_that_the_hardware_no_longer_takes(run, saved, where, own_catalog):
    """Less memory than the weights need: gone, and no price is made up."""
    change(own_catalog, "hardware/big-80.toml", "value = 80.0", "value = 20.0")
    answer = checked(run, saved, where(), 1)
    [gone] = [row for row in answer["moves"] if row["kind"] == "gone"]
    assert (gone["route"], gone["before"]) == (OAK, "2xbig-80, fp8")
    assert gone["after"] == "it takes the work no longer, or has no price"


def test_hardware_that_was_found_and_is_no_longer_known(run, saved, where, own_catalog):
    """Nobody named it: it is gone as a route is, and the decision is made without it."""
    (own_catalog / "hardware/big-80.toml").unlink()
    answer = checked(run, saved, where(), 1)
    [gone] = [row for row in answer["moves"] if row["kind"] == "gone"]
    assert (gone["route"], gone["after"]) == (OAK, "no accelerator `big-80` in the catalog")


@pytest.mark.parametrize("command", ["check", "recommend"])
def test_hardware_that_was_named_and_is_no_longer_known(run, where, own_catalog, tmp_path, command):
    """One sentence that names the file and the GPU, and a hint."""
    path = tmp_path / "named.toml"
    assert run("recommend", "--gpu", "2xbig-80", "--save", str(path), *where()).code == 0
    (own_catalog / "hardware/big-80.toml").unlink()
    named = (str(path),) if command == "check" else ("--decision", str(path))
    found = run(command, *named, *where())
    assert (found.code, found.raw) == (2, b"")
    assert "named.toml`: no accelerator `big-80`" in found.stderr
    assert "hint: `llmpick list hardware`" in found.stderr


def test_the_schema_has_every_option_of_hosting():
    """As the command line has them."""
    text = (SHIPPED.parent / "docs/schema/files/decision.json").read_text(encoding="utf-8")
    table = json.loads(text)["properties"]["hosting"]["properties"]
    assert set(table) == set(options.keys(*options.HOSTING))


EDITS = [
    ("concurrency = 4", "concurrency = 8", "`hosting.concurrency` was changed"),
    ("concurrency = 4\n", "", "`hosting.concurrency` is missing"),
    ("concurrency = 4", "concurrency = 4\nspeed = 1", "`hosting.speed` was added"),
    ("usd_per_gpu_hour = 0.02", "usd_per_gpu_hour = 0.01", "usd_per_gpu_hour` was changed"),
]


@pytest.mark.parametrize(("old", "new", "message"), EDITS)
def test_a_file_edited_by_hand(run, saved, where, old, new, message):
    """The sentence names the key; nothing is answered."""
    text = saved.read_text(encoding="utf-8")
    assert old in text
    saved.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = run("check", str(saved), *where())
    assert (found.code, found.raw) == (2, b"")
    assert message in found.stderr
    assert "hint: ask again with the change" in found.stderr


FORGED = [
    ("concurrency", 0, "decision.toml`: 0 requests at a time cannot be used"),
    ("concurrency", "many", "[hosting]: `concurrency` is not a whole number"),
    ("peak-to-mean", float("nan"), "decision.toml`: a peak to mean of nan cannot be used"),
    ("gpu", "0xbig-80", "decision.toml`: a count of `0` GPUs cannot be used"),
    ("gpu", 2, "[hosting]: `gpu` is not a text"),
    ("pue", 1.2, "decision.toml`: --pue is said of bought hardware"),
    ("speed", 1.0, "[hosting]: no key `speed`"),
    ("peak_to_mean", 1.0, "[hosting]: no key `peak_to_mean`"),
    ("task", "coding", "[hosting]: no key `task`"),
    ("self-host", "never", "`hosting.self-host` is not what it was"),
    ("self-host", True, "[hosting]: `self-host` is not a text"),
]


@pytest.mark.parametrize(("key", "value", "message"), FORGED)
def test_a_bad_value_that_a_forged_seal_hides(run, saved, where, key, value, message):
    """Who mends the seal too gets one sentence and a hint."""
    data = on_file(saved)
    data["hosting"][key] = value
    forge(saved, data)
    for named in (("check", str(saved)), ("recommend", "--decision", str(saved))):
        found = run(*named, *where())
        assert (found.code, found.raw) == (2, b"")
        assert message in found.stderr
        assert "hint: " in found.stderr


@pytest.mark.parametrize("value", ["also", [], {}, {"concurrency": 4}])
def test_a_table_that_is_none(run, saved, where, value):
    """Without a word whether they take part, or not a table at all."""
    data = on_file(saved)
    data["hosting"] = value
    forge(saved, data)
    found = run("check", str(saved), *where())
    assert (found.code, found.raw) == (2, b"")
    assert "is not what it was" in found.stderr


def test_a_file_of_the_version_before(run, where, tmp_path):
    """A decision of schema 1.0 held none of one's own: none takes part, air-gapped or not."""
    path = tmp_path / "old.toml"
    asked = ("--privacy", "air-gapped", "--self-host", "never", "--save", str(path))
    first = run("recommend", *asked, *where())
    assert first.code == 1
    data = on_file(path)
    data["schema_version"] = "1.0"
    forge(path, data)
    again = run("recommend", "--decision", str(path), *where())
    assert (again.code, again.raw) == (1, first.raw)
    assert checked(run, path, where(), 0)["moves"] == []


CONTRADICTIONS = [
    (("--self-host", "only"), "--self-host contradicts the decision", "says `also`"),
    (("--self-host", "never"), "--self-host contradicts the decision", "says `also`"),
    (("--concurrency", "8"), "--concurrency contradicts the decision", "says `4`"),
    (("--gpu", "2xbig-80"), "--gpu contradicts the decision", "does not ask it"),
    (("--own",), "--own contradicts the decision", "does not ask it"),
]


@pytest.mark.parametrize(("more", "message", "detail"), CONTRADICTIONS)
def test_an_option_that_contradicts_the_decision(run, saved, where, more, message, detail):
    """One sentence that names the option and what the decision says, exit 2."""
    found = run("recommend", "--decision", str(saved), *more, *where())
    assert (found.code, found.raw) == (2, b"")
    assert message in found.stderr
    assert detail in found.stderr


def test_an_option_that_says_the_same(run, saved, where):
    """What the decision says may be said again."""
    assert run("recommend", "--decision", str(saved), *ASKED, *where()).code == 0


def test_a_decision_without_them_stays_without(run, where, tmp_path):
    """Where none took part, `--self-host` beside it contradicts, and never is the same."""
    path = str(tmp_path / "hosted.toml")
    assert run("recommend", "--save", path, *where()).code == 0
    also = run("recommend", "--decision", path, "--self-host", "also", *where())
    assert also.code == 2
    assert "which says `never`" in also.stderr
    never = run("recommend", "--decision", path, "--self-host", "never", *where())
    assert never.code == 0
    assert "self-hosted" not in never.stdout


def test_speed_is_not_asked_of_hosted_routes(run, compiled_catalog):
    """Alone it is refused, for it would do nothing in silence; beside own hardware it is said."""
    where = ("--catalog", str(compiled_catalog), "--as-of", DAY)
    found = run("recommend", "--min-speed", "50", *where)
    assert found.code == 2
    assert "--min-speed is of your own hardware" in found.stderr
    assert "--patience" in found.stderr
    both = run("recommend", "--min-speed", "5", "--self-host", "also", *where)
    assert "hosted speed is not known here" in both.stderr
