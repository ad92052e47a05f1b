// The dashboard's charts, drawn from the API. Without this script the page shows the same as tables.
(function () {
  "use strict";
  const source = document.getElementById("chart-sources");
  if (!source || !window.echarts) return;
  // On paper the tables speak; on the screen they wait behind their charts.
  const tables = (open) => document.querySelectorAll(".dk-as-table").forEach((table) => { table.open = open; });
  tables(false);
  // Paper is white: what the charts take from the dark scheme is drawn again in the light one.
  const root = document.documentElement;
  let wasDark = false;
  window.addEventListener("beforeprint", () => {
    tables(true);
    wasDark = root.classList.contains("dark");
    root.classList.remove("dark");
  });
  window.addEventListener("afterprint", () => {
    tables(false);
    root.classList.toggle("dark", wasDark);
  });
  const from = JSON.parse(source.textContent);
  const small = window.matchMedia("(max-width: 767px)");
  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const font = () => getComputedStyle(document.body).fontFamily;
  const fills = { A: "--grade-a", B: "--grade-b", C: "--grade-c", D: "--grade-d" };
  const text = () => ({ fontFamily: font(), color: ink("--ink-2"), fontSize: 12.5 });
  const hatch = () => ({ symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: ink("--none") });

  const fetched = (url) => fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" }).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  });
  const fit = (place) => {
    if (place.dataset.rows) place.style.height = `${Math.max(48, place.dataset.rows * (small.matches ? 30 : 21) + 6)}px`;
  };
  const board = (id) => {
    const place = document.getElementById(id);
    fit(place);
    return echarts.init(place, null, { renderer: "svg" });
  };
  const safe = (words) => {
    const box = document.createElement("div");
    box.style.whiteSpace = "pre-line";
    box.textContent = words;
    return box;
  };
  const base = () => ({ animation: false, textStyle: { fontFamily: font() } });

  const signed = (amount) => (amount === 0 ? "0" : amount.toFixed(2).replace(/^(?=\d)/, "+").replace("-", "−"));
  const change = (row) => {
    const earlier = row.compared && row.compared[from.period];
    return earlier ? signed(earlier.change) : "";
  };

  const share = (row) => (row.percent === null ? "" : row.percent.toFixed(1));

  // The counties or streets, one row each: shares of grades, then coverage as a dot beside its target.
  function places(chart, grades, coverage) {
    const served = Object.fromEntries([coverage.total, ...coverage.parts].map((row) => [row.code, row]));
    const rows = (from.part ? grades.parts : [grades.total]).slice().sort((a, b) => b.count - a.count);
    const cover = rows.map((row) => served[row.code]);
    const known = cover.filter((row) => row.percent !== null).map((row) => row.percent);
    const least = Math.max(0, Math.floor(Math.min(coverage.lower_mark_percent, coverage.target_percent, ...known)) - 4);
    const left = small.matches ? 108 : 128;
    const right = small.matches ? 44 : 56;
    const axis = { type: "category", inverse: true, data: rows.map((row) => row.code), axisLine: { show: false }, axisTick: { show: false } };
    const called = (row) => (from.rows[row.code] || row).name;
    chart.setOption({
      ...base(),
      tooltip: { trigger: "item", confine: true, textStyle: { fontFamily: font(), fontSize: 13 } },
      grid: [{ left, top: 2, bottom: 4, right: small.matches ? "40%" : "42%" }, { left: small.matches ? "64%" : "60%", top: 2, bottom: 4, right }],
      xAxis: [
        { gridIndex: 0, min: 0, max: 100, show: false },
        { gridIndex: 1, min: least, max: small.matches ? 101 : 104, show: false },
      ],
      yAxis: [
        { ...axis, gridIndex: 0, triggerEvent: true, axisLabel: {
          ...text(), fontSize: small.matches ? 12.5 : 13, interval: 0, margin: 8,
          formatter: (code, place) => `${called(rows[place])}  {n|${rows[place].count}}`,
          rich: { n: { width: 26, align: "right", color: ink("--ink-3"), fontSize: 12.5, fontFamily: font() } },
        } },
        { ...axis, gridIndex: 1, position: "right", axisLabel: {
          ...text(), color: ink("--ink-3"), interval: 0, align: "right", margin: right - 4, formatter: (_code, place) => (small.matches ? share(cover[place]) : change(cover[place])),
        } },
      ],
      series: [
        ...grades.grades.map((grade) => ({
          name: `${grade.grade} ${grade.word}`, type: "bar", stack: "share", xAxisIndex: 0, yAxisIndex: 0, barWidth: small.matches ? 16 : 13,
          itemStyle: {
            color: fills[grade.shape] ? ink(fills[grade.shape]) : ink("--wall"), borderColor: ink("--wall"), borderWidth: 1,
            ...(fills[grade.shape] ? {} : { decal: hatch() }),
          },
          data: rows.map((row) => ({ value: row.count ? (100 * (row.grades[grade.grade] || 0)) / row.count : 0, held: row.grades[grade.grade] || 0, place: row.name })),
          tooltip: { formatter: (point) => safe(`${point.data.place}\n${point.seriesName}: ${point.data.held} (${point.value.toFixed(1)}%)`) },
        })),
        {
          name: from.words.coverage, type: "scatter", xAxisIndex: 1, yAxisIndex: 1, symbol: "circle", symbolSize: 10, cursor: "pointer", itemStyle: { opacity: 1 },
          data: cover.map((row, place) => ({
            value: [row.percent === null ? "-" : row.percent, place],
            // No number lies on the target's line.
            label: { position: row.meets_target ? "right" : "left" },
            itemStyle: row.below_lower_mark ? { color: ink("--wall"), borderColor: ink("--qing"), borderWidth: 2.4, opacity: 1 } : { color: ink("--qing"), opacity: 1 },
          })),
          label: { show: !small.matches, formatter: (point) => share(cover[point.value[1]]), ...text() },
          tooltip: { formatter: (point) => safe(`${rows[point.value[1]].name}\n${from.words.coverage} ${point.value[0].toFixed(2)}%`) },
          markLine: {
            silent: true, z: 1, symbol: "none", label: { show: false }, lineStyle: { color: ink("--ink-2"), type: "solid", width: 1.2 },
            data: [{ xAxis: coverage.target_percent }],
          },
        },
      ],
    }, true);
    chart.off("click");
    chart.on("click", (point) => {
      const code = point.componentType === "yAxis" ? point.value : rows[point.seriesType === "scatter" ? point.value[1] : point.dataIndex].code;
      const row = from.rows[code];
      if (row) window.location.href = point.seriesType === "scatter" ? row.estates : row.page;
    });
  }

  // By the calendar: where no run was for a month, the line is level for a month.
  const written = (moment) => {
    const two = (number) => String(number).padStart(2, "0");
    const day = new Date(moment);
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  };
  const dates = (days) => {
    const isOneYear = days.length > 0 && days[0].slice(0, 4) === days[days.length - 1].slice(0, 4);
    return {
      type: "time", splitNumber: 3, axisTick: { show: false }, splitLine: { show: false }, axisLine: { lineStyle: { color: ink("--line") } },
      axisLabel: { ...text(), hideOverlap: true, formatter: (moment) => (isOneYear ? written(moment).slice(5) : written(moment).slice(2, 7)) },
      axisPointer: { label: { formatter: (point) => written(point.value) } },
    };
  };
  const line = (name, days, values, color, words, dashed) => ({
    name, type: "line", step: "end", showSymbol: false, data: days.map((day, place) => [day, values[place]]),
    lineStyle: { width: 2, color, type: dashed ? "dashed" : "solid" }, itemStyle: { color },
    endLabel: { show: true, formatter: words, fontFamily: font(), fontSize: 13, fontWeight: 700, color },
  });
  const frame = (days, yAxis) => ({
    ...base(),
    tooltip: { trigger: "axis", confine: true, textStyle: { fontFamily: font(), fontSize: 13 } },
    grid: { left: 34, right: 62, top: 10, bottom: 24 },
    xAxis: dates(days),
    yAxis: { type: "value", axisLabel: text(), splitLine: { lineStyle: { color: ink("--line") } }, ...yAxis },
  });

  function trend(chart, found) {
    const most = Math.max(4, ...found.series.flatMap((series) => series.counts));
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(most)) - 1);
    const top = Math.ceil((most * 1.08) / (2 * unit)) * 2 * unit;
    const shades = { C: ink("--grade-c-edge"), D: ink("--grade-d") };
    const days = found.nights.map((night) => night.on);
    const lines = found.series.map((series) => line(
      `${series.grade} ${series.word}`, days, series.counts, shades[series.shape] || ink("--ink-2"), (point) => `${series.grade} ${point.value[1]}`, series.shape === "D",
    ));
    chart.setOption({ ...frame(days, { min: 0, max: top, interval: top / 2 }), series: lines }, true);
  }

  // Not from 0: the target line says where the interesting part is.
  function covered(chart, found) {
    const shares = found.percent;
    const known = shares.filter((share) => share !== null);
    const least = Math.max(0, Math.floor(Math.min(from.target, ...known)) - 2);
    const most = Math.min(100, Math.ceil(Math.max(from.target, ...known)) + 1);
    const days = found.nights.map((night) => night.on);
    const one = line(from.words.coverage, days, shares, ink("--qing"), (point) => Number(point.value[1]).toFixed(1), false);
    one.markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: ink("--ink-2"), type: "solid", width: 1.2 }, data: [{ yAxis: from.target }] };
    chart.setOption({ ...frame(days, { min: least, max: most, interval: most - least }), series: [one] }, true);
  }

  function draw(id, urls, paint) {
    if (!document.getElementById(id)) return;
    const chart = board(id);
    Promise.all(urls.map(fetched)).then((answers) => {
      const again = () => {
        fit(chart.getDom());
        chart.resize();
        paint(chart, ...answers);
      };
      again();
      window.addEventListener("resize", again);
      new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
    }).catch(() => {
      const place = document.getElementById(id);
      chart.dispose();
      place.style.height = "auto";
      place.textContent = from.words.failed;
      place.parentElement.classList.add("dk-failed");
      place.parentElement.querySelector("details").open = true;
    });
  }

  draw("chart-places", [from.grades, from.coverage], places);
  draw("chart-trend", [from.trend], trend);
  draw("chart-covered", [from.covered], covered);
})();
