// The page of a report: a reader chooses what is shown of it.
import { describeRule } from '../../measuring/run-rule.js';
import type { BenchReport } from '../bench-report.js';
import { formatRatio, ratio, resultOf } from '../comparison.js';
import { firstChoices, showChoices } from './choices.js';
import { byId, make } from './elements.js';
import { marksOf } from './marks.js';
import { drawPlot, type Figure } from './plot.js';
import { figuresTable, meansTable, milliseconds } from './tables.js';

const report = JSON.parse(byId('report').textContent ?? '') as BenchReport;
const choices = firstChoices(report);
const marks = marksOf(report.peers);

function showAbout(): void {
  const { date, commit, machine, short, rule } = report;
  const parts = [
    `${date.slice(0, 16).replace('T', ' ')} UTC`,
    ...(commit === undefined ? [] : [`commit ${commit}`]),
    `${machine.class}, ${machine.memoryGigabytes} GB`,
    `${describeRule(rule)}`,
    ...(short ? ['the short form: few runs'] : []),
    ...(machine.loadBefore > 0.5 ? [`the machine was busy before (load ${machine.loadBefore.toFixed(1)})`] : []),
  ];
  byId('about').textContent = parts.join(' · ');
}

function showMade(): void {
  for (const { title, version, how, clock, ended } of report.peers) {
    const step = clock === undefined ? '' : ` Its clock moves by ${Number(clock.toPrecision(2))} ms.`;
    const early = ended === undefined ? '' : ` It ended early: ${ended}.`;
    byId('made').append(make('div', {}, make('strong', {}, title), make('br'), `${version}. ${how}${step}${early}`));
  }
  for (const { title, reason } of report.absent)
    byId('made').append(make('div', {}, make('strong', {}, title), make('br'), `has not run: ${reason}`));
}

function showFigure({ program, peer }: Figure): void {
  const result = resultOf(peer, program);
  if (result === undefined) return;
  const { timing, load, remark } = result;
  const lines = [`Result: ${result.result.slice(0, 200)}`];
  if (timing === undefined) lines[0] = `It failed: ${result.result.slice(0, 400)}`;
  else {
    lines.unshift(
      `Best ${milliseconds(timing.best)} ms, median ${milliseconds(timing.median)} ms, half of the runs from ${milliseconds(timing.lowerQuartile)} to ${milliseconds(timing.upperQuartile)} ms, the longest ${milliseconds(timing.worst)} ms; ${timing.runs} runs.`,
    );
    const by = report.peers.find(({ id }) => id === choices.by);
    const value = by === undefined || by === peer ? undefined : ratio(result, resultOf(by, program), choices.measure);
    if (by !== undefined && value !== undefined)
      lines.unshift(`${formatRatio(value)} times as long as ${by.title} (${choices.measure} runs).`);
  }
  if (load !== undefined) lines.push(`Loading: compiled in ${milliseconds(load.compile)} ms, linked in ${milliseconds(load.link)} ms.`);
  if (remark !== undefined) lines.push(`Unlike others it was ${remark}.`);
  lines.push(`${peer.version}. ${peer.how}`);
  const close = make('button', { type: 'button', class: 'close' }, 'Close');
  close.addEventListener('click', showNoFigure);
  byId('figure').classList.add('chosen');
  byId('figure').replaceChildren(close, make('strong', {}, `${program}, ${peer.title}`), ...lines.map((line) => make('p', {}, line)));
}

function showNoFigure(): void {
  byId('figure').classList.remove('chosen');
  byId('figure').textContent = 'No figure is chosen.';
}

let width = 0;

function show(): void {
  const by = report.peers.find(({ id }) => id === choices.by);
  const what = choices.measure === 'best' ? 'best runs' : 'median runs';
  byId('plot-title').textContent = by === undefined ? `Milliseconds of the ${what}` : `Times of the ${what} by those of ${by.title}`;
  byId('plot-hint').textContent =
    `${by === undefined ? 'Further left is faster.' : 'Left of 1 is faster.'} The scale is logarithmic. A line is the middle half of the runs. Click a mark to see how its figure was made, or choose it in the table below.`;
  const plot = byId('plot');
  width = plot.clientWidth;
  plot.replaceChildren(
    choices.peers.size === 0 || choices.programs.size === 0
      ? make('p', { class: 'quiet' }, 'Nothing is chosen.')
      : drawPlot(report, choices, marks, width, showFigure),
  );
  byId('means').replaceChildren(meansTable(report, choices));
  byId('figures').replaceChildren(figuresTable(report, choices, showFigure));
}

showAbout();
showMade();
showChoices(byId('choices'), report, choices, marks, show);
showNoFigure();
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') showNoFigure();
});
show();
new ResizeObserver(() => {
  if (Math.abs(byId('plot').clientWidth - width) > 1) show();
}).observe(byId('plot'));
