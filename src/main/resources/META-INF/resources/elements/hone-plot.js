import { html, nothing } from 'lit';
import { namesOf, scoreText, shortNamesOf } from '../lib/words.js';
import { HoneElement } from './hone-element.js';

const HEIGHT = 168;
const MOST_PARTS = 5;
const DARK = matchMedia('(prefers-color-scheme: dark)');

/** The scores as a line from candidate to candidate; for a mix, one more for each of its parts. */
class HonePlot extends HoneElement {
  static properties = {
    candidates: { attribute: false },
    best: { attribute: false },
    /** What scores there may be: `{min, max}`, either of which may be absent. */
    range: { attribute: false },
  };

  #plot;
  #shown;
  #sizes = new ResizeObserver(([{ contentRect }]) =>
    this.#plot?.setSize({ width: Math.floor(contentRect.width), height: HEIGHT }),
  );

  connectedCallback() {
    super.connectedCallback();
    DARK.addEventListener('change', this.#draw);
  }

  disconnectedCallback() {
    DARK.removeEventListener('change', this.#draw);
    this.#sizes.disconnect();
    this.#plot?.destroy();
    super.disconnectedCallback();
  }

  render() {
    const scored = this.#scored;
    const names = namesOf(this.candidates);
    const said = scored.map((c) => `${names.get(c.candidate)} ${scoreText(c.score)}`).join(', ');
    return html`<figure class="plot" data-testid="plot">
      <figcaption>Score by candidate</figcaption>
      <div class="canvas" role="img" aria-label=${said || 'No score yet'}></div>
      ${scored.length === 0 ? html`<p class="hint none">Appears with the first score.</p>` : nothing}
      ${this.#parts.length === 0
        ? nothing
        : html`<ul class="legend">
            <li class="line-0">Total</li>
            ${this.#parts.map((part, i) => html`<li class="line-${i + 1}">${part}</li>`)}
          </ul>`}
    </figure>`;
  }

  updated() {
    const key = JSON.stringify([this.#data, this.best, this.range]);
    if (key !== this.#shown) {
      this.#shown = key;
      this.#draw();
    }
  }

  get #scored() {
    return this.candidates.filter(({ score }) => score !== undefined);
  }

  get #parts() {
    const names = new Set(this.candidates.flatMap(({ details }) => details.map(({ name }) => name)));
    return names.size > 1 ? [...names].slice(0, MOST_PARTS) : [];
  }

  get #data() {
    const scored = this.#scored;
    return [
      scored.map(({ candidate }) => candidate),
      scored.map(({ score }) => score),
      ...this.#parts.map((part) =>
        scored.map(({ details }) => details.find(({ name }) => name === part)?.score ?? null),
      ),
    ];
  }

  #draw = async () => {
    if (this.#scored.length === 0) {
      return;
    }
    const { default: Plot } = await import('uplot');
    const canvas = this.querySelector('.canvas');
    if (!canvas || !this.isConnected) {
      return;
    }
    this.#plot?.destroy();
    const data = this.#data;
    this.#plot = new Plot(this.#options(canvas, data), data, canvas);
    this.#sizes.observe(canvas);
  };

  #options(canvas, data) {
    const style = getComputedStyle(this);
    const colour = (name) => style.getPropertyValue(name).trim();
    const font = `12px ${style.fontFamily}`;
    const axis = { stroke: colour('--plot-text'), font, ticks: { show: false } };
    const grid = { stroke: colour('--plot-grid'), width: 1 };
    const shortNames = shortNamesOf(this.candidates);
    return {
      width: Math.floor(canvas.clientWidth),
      height: HEIGHT,
      padding: [12, 16, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false, range: across(data[0]) }, y: { range: upright(data.slice(1), this.range) } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          gap: 6,
          incrs: [1, 2, 5, 10],
          values: (_, numbers) => numbers.map((n) => shortNames.get(n) ?? ''),
        },
        { ...axis, grid, size: 40, gap: 6, space: 36, values: (_, ys) => ys.map(scoreText) },
      ],
      series: [
        {},
        ...data.slice(1).map((_, i) => ({
          stroke: colour(`--plot-${i}`),
          width: i === 0 ? 2.5 : 1.5,
          dash: i === 0 ? undefined : [5, 4],
          points: { show: true, size: i === 0 ? 8 : 5, fill: colour(`--plot-${i}`) },
          spanGaps: true,
        })),
      ],
      hooks: { draw: [(plot) => this.#ring(plot, data, colour('--plot-0'))] },
    };
  }

  /** Around the best. */
  #ring({ ctx, valToPos }, [xs, scores], colour) {
    const at = xs.indexOf(this.best);
    if (at < 0) {
      return;
    }
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.beginPath();
    const radius = 8.5 * devicePixelRatio;
    const [x, y] = [valToPos(xs[at], 'x', true), valToPos(scores[at], 'y', true)].map(Math.round);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }
}

function across(xs) {
  return [Math.min(...xs) - 0.3, Math.max(...xs, 1) + 0.3];
}

/** The whole range where it is known, or what the scores take and a little more. */
function upright(lines, { min, max }) {
  const all = lines.flat().filter((score) => score !== null);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (least >= min && most <= max) {
    return [min, max + (max - min) * 0.04];
  }
  const room = (most - least || 1) * 0.1;
  return [least - room, most + room];
}

customElements.define('hone-plot', HonePlot);
