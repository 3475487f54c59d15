"use strict";
/* The arithmetic of llmpick/core/ranking/score.py and llmpick/core/robustness/stability.py. */
(() => {
  const { routes } = window.llmpick.data;

  /** Points as shares that add to 1. */
  function shares(given) {
    let total = 0;
    for (const each of given) total += each;
    return given.map((each) => each / total);
  }

  function score(utility, weight) {
    return weight[0] * utility[0] + weight[1] * utility[1] +
      (weight[3] * utility[3] + weight[2] * utility[2]);
  }

  /** The score in four cases of five: errors of quality and cost, which are independent. */
  function interval(route, weight, middle) {
    const side = (quality, cost) => Math.hypot(
      weight[0] * (route.utility[0] - quality), weight[1] * (route.utility[1] - cost));
    return [
      middle - side(route.quality80[0], route.cost80[0]),
      middle + side(route.quality80[1], route.cost80[1]),
    ];
  }

  const before = (a, b) => b.score - a.score || a.route.lasting - b.route.lasting ||
    (a.route.id < b.route.id ? -1 : a.route.id > b.route.id ? 1 : 0);

  /** The best route of each model, the best first. */
  function rank(weight) {
    const rows = routes.map((route) => ({ route, score: score(route.utility, weight) }));
    rows.sort(before);
    const seen = new Set();
    return rows.filter((row) => !seen.has(row.route.model) && seen.add(row.route.model));
  }

  /** Who is first in which stretch of one weight, the others in proportion: [route, from, to]. */
  function stretches(weight, criterion) {
    const others = weight.length - 1;
    let rest = 0;
    weight.forEach((each, place) => { if (place !== criterion) rest += each; });
    const share = (each, place) => {
      if (place === criterion) return 0;
      return rest ? each / rest : 1 / others;
    };
    const zero = weight.map(share);
    const one = weight.map((_, place) => (place === criterion ? 1 : 0));
    const lines = routes.map((route) => {
      const start = score(route.utility, zero);
      return { route, start, slope: score(route.utility, one) - start };
    });
    const found = [];
    let at = 0;
    let now = lines.reduce((a, b) => {
      if (Math.abs(b.start - a.start) > 1e-12) return b.start > a.start ? b : a;
      if (Math.abs(b.slope - a.slope) > 1e-12) return b.slope > a.slope ? b : a;
      return before({ route: b.route, score: 0 }, { route: a.route, score: 0 }) < 0 ? b : a;
    });
    for (;;) {
      let next = null;
      let where = 1;
      for (const line of lines) {
        if (line.slope <= now.slope + 1e-12) continue;
        const t = Math.max(at, (now.start - line.start) / (line.slope - now.slope));
        if (t < where - 1e-12 || (next && t <= where + 1e-12 && line.slope > next.slope)) {
          next = line;
          where = Math.min(t, where);
        }
      }
      if (where > at || !next) found.push([now.route, at, where]);
      if (!next) return { found, lines };
      now = next;
      at = where;
    }
  }

  Object.assign(window.llmpick, { shares, interval, rank, stretches });
})();
