"""A layer of one's own: answers follow it and say so; what is wrong with it is a sentence."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import own_layer
import pytest

DAY = "2026-11-23"
DISCOUNT = "discount 15 % at Acme, Enterprise agreement of 2026-09-01"
ZDR = "[privacy]\nmax_retention_days = 0\n"


@pytest.fixture
def layer(tmp_path):
    """A folder for a layer, empty."""
    folder = tmp_path / "layer"
    folder.mkdir()
    return folder


@pytest.fixture
def ask(run, compiled_catalog, layer, tmp_path):
    """Run a command on the small catalog with that layer: `ask("cost", "atlas-3")`."""

    def call(*arguments, over=layer, day=DAY, **more):
        env = {
            "LLMPICK_OVERLAY": str(over) if over else "off",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
        }
        asked = ["--catalog", str(compiled_catalog)]
        asked += ["--as-of", day] if arguments[:2] != ("overlay", "check") and day else []
        return run(*arguments, *asked, env=env, **more)

    return call


@pytest.fixture
def whole(layer):
    """The layer with a discount, a contract, a private endpoint of a tuned model, and a ban."""
    return own_layer.write(layer, own_layer.FILES)


def answer(found, code=0):
    """The JSON of an answer."""
    assert found.code == code, found.stderr
    return json.loads(found.stdout)


def grounds(document):
    """What an answer rests on, by its ground."""
    return {row["because"]: row for row in document["overlay"]["rests_on"]}


def test_recommend_follows_it_and_says_so(ask, whole):
    """The discount is in the cost, the endpoint in the ranking, the ban in what was left out."""
    before = answer(ask("recommend", "--json", over=None))
    after = answer(ask("recommend", "--json"))
    cost = {row["route"]: row["monthly_cost_usd"] for row in after["results"]}
    was = {row["route"]: row["monthly_cost_usd"] for row in before["results"]}
    first = "acme/atlas-3:high@acme"
    assert cost[first] == pytest.approx(0.85 * was[first])
    assert "acme/ours@vault" in cost
    assert [r["routes"] for r in after["excluded"]["rules"] if r["rule"] == "forbidden"] == [3]
    assert grounds(after)[DISCOUNT]["routes"] == ["acme/atlas-2@acme", "acme/atlas-3@acme"]
    assert grounds(after)["an endpoint of your own at Our vault"]["routes"] == ["acme/ours@vault"]
    assert "overlay" not in before
    for form in ("text", "table", "markdown"):
        shown = " ".join(ask("recommend", "--format", form, columns=400).stdout.split())
        assert f"prices of 2 routes from your own layer: {DISCOUNT}" in shown
    assert f"note: prices of 2 routes from your own layer: {DISCOUNT}" in (
        ask("recommend", "--format", "csv").stderr
    )


def test_cost_is_after_the_discount_and_says_the_word(ask, whole):
    """Input, output and cache are 15 % off at the provider; the bill says after discount."""
    was, now = (
        answer(ask("cost", "atlas-3@acme", "--cache-share", "0.5", "--json", over=over))["results"]
        for over in (None, whole)
    )
    assert now[0]["monthly_cost_usd"] == pytest.approx(0.85 * was[0]["monthly_cost_usd"])
    for name, amount in was[0]["price"].items():
        if isinstance(amount, float):
            assert now[0]["price"][name] == pytest.approx(0.85 * amount)
    assert f"after {DISCOUNT}" in ask("cost", "atlas-3@acme").stdout
    # of a day before the contract no price is known either: nothing rests on the layer
    before_it = ask("cost", "atlas-3@acme", "--json", day="2026-08-31")
    assert before_it.code == 1
    assert json.loads(before_it.stdout)["overlay"]["rests_on"] == []


def test_check_follows_a_contract_and_a_ban(ask, whole, tmp_path):
    """A contract proves what the catalog does not know; what is forbidden is found."""
    policy = tmp_path / "policy.toml"
    policy.write_text(ZDR, encoding="utf-8")
    asked = ("check", "atlas-3@acme", "--policy", str(policy), "--json")
    assert ask(*asked, over=None).code == 1
    found = answer(ask(*asked))
    assert found["passed"]
    assert "Enterprise agreement of 2026-09-01" in grounds(found)
    refused = ask("check", "thin-9@dojo/preview", "--policy", str(policy), "--json")
    [row] = answer(refused, 1)["findings"]
    assert (row["rule"], row["note"]) == ("forbidden", "not approved by procurement")


def test_compare_sensitivity_show_and_report_say_so(ask, whole, tmp_path):
    """Each names what rests on the layer; a report has it among what it stands on."""
    for command in (("compare", "atlas-3", "ours"), ("sensitivity",), ("show", "atlas-3@acme")):
        assert DISCOUNT in grounds(answer(ask(*command, "--json"))), command
        assert DISCOUNT in ask(*command).stdout
    for name in ("page.html", "page.md"):
        assert ask("report", "--out", str(tmp_path / name)).code == 0
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "prices of 1 route from your own layer: discount 15 % at Acme" in text
    compared = answer(ask("compare", "ours", "oak-70b", "--json"))
    quality = "that expected of its base birch/oak-70b"
    assert grounds(compared)[quality]["routes"] == ["acme/ours@vault"]


def test_list_and_show_name_every_fact_that_changes(ask, whole):
    """Old and new value, and the ground."""
    rows = answer(ask("overlay", "list", "--json"))["results"]
    by_fact = {(row["name"], row["fact"]): row for row in rows}
    batch = by_fact["acme/atlas-3@acme", "output_per_mtok (batch)"]
    assert (batch["before"], batch["after"]) == (5, 4.25)
    zdr = by_fact["acme", "zero_data_retention"]
    assert (zdr["before"], zdr["after"]) == ("by-approval", "default")
    assert zdr["because"] == "Enterprise agreement of 2026-09-01"
    assert by_fact["cedar/thin-9@dojo", "listing"]["after"] == "forbidden"
    shown = answer(ask("overlay", "show", "our-model", "--json"))["results"]
    assert {row["name"] for row in shown} == {"acme/ours", "acme/ours@vault"}
    assert "47 facts of 11 records changed." in ask("overlay", "list").stdout


def test_compiled_or_not_it_answers_alike(ask, whole, tmp_path):
    """`overlay check` compiles; an edit makes that old, and what is damaged is made again."""
    commands = [("recommend", "--json"), ("cost", "--json"), ("show", "our-model", "--json")]
    slow = [ask(*command) for command in commands]
    assert "reading your own layer from its files" in slow[0].stderr
    assert ask("overlay", "check").code == 0
    quick = [ask(*command) for command in commands]
    assert [one.raw for one in quick] == [one.raw for one in slow]
    assert quick[0].stderr == ""
    [compiled] = (tmp_path / "cache").rglob("*.bin")
    data = compiled.read_bytes()
    for broken in (data[:5000], data[:-5000], b"", bytes(len(data))):
        compiled.write_bytes(broken)
        assert [ask(*command).raw for command in commands] == [one.raw for one in slow]
    compiled.write_bytes(data)
    table = whole / "overlay.toml"
    table.write_text(own_layer.TABLE.replace("0.15", "0.25"), encoding="utf-8")
    assert "discount 25 % at Acme" in ask("cost", "atlas-3@acme").stdout


def test_another_day_has_its_own_facts(ask, whole):
    """A day before the contract has the catalog's terms, compiled or not."""
    for _ in range(2):
        rows = answer(ask("overlay", "show", "acme", "--json", day="2026-08-31"))["results"]
        assert rows == []
        assert ask("overlay", "check").code == 0


