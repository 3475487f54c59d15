"""The page of `llmpick report` in a real browser: the system's Chromium, without a window."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: llmpick[test]")

DAY = ("--as-of", "2026-11-23")
NEED = ("--task", "coding", "--privacy", "internal")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser here: none of {', '.join(NAMES)}"),
    # playwright runs its own event loop, and leaves what pytest would report as unclosed
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def browser():
    """Chromium as the system has it; nothing is fetched."""
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


class Opened:
    """A page with all that it said and asked for."""

    def __init__(self, page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def goto(self, path: Path) -> Opened:
        """Open the file, and wait for its charts."""
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready=yes]")
        return self

    def ranking(self) -> list[tuple[str, float]]:
        """Routes and scores as the table has them."""
        rows = self.page.locator("#t-ranking tbody tr").evaluate_all(
            "rows => rows.map(row => [row.dataset.route, Number(row.dataset.score)])"
        )
        return [(route, score) for route, score in rows]

    def weigh(self, weights: dict[str, int]) -> None:
        """Move every slider, as a reader does."""
        for name, points in weights.items():
            self.page.locator(f"#w-{name}").fill(str(points))


@pytest.fixture
def opened(browser):
    """A page of its own: `opened(width=390, dark=True)`."""
    contexts = []

    def call(width: int = 1100, dark: bool = False, **settings) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 850},
            color_scheme="dark" if dark else "light",
            **settings,
        )
        contexts.append(context)
        return Opened(context.new_page())

    yield call
    for context in contexts:
        context.close()


@pytest.fixture
def report(run, compiled_catalog, tmp_path):
    """Write a report of the small catalog, or of the one that llmpick ships."""

    def call(*arguments: str, shipped: bool = False) -> Path:
        where = () if shipped else ("--catalog", str(compiled_catalog))
        target = tmp_path / "report.html"
        done = run("report", *arguments, *DAY, *where, "--out", str(target))
        assert done.stderr == "", done.stderr
        return target

    return call


@pytest.mark.parametrize("shipped", [False, True], ids=["small", "shipped"])
@pytest.mark.parametrize(
    ("width", "dark"), [(1100, False), (1100, True), (390, False)], ids=["light", "dark", "phone"]
)
def test_it_opens_in_silence(opened, report, width, dark, shipped):
    """No message, no error, no request but for the file itself, nothing wider than the window."""
    found = opened(width, dark).goto(report(*NEED, shipped=shipped))
    assert found.said == []
    assert [url.partition(":")[0] for url in found.asked[:1]] == ["file"]
    assert [url for url in found.asked[1:] if not url.startswith("data:")] == []
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    for chart in ("ranking", "contributions", "pareto", "cost", "sensitivity"):
        assert found.page.locator(f"#c-{chart} svg[role=img][aria-label]").count() >= 1


WEIGHTS = [
    {"performance": 55, "cost": 20, "privacy": 15, "customisability": 10},
    {"performance": 100, "cost": 0, "privacy": 0, "customisability": 0},
    {"performance": 0, "cost": 100, "privacy": 0, "customisability": 0},
    {"performance": 0, "cost": 0, "privacy": 100, "customisability": 3},
    {"performance": 7, "cost": 13, "privacy": 29, "customisability": 61},
    {"performance": 33, "cost": 33, "privacy": 33, "customisability": 1},
]


@pytest.mark.parametrize(
    "weights", WEIGHTS, ids=lambda weights: "-".join(map(str, weights.values()))
)
@pytest.mark.parametrize(
    "need",
    [NEED, ("--task", "coding", "--privacy", "internal", "--budget", "40")],
    ids=["no budget", "budget"],
)
def test_the_reader_weighs_as_the_program_does(
    opened, report, run, compiled_catalog, weights, need
):
    """Moved sliders rank and score every model as `recommend --weights` does."""
    found = opened().goto(report(*need))
    found.weigh(weights)
    _same_as_the_program(found, run, weights, (*need, "--catalog", str(compiled_catalog)))


@pytest.mark.parametrize("weights", WEIGHTS[:4], ids=lambda each: "-".join(map(str, each.values())))
def test_the_first_is_the_same_in_the_shipped_catalog(opened, report, run, weights):
    """With more routes than a page holds the first choice is still the program's."""
    found = opened().goto(report(*NEED, shipped=True))
    found.weigh(weights)
    _same_as_the_program(found, run, weights, NEED, top=1)


