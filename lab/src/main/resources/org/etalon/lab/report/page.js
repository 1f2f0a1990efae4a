// Draws the page's charts. Each is described, without colours or pixels, in the element "charts".
(() => {
  'use strict';
  const CROSS = 'path://M-5 -5L5 5M5 -5L-5 5';
  const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
  const DASHES = ['solid', [7, 4], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4]];
  const described = JSON.parse(document.getElementById('charts').textContent);
  const drawn = [];
  document.documentElement.classList.add('js');

  const plain = (value) => {
    const size = Math.abs(value);
    if (value === 0) return '0';
    const text = size >= 1e5 || size < 1e-3
      ? value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e')
      : String(Number(value.toPrecision(3)));
    return text.replace(/-/g, '\u2212');
  };

  // Axes are linear to the library, and logarithms are taken here: its own logarithmic axis has
  // marks at powers of ten only, and learning rates often span less than one.
  class Scale {
    constructor(axis, values, marks) {
      this.log = axis.log;
      const usable = values.filter((v) => Number.isFinite(v) && (!axis.log || v > 0));
      let low = Math.min(...usable.map((v) => this.to(v)));
      let high = Math.max(...usable.map((v) => this.to(v)));
      if (!usable.length) { low = 0; high = 1; }
      const margin = high > low ? (high - low) * 0.05 : this.log ? 0.2 : Math.abs(low) * 0.1 || 1;
      this.low = low - margin;
      this.high = high + margin;
      this.marks = marks || (this.log ? this.ofLog() : this.ofLinear());
    }

    to(value) { return this.log ? Math.log10(value) : value; }

    from(place) { return this.log ? 10 ** place : place; }

    ofLinear() {
      const rough = (this.high - this.low) / 5;
      const unit = 10 ** Math.floor(Math.log10(rough));
      const step = [1, 2, 5, 10].map((n) => n * unit).find((s) => s >= rough);
      const marks = [];
      for (let i = Math.ceil(this.low / step); i * step <= this.high; i += 1) {
        marks.push(Number((i * step).toPrecision(12)));
      }
      return marks;
    }

    ofLog() {
      const choices = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]];
      for (const digits of choices) {
        const marks = [];
        for (let power = Math.floor(this.low); power <= this.high; power += 1) {
          for (const digit of digits) {
            const mark = Math.log10(digit) + power;
            if (mark >= this.low && mark <= this.high) marks.push(mark);
          }
        }
        if (marks.length >= 4 || digits === choices[3]) {
          return marks.length > 1 ? marks : this.ofLinear();
        }
      }
      return this.ofLinear();
    }
  }

  const all = (chart, at) => chart.series.flatMap((s) => [
    ...s.data.flatMap((d) => (at === 0 ? [d[0]] : d.slice(1))),
    ...(s.bars || []).flatMap((b) => (at === 0 ? [b[0]] : b.slice(1))),
  ]).filter((v) => v !== null);

  // Few sizes far enough apart are marked themselves.
  const ownMarks = (chart, log) => {
    const xs = [...new Set(chart.series.filter((s) => s.kind === 'points').flatMap((s) => s.data.map((d) => d[0])))]
      .sort((a, b) => a - b);
    const places = xs.map((x) => (log ? Math.log10(x) : x));
    const span = places[places.length - 1] - places[0];
    const sparse = places.every((p, i) => i === 0 || p - places[i - 1] > span / 14);
    return xs.length > 1 && xs.length <= 9 && xs.every(Number.isInteger) && sparse ? places : null;
  };

  const swatch = (series, colour) => {
    const ns = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(ns, 'svg');
    svg.setAttribute('viewBox', '0 0 26 12');
    svg.setAttribute('aria-hidden', 'true');
    const add = (name, attributes) => {
      const shape = document.createElementNS(ns, name);
      Object.entries(attributes).forEach(([key, value]) => shape.setAttribute(key, value));
      svg.append(shape);
    };
    if (series.kind === 'band') {
      add('rect', { x: 2, y: 1, width: 22, height: 10, fill: colour, opacity: 0.25 });
    } else if (series.kind === 'line') {
      const dash = dashOf(series);
      add('path', { d: 'M1 6H25', stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash === 'solid' ? 'none' : dash.join(' ') });
    } else if (isLost(series)) {
      add('path', { d: 'M9 2L17 10M17 2L9 10', stroke: colour, 'stroke-width': 2 });
    } else if (series.role === 'highlight') {
      add('circle', { cx: 13, cy: 6, r: 4.5, fill: 'none', stroke: colour, 'stroke-width': 2 });
    } else {
      add('circle', { cx: 13, cy: 6, r: 3.5, fill: colour });
    }
    return svg;
  };

  const isLost = (series) => series.kind === 'points' && series.data.length > 0 && series.data.every((d) => d[1] === null);
  const dashOf = (series) => {
    if (series.role === 'reference') return DASHES[1 + (series.group % (DASHES.length - 1))];
    // The colours of kinds repeat after six.
    return series.role === 'fitted' ? DASHES[Math.floor(series.group / 6) % DASHES.length] : 'solid';
  };

  class Drawing {
    constructor(holder, chart) {
      this.holder = holder;
      this.chart = chart;
      this.groups = 1 + Math.max(0, ...chart.series.map((s) => s.group));
      // Crosses of runs that were lost stand above the plot, one row for each curve.
      this.lost = [...new Set(chart.series.filter(isLost).map((s) => s.group))];
      this.row = Math.min(9, 72 / Math.max(1, this.lost.length));
      this.x = new Scale(chart.x, all(chart, 0), ownMarks(chart, chart.x.log));
      this.y = new Scale(chart.y, all(chart, 1));
      // What belongs to a curve is switched with it.
      this.keys = chart.series.map((s) => s.name || chart.series.find((o) => o.name && o.group === s.group)?.name || '');
      this.colours();
      this.view = window.echarts.init(holder, null, { renderer: 'svg' });
      this.view.setOption(this.option());
      this.legend();
      this.fit();
    }

    colours() {
      if (this.chart.colours !== 'steps') return;
      for (let i = 0; i < this.groups; i += 1) {
        const place = this.groups < 2 ? 0 : (4 * i) / (this.groups - 1);
        const from = Math.min(3, Math.floor(place));
        const share = Math.round(100 * (1 - (place - from)));
        this.holder.parentElement.style.setProperty(
          `--group${i}`, `color-mix(in srgb, var(--step${from}) ${share}%, var(--step${from + 1}))`);
      }
    }

    colour(series) {
      return this.chart.colours === 'steps' ? `var(--group${series.group})` : `var(--kind${series.group % 6})`;
    }

    axis(scale, axis, vertical) {
      return {
        type: 'value',
        name: axis.name,
        nameLocation: 'middle',
        nameGap: vertical ? 46 : 28,
        nameTextStyle: { color: 'var(--soft)', fontSize: 12 },
        min: scale.low,
        max: scale.high,
        axisLine: { show: true, onZero: false, lineStyle: { color: 'var(--line)' } },
        axisTick: { show: true, customValues: scale.marks, lineStyle: { color: 'var(--line)' } },
        axisLabel: {
          customValues: scale.marks, color: 'var(--soft)', fontSize: 11, hideOverlap: true,
          formatter: (place) => plain(scale.from(place)),
        },
        splitLine: { lineStyle: { color: 'var(--grid)' } },
        axisPointer: { show: !vertical && this.followsX(), label: { show: false }, lineStyle: { color: 'var(--soft)' } },
      };
    }

    followsX() { return this.chart.series.every((s) => s.kind !== 'points' || isLost(s)); }

    option() {
      const { chart, x, y } = this;
      return {
        animation: false,
        textStyle: { fontFamily: 'inherit' },
        grid: { left: 62, right: 16, top: 12 + this.row * this.lost.length, bottom: 46, containLabel: false },
        legend: { show: false },
        xAxis: this.axis(x, chart.x, false),
        yAxis: this.axis(y, chart.y, true),
        tooltip: {
          trigger: this.followsX() ? 'axis' : 'item',
          confine: true,
          transitionDuration: 0,
          backgroundColor: 'var(--panel)',
          borderColor: 'var(--line)',
          textStyle: { color: 'var(--text)' },
          formatter: (hit) => this.tip([].concat(hit)),
        },
        series: chart.series.flatMap((s, i) => this.parts(s, this.keys[i])),
      };
    }

    tip(hits) {
      const box = document.createElement('div');
      box.className = 'tip';
      const line = (text) => {
        const row = document.createElement('div');
        row.textContent = text;
        box.append(row);
      };
      if (this.followsX() && hits.length) line(`${this.chart.x.name} ${plain(this.x.from(hits[0].value[0]))}`);
      hits.forEach((hit) => {
        if (this.followsX()) {
          line(`${hit.seriesName}: ${hit.data.lost ? 'lost' : plain(this.y.from(hit.value[1]))}`);
        } else {
          if (hit.seriesName) line(hit.seriesName);
          line(`${this.chart.x.name} ${plain(this.x.from(hit.value[0]))}`);
          line(hit.data.lost ? 'a seed diverged or was given up' : `${this.chart.y.name} ${plain(this.y.from(hit.value[1]))}`);
        }
      });
      return box;
    }

    place(d) { return [this.x.to(d[0]), this.y.to(d[1])]; }

    parts(series, key) {
      const colour = this.colour(series);
      const common = { name: key, emphasis: { disabled: true }, clip: true };
      if (series.kind === 'line') {
        return [{
          ...common, type: 'line', data: series.data.map((d) => this.place(d)), symbol: 'none',
          showSymbol: false, z: series.role === 'measured' ? 3 : 2, color: colour,
          lineStyle: { color: colour, type: dashOf(series), width: series.role === 'fitted' ? 2.2 : 1.8 },
        }];
      }
      if (series.kind === 'band') return [this.shape(common, () => this.bandOf(series, colour))];
      const marks = { ...common, type: 'scatter', z: 4, color: colour };
      if (isLost(series)) {
        return [{
          ...marks, symbol: CROSS, symbolSize: 8, symbolOffset: [0, -6 - this.row * this.lost.indexOf(series.group)], clip: false,
          itemStyle: { color: 'none', borderColor: colour, borderWidth: 1.8 },
          data: series.data.map((d) => ({ value: [this.x.to(d[0]), this.y.high], lost: true })),
        }];
      }
      const ring = series.role === 'highlight';
      const parts = [{
        ...marks,
        z: ring ? 6 : 4,
        symbol: ring ? 'circle' : SYMBOLS[this.chart.colours === 'steps' ? 0 : series.group % 4],
        symbolSize: ring ? 12 : this.chart.series.some((s) => s.role === 'highlight' && s.kind === 'points') && !series.bars.length ? 5 : 9,
        itemStyle: ring ? { color: 'var(--page)', borderColor: colour, borderWidth: 2.4 } : { color: colour, opacity: 0.85 },
        data: series.data.map((d) => ({ value: this.place(d) })),
      }];
      if (series.bars.length) parts.push(this.shape(common, () => this.barsOf(series, colour)));
      return parts;
    }

    shape(common, children) {
      return {
        ...common, type: 'custom', silent: true, z: 1, tooltip: { show: false },
        data: [[this.x.low, this.y.low]],
        renderItem: (params, api) => { this.api = api; return { type: 'group', children: children() }; },
      };
    }

    pixel(x, y) { return this.api.coord([this.x.to(x), y === null ? this.y.high : this.y.to(y)]); }

    bandOf(series, colour) {
      const upper = series.data.map((d) => this.pixel(d[0], d[2]));
      const lower = series.data.map((d) => this.pixel(d[0], d[1]));
      return [{ type: 'polygon', shape: { points: [...upper, ...lower.reverse()] }, style: { fill: colour, opacity: 0.16 } }];
    }

    barsOf(series, colour) {
      const style = { stroke: colour, lineWidth: 1.6, fill: 'none' };
      return series.bars.flatMap((bar) => {
        const [x, low] = this.pixel(bar[0], bar[1]);
        const high = this.pixel(bar[0], bar[2])[1];
        const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
        return [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)];
      });
    }

    legend() {
      const box = this.holder.parentElement.querySelector('.legend');
      this.chart.series.forEach((series) => {
        if (!series.name || box.querySelector(`[data-name="${CSS.escape(series.name)}"]`)) return;
        const button = document.createElement('button');
        button.type = 'button';
        button.dataset.name = series.name;
        button.setAttribute('aria-pressed', 'true');
        const name = document.createElement('span');
        name.textContent = series.name;
        button.append(swatch(series, this.colour(series)), name);
        button.addEventListener('click', () => {
          const shown = button.getAttribute('aria-pressed') === 'true';
          button.setAttribute('aria-pressed', String(!shown));
          this.view.dispatchAction({ type: 'legendToggleSelect', name: series.name });
          this.fit();
        });
        box.append(button);
      });
    }

    // Scales with the paper when printed.
    fit() {
      const svg = this.holder.querySelector('svg');
      if (!svg) return;
      svg.setAttribute('viewBox', `0 0 ${this.view.getWidth()} ${this.view.getHeight()}`);
      svg.setAttribute('aria-hidden', 'true');
    }

    resize() {
      this.view.resize();
      this.fit();
    }
  }

  let observer = null;
  const draw = (within) => within.querySelectorAll('[data-chart]').forEach((holder) => {
    // Of no size while it is folded away: drawn when it is opened.
    if (!holder.dataset.drawn && holder.clientWidth > 0) {
      holder.dataset.drawn = 'yes';
      drawn.push(new Drawing(holder, described[Number(holder.dataset.chart)]));
      if (observer) observer.observe(holder);
    }
  });
  draw(document);
  document.querySelectorAll('details').forEach((fold) => fold.addEventListener('toggle', () => draw(fold)));
  observer = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    const one = drawn.find((drawing) => drawing.holder === target);
    if (one && target.clientWidth > 0 && target.clientWidth !== one.view.getWidth()) one.resize();
  }));
  drawn.forEach((one) => observer.observe(one.holder));
})();