@pytest.mark.parametrize("command", [("recommend",), ("cost",), ("check", "atlas-3"), ("list",)])
def test_an_empty_layer_changes_no_byte(ask, layer, command, tmp_path):
    """Neither does what `overlay init` writes, compiled or not."""
    policy = tmp_path / "policy.toml"
    policy.write_text(ZDR, encoding="utf-8")
    command = (*command, "--policy", str(policy)) if command[0] == "check" else command
    for form in ("json", "text", "markdown", "csv"):
        without = ask(*command, "--format", form, over=None)
        assert ask(*command, "--format", form) == without._replace(arguments=without.arguments)
    (layer / "overlay.toml").unlink(missing_ok=True)
    assert ask("overlay", "init", day=None).code == 2  # --catalog is none of its options


def test_init_begins_a_layer_that_states_nothing(run, ask, layer, tmp_path):
    """Its examples are comments; taken out of them they are right."""
    env = {"LLMPICK_OVERLAY": str(layer)}
    assert run("overlay", "init", env=env).code == 0
    assert run("overlay", "init", env=env).code == 2
    without = ask("recommend", "--json", over=None)
    assert ask("recommend", "--json").raw == without.raw
    assert ask("overlay", "check").code == 0
    assert ask("recommend", "--json").raw == without.raw
    text = (layer / "overlay.toml").read_text(encoding="utf-8")
    rows = [line[2:] for line in text.splitlines() if line.startswith(("# [[", "# p", "# d"))]
    assert any(row.startswith("discount = ") for row in rows)