def _same_as_the_program(found: Opened, run, weights, arguments, top: int = 20) -> None:
    text = ",".join(f"{name}={points}" for name, points in weights.items())
    done = run("recommend", *arguments, *DAY, "--weights", text, "--json", "--top", str(top))
    expected = [(row["route"], row["score"]) for row in json.loads(done.stdout)["results"]]
    shown = found.ranking()[:top]
    assert [route for route, _ in shown] == [route for route, _ in expected]
    for (_, score), (_, wanted) in zip(shown, expected, strict=True):
        assert score == pytest.approx(wanted, abs=1e-11)
    data = json.loads(found.page.evaluate("document.getElementById('model').textContent"))
    [name] = [route["name"] for route in data["routes"] if route["id"] == expected[0][0]]
    assert name in found.page.locator("#first-line").inner_text()
    assert name in found.page.locator("#needs-of").inner_text()
    assert text in found.page.locator("#command-now").inner_text()
    assert found.said == []


def test_where_all_that_fits_is_air_gapped_privacy_moves_nothing(opened, run, part, tmp_path):
    """All have the most of it: whatever it weighs, each keeps its place among the others."""
    path = tmp_path / "own.html"
    asked = ("--task", "rag", "--privacy", "air-gapped", "--gpu", "4xH100")
    where = (*DAY, "--catalog", str(part))
    assert run("report", *asked, *where, "--out", str(path)).code == 0
    found = opened().goto(path)
    data = json.loads(found.page.evaluate("document.getElementById('model').textContent"))
    place = data["criteria"].index("privacy")
    assert {route["utility"][place] for route in data["routes"]} == {1.0}
    found.weigh({"performance": 30, "cost": 20, "privacy": 0, "customisability": 50})
    without = found.ranking()
    assert len(without) > 2
    for points in (40, 100):
        found.weigh({"privacy": points})
        share = points / (100 + points)
        heavy = found.ranking()
        assert [route for route, _ in heavy] == [route for route, _ in without]
        for (_, score), (_, bare) in zip(heavy, without, strict=True):
            assert score == pytest.approx(share + (1 - share) * bare, abs=1e-11)
    stretches = found.page.locator("#t-sensitivity tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    [one] = [row for row in stretches if row[0] == "privacy"]
    names = {route["id"]: route["name"] for route in data["routes"]}
    assert (float(one[1]), float(one[2]), one[3]) == (0.0, 1.0, names[without[0][0]])
    assert found.said == []


@pytest.mark.parametrize(
    "need",
    [
        pytest.param(("--provider", "acme", "--developer", "acme"), id="few"),
        pytest.param(("--weights", "performance=1"), id="one weight"),
        pytest.param(("--include-unrated", "--rate", "JPY=150"), id="unrated"),
        pytest.param(("--language", "ja", "--dpa"), id="demands"),
        pytest.param(("--requests", "1", "--input-tokens", "0", "--output-tokens", "0"), id="free"),
    ],
)
def test_any_need_makes_a_page_in_silence(opened, report, need):
    """Whatever is asked: charts are drawn, sliders move, and nothing is said on the console."""
    found = opened().goto(report(*need))
    found.weigh({"performance": 10, "cost": 90})
    assert found.ranking()
    assert found.said == []
    assert "NaN" not in found.page.locator("main").inner_html()


def test_at_first_it_says_what_the_program_says(opened, report, run, compiled_catalog):
    """Before a slider is moved, and after `As asked`: the given weights, to the last word."""
    where = ("--catalog", str(compiled_catalog), *DAY)
    answer = json.loads(run("recommend", *NEED, "--json", *where).stdout)
    spoken = run("recommend", *NEED, "--format", "text", *where).stdout.splitlines()
    sentence, *steps = [" ".join(line.split()) for line in spoken[: spoken.index("")]]
    sentence = f"{sentence}."
    assert sentence == answer["headline"]
    assert [line.split()[0] for line in steps] == ["Cheaper", "Equal"]
    steps = steps[1:]  # Cheaper stands on its tile
    ids = [row["route"] for row in answer["results"]]
    found = opened().goto(report(*NEED))
    told = found.page.locator("#why > div")
    assert [" ".join(line.split()) for line in told.all_inner_texts()][: len(steps)] == steps
    assert [route for route, _ in found.ranking()] == ids
    headline = found.page.locator("#headline")
    assert headline.inner_text() == sentence
    found.weigh({"cost": 100})
    assert headline.inner_text().startswith("With these weights, use ")
    assert not found.page.locator(".tiles").is_visible()
    found.page.get_by_role("button", name="As asked").click()
    assert headline.inner_text() == sentence
    assert found.page.locator(".tiles").is_visible()
    assert [" ".join(line.split()) for line in told.all_inner_texts()][: len(steps)] == steps
    assert [route for route, _ in found.ranking()] == ids


@pytest.mark.parametrize("shipped", [False, True], ids=["small", "shipped"])
def test_stretches_of_a_weight_are_the_programs(opened, report, shipped):
    """Who is first as one weight goes from 0 to 1: as `core.stability` finds it."""
    from llmpick.core.robustness.stability import curves

    found = opened().goto(report(*NEED, shipped=shipped))
    data = json.loads(found.page.evaluate("document.getElementById('model').textContent"))
    values = [route["utility"] for route in data["routes"]]
    costs = [route["lasting"] for route in data["routes"]]
    ids = [route["id"] for route in data["routes"]]
    names = [route["name"] for route in data["routes"]]
    shown = found.page.locator("#t-sensitivity tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    for place, name in enumerate(data["criteria"]):
        wanted = curves(values, data["weights"], place, costs, ids).winners
        rows = [row for row in shown if row[0] == name]
        assert [row[3] for row in rows] == [names[position] for position, _, _ in wanted]
        for row, (_, low, high) in zip(rows, wanted, strict=True):
            assert (float(row[1]), float(row[2])) == pytest.approx((low, high), abs=0.0051)


def test_what_turns_it_turns_it(opened, report):
    """A little past the nearest bound that is named, the named route is first."""
    found = opened().goto(report(*NEED, shipped=True))
    data = json.loads(found.page.evaluate("document.getElementById('model').textContent"))
    text = found.page.locator("#turns dd").inner_text()
    match = re.match(r"(.+?) if (\w+) weighs (more|less) than ([\d.]+) ", text)
    assert match, text
    route, name, than, bound = match.groups()
    wanted = float(bound) + (0.01 if than == "more" else -0.01)
    given = dict(zip(data["criteria"], data["weights"], strict=True))
    rest = sum(share for other, share in given.items() if other != name)
    utility = {item["name"]: item["utility"] for item in data["routes"]}
    moved = {
        other: wanted if other == name else (1 - wanted) * share / rest
        for other, share in given.items()
    }
    scores = {
        key: sum(moved[other] * value for other, value in zip(given, values, strict=True))
        for key, values in utility.items()
    }
    assert max(scores, key=scores.__getitem__) == route


def test_all_weights_zero_is_said(opened, report):
    """Nothing to weigh: the ranking stays, and a sentence says why."""
    found = opened().goto(report(*NEED))
    before = found.ranking()
    found.weigh(dict.fromkeys(("cost", "privacy", "customisability"), 0))
    last = found.ranking()
    found.weigh({"performance": 0})
    assert found.page.locator("#zero").is_visible()
    assert found.ranking() == last
    found.page.get_by_role("button", name="As asked").click()
    assert not found.page.locator("#zero").is_visible()
    assert found.ranking() == before


def test_by_keyboard(opened, report):
    """Tab reaches every control by its name, arrows move a weight, and the change is announced."""
    found = opened().goto(report(*NEED))
    page = found.page
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
            )
        )
    for name in ("Skip to the recommendation", "As asked", "cheap", "performance", "cost"):
        assert name in names
    page.locator("#w-cost").focus()
    value = int(page.locator("#w-cost").input_value())
    page.keyboard.press("ArrowRight")
    assert int(page.locator("#w-cost").input_value()) == value + 1
    assert "percent of the score" in (page.locator("#w-cost").get_attribute("aria-valuetext") or "")
    page.wait_for_selector("#announce:has-text('First is now')", state="attached")


