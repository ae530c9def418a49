import { axisX, axisY, dot, gridX, link, plot, ruleX } from '@observablehq/plot';
import type { PeerRun } from '../../peers/peer.js';
import type { BenchReport } from '../bench-report.js';
import { resultOf } from '../comparison.js';
import type { Choices } from './choices.js';
import type { Mark } from './marks.js';

/** A figure: a program with a peer. */
export interface Figure {
  readonly program: string;
  readonly peer: PeerRun;
}

/** A figure as it is drawn: where it is, and where the middle half of its runs is. */
interface Point extends Figure {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly colour: string;
  readonly symbol: Mark['symbol'];
}

const ROW = 18;
const MARGIN_LEFT = 112;

/** The points of all that is chosen. */
function pointsOf(report: BenchReport, choices: Choices, marks: ReadonlyMap<string, Mark>): Point[] {
  const by = report.peers.find(({ id }) => id === choices.by);
  return report.programs
    .filter(({ name }) => choices.programs.has(name))
    .flatMap(({ name }) => {
      const unit = by === undefined ? 1 : resultOf(by, name)?.timing?.[choices.measure];
      if (unit === undefined || unit === 0) return [];
      return report.peers.flatMap((peer) => {
        const timing = choices.peers.has(peer.id) ? resultOf(peer, name)?.timing : undefined;
        const mark = marks.get(peer.id);
        if (timing === undefined || mark === undefined) return [];
        const { lowerQuartile, upperQuartile, [choices.measure]: value } = timing;
        const point = { program: name, peer, value: value / unit, lower: lowerQuartile / unit, upper: upperQuartile / unit };
        // A clock that is too coarse for a run has no logarithm.
        return value > 0 ? [{ ...point, ...mark }] : [];
      });
    });
}

/** Draws what is chosen, `width` pixels wide; calls `choose` with the figure that is clicked. */
export function drawPlot(
  report: BenchReport,
  choices: Choices,
  marks: ReadonlyMap<string, Mark>,
  width: number,
  choose: (figure: Figure) => void,
): Element {
  const points = pointsOf(report, choices, marks);
  const programs = report.programs.map(({ name }) => name).filter((name) => points.some(({ program }) => program === name));
  const ratios = choices.by !== undefined;
  const format = (value: number): string => (value >= 1000 ? value.toLocaleString('en') : String(Number(value.toPrecision(3))));
  const svg = plot({
    width,
    height: programs.length * ROW + 60,
    marginLeft: MARGIN_LEFT,
    marginTop: 34,
    marginRight: 16,
    ariaLabel: ratios ? 'Ratios of times, by program' : 'Times in milliseconds, by program',
    ariaDescription: 'The same figures are in the table below.',
    x: { type: 'log', ...(ratios ? { nice: true } : {}) },
    y: { type: 'band', domain: programs, padding: 0 },
    color: { type: 'identity' },
    symbol: { type: 'identity' },
    style: { fontSize: '12px', background: 'none' },
    marks: [
      gridX({ strokeOpacity: 0.15, ticks: 6 }),
      axisX({ anchor: 'top', ticks: 6, tickFormat: format, label: null }),
      axisY({ tickSize: 0, label: null }),
      ...(ratios ? [ruleX([1], { strokeWidth: 1.5, strokeOpacity: 0.7 })] : []),
      link(points, {
        x1: 'lower',
        x2: 'upper',
        y: 'program',
        stroke: 'colour',
        strokeWidth: 2,
        strokeOpacity: 0.5,
      }),
      dot(points, { x: 'value', y: 'program', fill: 'colour', symbol: 'symbol', r: 4.5, stroke: 'var(--ground)', strokeWidth: 0.75 }),
    ],
  });
  const dots = svg.querySelectorAll('g[aria-label="dot"] > *');
  for (const [i, element] of dots.entries()) {
    const point = points[i];
    if (point === undefined) continue;
    element.setAttribute('data-figure', '');
    const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    title.textContent = `${point.program}, ${point.peer.title}: ${format(point.value)}${ratios ? '' : ' ms'}`;
    element.append(title);
    element.addEventListener('click', () => choose(point));
  }
  return svg;
}