def test_a_discount_of_nothing_changes_no_number(ask, layer):
    """0 is no discount."""
    text = own_layer.TABLE.partition("[[forbidden]]")[0].replace("0.15", "0")
    own_layer.write(layer, {"overlay.toml": text})
    for command in ("recommend", "cost"):
        found = answer(ask(command, "--json"))
        assert found.pop("overlay")["rests_on"] == []
        assert found == answer(ask(command, "--json", over=None))


def test_a_saved_decision_says_that_the_layer_changed(ask, whole, layer, tmp_path):
    """Its hash is in the file; a recheck names another layer, and none."""
    path = str(tmp_path / "decision.toml")
    assert ask("recommend", "--save", path).code == 0
    assert "overlay_sha256" in Path(path).read_text(encoding="utf-8")
    kept = ask("check", path, "--json")
    assert [m for m in answer(kept)["moves"] if m["kind"] == "overlay"] == []
    (layer / "providers" / "acme.toml").unlink()
    moved = ask("check", path, "--json")
    assert [m["what"] for m in json.loads(moved.stdout)["moves"] if m["kind"] == "overlay"]
    assert "another layer of your own" in moved.stderr
    [none] = [
        m
        for m in json.loads(ask("check", path, "--json", over=None).stdout)["moves"]
        if m["kind"] == "overlay"
    ]
    assert none["after"] is None


def test_a_project_lies_over_the_user(ask, whole, tmp_path, monkeypatch):
    """[overlay] of llmpick.toml states what wins; other keys of it stay those of the need."""
    project = tmp_path / "project"
    files = {
        "llmpick.toml": 'budget = 4000\n[overlay]\nfolder = "ours"\n'
        '[[overlay.discounts]]\nprovider = "acme"\ndiscount = 0.5\n'
        'contract = "Pilot"\nsigned = 2026-11-01\n',
        "ours/providers/acme.toml": own_layer.CONTRACT.replace('"default"', '"self-serve"'),
    }
    own_layer.write(project, files)
    monkeypatch.chdir(project)
    for _ in range(2):
        found = ask("recommend", "--json")
        assert "budget from" in found.stderr
        assert "discount 50 % at Acme, Pilot of 2026-11-01" in grounds(answer(found))
        rows = answer(ask("overlay", "show", "acme", "--json"))["results"]
        assert [r["after"] for r in rows if r["fact"] == "zero_data_retention"] == ["self-serve"]
        assert ask("overlay", "check").code == 0
    (project / "ours" / "providers" / "acme.toml").unlink()
    rows = answer(ask("overlay", "show", "acme", "--json"))["results"]
    assert [r["after"] for r in rows if r["fact"] == "zero_data_retention"] == ["default"]


DEEP = "x = " + "[" * 4000 + "\n"
SLIPS = [
    ("overlay.toml", "x = [", "not TOML"),
    ("overlay.toml", DEEP * 25, "nested too deeply"),
    ("overlay.toml", f"x = {'9' * 5000}\n", "digits"),
    ("overlay.toml", own_layer.TABLE.replace("0.15", "nan"), "discounts.0.discount"),
    ("overlay.toml", own_layer.TABLE.replace("0.15", "15"), "discounts.0.discount"),
    ("overlay.toml", own_layer.TABLE.replace("0.15", "-0.1"), "discounts.0.discount"),
    ("overlay.toml", own_layer.TABLE.replace("0.15", '"0.15"'), "discounts.0.discount"),
    ("overlay.toml", own_layer.TABLE.replace("signed", "since"), "discounts.0.signed"),
    ("overlay.toml", own_layer.TABLE.replace('"acme"', '"acmee"'), "did you mean `acme`?"),
    ("overlay.toml", own_layer.TABLE.replace('"dojo"', '"doj"'), "did you mean `dojo`?"),
    ("overlay.toml", own_layer.TABLE.replace('provider = "dojo"\n', ""), "names no provider"),
    (
        "overlay.toml",
        own_layer.TABLE.replace('provider = "acme"', 'offering = "acme/atlas-3@acm"'),
        "did you mean `acme/atlas-3@acme`?",
    ),
    ("overlay.toml", 'folder = "../x"\n', "is of llmpick.toml alone"),
    ("overlay.toml", "dicounts = []\n", "dicounts"),
    ("overlays.toml", "", "did you mean `overlay.toml`?"),
    ("provider/acme.toml", own_layer.CONTRACT, "did you mean `providers`?"),
    ("scores/acme.toml", "x = 1\n", "cannot be in a layer"),
    ("providers/acmee.toml", own_layer.CONTRACT, "did you mean `acme`?"),
    ("providers/acme.toml", own_layer.CONTRACT.replace('"default"', "1"), "zero_data_retention"),
    (
        "providers/acme.toml",
        own_layer.CONTRACT.replace("[sources.contract]", "[sources.c]"),
        "lacks",
    ),
    ("providers/acme.toml", own_layer.CONTRACT.replace("zero_data", "zero_dat"), "did you mean"),
    ("providers/acme.toml", own_layer.CONTRACT.replace('kind = "contract"', 'kind = "x"'), "kind"),
    ("models/acme/ours.toml", own_layer.TUNED.replace("oak-70b", "oak-7b"), "birch/oak-70b"),
    ("offerings/vault/acme/ours.toml", own_layer.ENDPOINT, "no record"),
    ("providers/acme.toml", b"\xff\xfe", "not UTF-8"),
    ("providers/acme.toml", "# " + "x" * 20_000, "longer than"),
]