def test_without_scripts_the_tables_stand(opened, report):
    """Recommendation, ranking, exclusions and evidence are in the page itself."""
    found = opened(java_script_enabled=False)
    found.page.goto(report(*NEED).as_uri())
    assert found.page.locator("#headline").inner_text().startswith("Use ")
    tiles = [text.strip() for text in found.page.locator(".tile h3").all_inner_texts()]
    assert tiles == ["Use", "Better", "Cheaper"]
    assert found.page.locator("#why dt").all_inner_texts()[0] == "Equal"
    assert found.page.locator("#t-ranking tbody tr").count() > 1
    assert found.page.locator("noscript p").is_visible()


def test_nothing_fits(opened, report):
    """A page without an answer: what was left out, and no empty chart."""
    found = opened().goto(report("--budget", "0.001"))
    assert found.said == []
    assert "Nothing fits" in found.page.locator("#headline").inner_text()
    assert not found.page.locator("#ranking").is_visible()
    assert found.page.locator("#excluded tbody tr").count() > 1


def test_on_paper_nothing_is_cut_off(opened, report):
    """Printed at the width of a page of A4, all columns are on it, and nothing to click."""
    found = opened(width=718).goto(report(*NEED, shipped=True))
    found.page.emulate_media(media="print")
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 718
    assert not found.page.locator("button:visible, input:visible, nav:visible").count()
    assert found.page.locator("#c-pareto .key").first.is_visible()


