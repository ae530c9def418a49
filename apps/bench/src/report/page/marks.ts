import type { PeerRun, System } from '../../peers/peer.js';

/** Colours that differ for those who confuse colours too, and are seen on light and on dark. */
const COLOURS = ['#1f83d0', '#e0701a', '#12a06c', '#c767a6', '#b58900', '#5b6bd8', '#d1495b', '#7f8c8d'];

/** Shapes of systems. */
const SYMBOLS: Readonly<Record<System, 'circle' | 'square' | 'triangle' | 'diamond'>> = {
  beamline: 'circle',
  javascript: 'square',
  otp: 'triangle',
  atomvm: 'diamond',
};

const SHAPES: Readonly<Record<(typeof SYMBOLS)[System], string>> = {
  circle: 'M8 3a5 5 0 1 0 .01 0z',
  square: 'M3.5 3.5h9v9h-9z',
  triangle: 'M8 2l6 11H2z',
  diamond: 'M8 1.5L13.5 8 8 14.5 2.5 8z',
};

/** How a peer is drawn. */
export interface Mark {
  readonly colour: string;
  readonly symbol: (typeof SYMBOLS)[System];
}

/** A mark for each peer: the shape is its system's, and peers of one system differ by their colours as long as there are eight or fewer. */
export function marksOf(peers: readonly PeerRun[]): ReadonlyMap<string, Mark> {
  return new Map(
    peers.map(({ id, system }, i) => [id, { colour: COLOURS[i % COLOURS.length] ?? 'currentColor', symbol: SYMBOLS[system] }]),
  );
}

/** The mark of a peer beside its name. */
export function drawMark({ colour, symbol }: Mark): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', SHAPES[symbol]);
  path.setAttribute('fill', colour);
  svg.append(path);
  return svg;
}