@pytest.mark.parametrize(("name", "text", "words"), SLIPS)
def test_what_is_wrong_is_one_sentence(ask, layer, name, text, words):
    """The file and the key are named, by `overlay check` and by every answer."""
    path = layer / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    checked = ask("overlay", "check", "--json")
    rows = json.loads(checked.stdout)["findings"]
    assert checked.code == 1
    assert words in " ".join(f"{r['file']} {r['fact']} {r['message']} {r['tip']}" for r in rows)
    asked = ask("recommend")
    assert (asked.code, asked.stdout) == (2, "")
    assert asked.stderr.startswith("error: your own layer: ")
    assert name.partition("/")[0] in asked.stderr
    assert words in asked.stderr


def test_a_folder_outside_the_project_is_refused(ask, tmp_path, monkeypatch):
    """Neither above it, nor absolute, nor by a link."""
    project = own_layer.write(tmp_path / "p", {"inside/x.txt": ""})
    outside = own_layer.write(tmp_path / "outside", {"overlay.toml": ""})
    (project / "link").symlink_to(outside)
    monkeypatch.chdir(project)
    for folder in ("../outside", str(outside), "link", "~", "missing", "."):
        own_layer.write(project, {"llmpick.toml": f'[overlay]\nfolder = "{folder}"\n'})
        found = ask("recommend")
        assert found.code == 2
        assert "is no folder below that of llmpick.toml" in found.stderr


def test_what_is_no_file_is_never_waited_for(ask, layer):
    """A FIFO, a device and a link in a layer are refused."""
    (layer / "providers").mkdir()
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir):
        path = layer / "providers" / "acme.toml"
        make(path)
        found = ask("recommend")
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        assert (found.code, found.stdout == "") in ((2, True), (0, False))


def test_a_variable_that_names_no_folder(ask, tmp_path):
    """It is said, and never an answer without the layer."""
    found = ask("recommend", over=tmp_path / "nowhere")
    assert found.code == 2
    assert "LLMPICK_OVERLAY" in found.stderr


def test_names_of_a_layer_cannot_paint_the_terminal(ask, layer):
    """Markup is shown as it stands, and control characters are refused."""
    table = own_layer.TABLE.replace("Enterprise agreement", "[red]x[/] v2")
    own_layer.write(layer, {"overlay.toml": table})
    assert "[red]x[/] v2 of 2026-09-01" in ask("cost", "atlas-3@acme", "--format", "table").stdout
    own_layer.write(layer, {"overlay.toml": table.replace("[red]", "\\u001b[31m")})
    assert ask("recommend").code == 2


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ('provider = "acme"', "discount 15 % at Acme, "),
        ('model = "acme/atlas-3"', "discount 15 % on acme/atlas-3, "),
        ('provider = "acme"\nmodel = "acme/atlas-3"', "discount 15 % at Acme on acme/atlas-3, "),
        ('offering = "acme/atlas-3@acme"', "discount 15 % on acme/atlas-3@acme, "),
        ('provider = "acme"\nservice = "batch"', "discount 15 % of batch at Acme, "),
    ],
)
def test_a_discount_says_what_it_is_of(ask, layer, named, words):
    """Of a provider, a model, both, an offering, or one service."""
    table = own_layer.TABLE.replace('provider = "acme"', named)
    own_layer.write(layer, {"overlay.toml": table})
    found = answer(ask("cost", "atlas-3@acme", "--batch", "0.5", "--json"))
    [why] = [why for why in grounds(found) if why.startswith("discount")]
    assert why.startswith(words)
    listed = answer(ask("cost", "atlas-3@acme", "--batch", "0.5", "--json", over=None))
    assert found["results"][0]["monthly_cost_usd"] < listed["results"][0]["monthly_cost_usd"]