def test_it_prints_on_two_to_four_sheets(opened, report):
    """As Chromium makes a PDF of it: leaves of its tree of pages."""
    found = opened().goto(report(*NEED, shipped=True))
    printed = found.page.pdf(prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4


def test_moved_weights_stand_in_the_address(opened, report):
    """Who opens the address sees the same ranking; a link of the contents keeps them."""
    path = report(*NEED)
    found = opened().goto(path)
    found.weigh({"cost": 90})
    ranking, address = found.ranking(), found.page.url
    assert re.search(r"#w=[\d.]+,90,[\d.]+,[\d.]+$", address)
    found.page.locator("nav a[href='#excluded']").click()
    assert found.page.url == f"{address}&at=excluded"
    again = opened()
    again.page.goto(found.page.url)
    again.page.wait_for_selector("html[data-ready=yes]")
    assert again.ranking() == ranking
    assert again.page.locator("#w-cost").input_value() == "90"
    again.page.get_by_role("button", name="As asked").click()
    assert again.page.url == path.as_uri()
    for wrong in ("#w=1,2", "#w=a,b,c,d", "#w=0,0,0,0", "#w=-1,2,3,4"):
        other = opened()
        other.page.goto(path.as_uri() + wrong)
        other.page.wait_for_selector("html[data-ready=yes]")
        assert other.page.locator("#steps-gone").is_hidden()
        assert other.said == []


@pytest.mark.parametrize("width", [375, 1100])
def test_names_on_a_chart_are_whole_and_within_it(opened, report, width):
    """The name of each route of a chart, unshortened, inside the figure."""
    found = opened(width).goto(report(*NEED, shipped=True))
    data = json.loads(found.page.evaluate("document.getElementById('model').textContent"))
    whole = {f"{route['label']} on {route['host']}" for route in data["routes"]}
    for chart in ("ranking", "contributions", "cost"):
        texts = found.page.locator(f"#c-{chart} svg[role=img] text").evaluate_all(
            """texts => texts.map(text => {
              const box = text.getBoundingClientRect();
              const frame = text.closest("figure").getBoundingClientRect();
              const lines = [...text.querySelectorAll("tspan")].map(part => part.textContent);
              return [lines.length ? lines.join(" ") : text.textContent,
                      box.left >= frame.left - 1 && box.right <= frame.right + 1];
            })"""
        )
        names = [(text, inside) for text, inside in texts if " on " in text]
        assert len(names) == 10
        for text, inside in names:
            assert text in whole
            assert inside, text
    labels = {pick["label"] for pick in data["picks"]}
    drawn = set(found.page.locator("#c-pareto svg[role=img] text").all_text_contents())
    assert labels <= drawn


def test_series_differ_in_more_than_colour(opened, report):
    """Bars have a hatching each, lines a dash each, picks a shape each."""
    found = opened().goto(report(*NEED, shipped=True))
    shapes = found.page.evaluate(
        """() => {
          const of = (figure) => [...document.querySelectorAll(`#${figure} .key svg`)]
            .map(mark => [...mark.querySelectorAll("path")]
              .map(path => path.getAttribute("d") + path.getAttribute("stroke-dasharray")
                + (figure === "c-sensitivity" ? path.getAttribute("stroke") : "")).join());
          return ["c-contributions", "c-cost", "c-sensitivity", "c-pareto"].map(of);
        }"""
    )
    for marks in shapes:
        assert len(marks) > 2
        assert len(marks) == len(set(marks))


AXE = next(Path(__file__).parents[3].glob("node_modules/axe-core/axe.min.js"), None) or next(
    (Path(place) for place in [os.environ.get("LLMPICK_AXE", "")] if place), None
)


@pytest.mark.skipif(AXE is None, reason="no axe-core here: npm install axe-core, or LLMPICK_AXE")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_barrier_is_found(opened, report, dark):
    """axe-core finds no violation, at a desk and on a phone."""
    path = report(*NEED, shipped=True)
    for width in (375, 1100):
        found = opened(width, dark, bypass_csp=True).goto(path)
        found.page.add_script_tag(path=AXE)
        result = found.page.evaluate("axe.run()")
        broken = [
            (one["id"], [node["target"] for node in one["nodes"]]) for one in result["violations"]
        ]
        assert broken == []


CHARTS = {
    "#c-ranking": "llmpick-ranking.svg",
    "#c-contributions": "llmpick-contributions.svg",
    "#c-pareto": "llmpick-pareto.svg",
    "#c-cost": "llmpick-cost.svg",
    "#c-sensitivity": "llmpick-weight-of-performance.svg",
}


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_can_be_saved(opened, report, chart):
    """Save as SVG: one file with colours and not names of them, that says by itself what it is."""
    found = opened().goto(report(*NEED))
    keys = found.page.locator(f"{chart} .legend .key").all_inner_texts()
    with found.page.expect_download() as waiting:
        found.page.locator(f"{chart} button.save").first.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == CHARTS[chart]
    drawing = ElementTree.fromstring(text)
    assert [part.tag.rpartition("}")[2] for part in drawing][:2] == ["title", "desc"]
    assert "First: " in (drawing[1].text or "")
    assert "var(--c" not in text
    assert "http" not in text.replace("http://www.w3.org/", "")
    said = [part.text for part in drawing.iter() if part.text]
    assert set(keys) <= {" ".join(said)} | set(said)
    assert any("facts in force on 2026-11-23" in text for text in said)
    assert found.said == []


def test_a_chart_can_be_saved_as_a_picture(opened, report):
    """Save as PNG: the same chart at twice its size."""
    found = opened().goto(report(*NEED))
    with found.page.expect_download() as waiting:
        found.page.locator("#c-pareto button.png").click()
    data = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename == "llmpick-pareto.png"
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") > 1000
    assert len(data) > 10_000
    assert found.said == []


@pytest.mark.parametrize("weights", WEIGHTS[:1] + WEIGHTS[4:], ids=str)
def test_the_parts_of_a_score_add_up_as_shown(opened, report, weights):
    """Every row of the table, to the last digit."""
    found = opened().goto(report(*NEED, shipped=True))
    found.weigh(weights)
    rows = found.page.locator("#t-contributions tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
    )
    assert len(rows) > 5
    for *parts, score in (row[-5:] for row in rows):
        thousandths = [round(float(part) * 1000) for part in (*parts, score)]
        assert sum(thousandths[:-1]) == thousandths[-1]
