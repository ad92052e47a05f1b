// The dashboard's charts, drawn from the API. Without this script the page shows the same as tables.
(function () {
  "use strict";
  const source = document.getElementById("chart-sources");
  if (!source || !window.echarts) return;
  document.querySelectorAll(".dk-as-table").forEach((table) => { table.open = false; });
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
  const base = () => ({ animation: false, textStyle: { fontFamily: font() } });

  function counties(chart, grades, coverage) {
    const served = Object.fromEntries(coverage.counties.map((row) => [row.code, row]));
    const rows = (grades.counties.length ? grades.counties : [grades.total]).slice().sort((a, b) => b.count - a.count);
    const cover = rows.map((row) => served[row.code] || coverage.total);
    const known = cover.filter((row) => row.percent !== null).map((row) => row.percent);
    const least = Math.max(0, Math.floor(Math.min(coverage.lower_mark_percent, coverage.target_percent, ...known)) - 4);
    const left = small.matches ? 108 : 128;
    const split = small.matches ? "42%" : "39%";
    const axis = { type: "category", inverse: true, data: rows.map((row) => row.name), axisLine: { show: false }, axisTick: { show: false } };
    chart.setOption({
      ...base(),
      tooltip: { trigger: "item", confine: true, textStyle: { fontFamily: font(), fontSize: 13 } },
      grid: [{ left, top: 2, bottom: 4, right: split }, { left: small.matches ? "66%" : "63%", top: 2, bottom: 4, right: small.matches ? 8 : 26 }],
      xAxis: [
        { gridIndex: 0, min: 0, max: 100, show: false },
        { gridIndex: 1, min: least, max: 101, show: false },
      ],
      yAxis: [
        { ...axis, gridIndex: 0, triggerEvent: true, axisLabel: {
          ...text(), fontSize: small.matches ? 12.5 : 13, interval: 0, margin: 8,
          formatter: (name, place) => `${from.names[rows[place].code] || name}  {n|${rows[place].count}}`,
          rich: { n: { width: 26, align: "right", color: ink("--ink-3"), fontSize: 12.5, fontFamily: font() } },
        } },
        { ...axis, gridIndex: 1, axisLabel: { show: false } },
      ],
      series: [
        ...grades.grades.map((grade) => ({
          name: `${grade.grade} ${grade.word}`, type: "bar", stack: "share", xAxisIndex: 0, yAxisIndex: 0, barWidth: small.matches ? 16 : 13,
          itemStyle: {
            color: fills[grade.shape] ? ink(fills[grade.shape]) : ink("--wall"), borderColor: ink("--wall"), borderWidth: 1,
            ...(fills[grade.shape] ? {} : { decal: hatch() }),
          },
          data: rows.map((row) => ({ value: row.count ? (100 * (row.grades[grade.grade] || 0)) / row.count : 0, held: row.grades[grade.grade] || 0 })),
          tooltip: { formatter: (point) => `${point.name}<br>${point.seriesName}: ${point.data.held} (${point.value.toFixed(1)}%)` },
        })),
        {
          name: from.words.coverage, type: "scatter", xAxisIndex: 1, yAxisIndex: 1, symbol: "circle", symbolSize: 10, cursor: "pointer", itemStyle: { opacity: 1 },
          data: cover.map((row, place) => ({
            value: [row.percent === null ? "-" : row.percent, place],
            itemStyle: row.below_lower_mark ? { color: ink("--wall"), borderColor: ink("--qing"), borderWidth: 2.4, opacity: 1 } : { color: ink("--qing"), opacity: 1 },
          })),
          label: { show: true, position: "left", formatter: (point) => point.value[0].toFixed(1), ...text(), backgroundColor: ink("--wall"), padding: [0, 2] },
          tooltip: { formatter: (point) => `${rows[point.value[1]].name}<br>${from.words.coverage} ${point.value[0].toFixed(2)}%` },
          markLine: {
            silent: true, z: 1, symbol: "none", label: { show: false }, lineStyle: { color: ink("--ink-2"), type: "solid", width: 1.2 },
            data: [{ xAxis: coverage.target_percent }],
          },
        },
      ],
    }, true);
    chart.off("click");
    chart.on("click", (point) => {
      const place = point.componentType === "yAxis" ? rows.findIndex((row) => row.name === point.value) : point.seriesType === "scatter" ? point.value[1] : point.dataIndex;
      if (rows[place]) window.location.href = (point.seriesType === "scatter" ? from.estates : from.records) + rows[place].code;
    });
  }

  function trend(chart, found) {
    const days = found.nights.map((night) => night.on);
    const most = Math.max(4, ...found.series.flatMap((series) => series.counts));
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(most)) - 1);
    const top = Math.ceil((most * 1.08) / (2 * unit)) * 2 * unit;
    const shades = { C: ink("--grade-c-edge"), D: ink("--grade-d") };
    chart.setOption({
      ...base(),
      tooltip: { trigger: "axis", confine: true, textStyle: { fontFamily: font(), fontSize: 13 } },
      grid: { left: 34, right: 62, top: 10, bottom: 24 },
      xAxis: {
        type: "category", data: days, axisTick: { show: false }, axisLine: { lineStyle: { color: ink("--line") } },
        axisLabel: { ...text(), hideOverlap: true, interval: Math.max(0, Math.floor(days.length / 3) - 1), formatter: (day) => day.slice(5) },
      },
      yAxis: { type: "value", min: 0, max: top, interval: top / 2, axisLabel: text(), splitLine: { lineStyle: { color: ink("--line") } } },
      series: found.series.map((series) => ({
        name: `${series.grade} ${series.word}`, type: "line", step: "end", showSymbol: false, data: series.counts,
        lineStyle: { width: 2, color: shades[series.shape] || ink("--ink-2"), type: series.shape === "D" ? "dashed" : "solid" },
        itemStyle: { color: shades[series.shape] || ink("--ink-2") },
        endLabel: { show: true, formatter: `${series.grade} {c}`, fontFamily: font(), fontSize: 13, fontWeight: 700, color: shades[series.shape] || ink("--ink-2") },
      })),
    }, true);
  }

  function draw(id, urls, paint) {
    const chart = board(id);
    Promise.all(urls.map(fetched)).then((answers) => {
      const again = () => {
        fit(chart.getDom());
        chart.resize();
        paint(chart, ...answers);
      };
      again();
      window.addEventListener("resize", again);
      window.matchMedia("print").addEventListener("change", again);
      new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
    }).catch(() => {
      const place = document.getElementById(id);
      chart.dispose();
      place.style.height = "auto";
      place.textContent = from.words.failed;
      place.parentElement.querySelector("details").open = true;
    });
  }

  draw("chart-counties", [from.grades, from.coverage], counties);
  draw("chart-trend", [from.trend], trend);
})();
