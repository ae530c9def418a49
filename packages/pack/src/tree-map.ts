import { hierarchy, treemap } from 'd3-hierarchy';
import type { PackResult } from './pack.js';

/** A rectangle's group, its name and its size. */
export interface TreeMapItem {
  readonly group: string;
  readonly name: string;
  readonly size: number;
  /** More about it, for whoever points at it. */
  readonly title: string;
}

/** A node of the tree that is laid out. */
interface TreeNode {
  readonly name: string;
  readonly children?: readonly TreeNode[];
  readonly item?: TreeMapItem;
}

const WIDTH = 1600;
const HEIGHT = 900;
/** Room for the name of a group. */
const HEAD = 18;
/** Rectangles that are narrower or lower than this have no text. */
const SMALLEST_WIDTH = 40;
const SMALLEST_HEIGHT = 14;
/** Pixels that a character takes, about. */
const CHARACTER = 6.5;

/** The modules of a pack by application, for a tree map. */
export function treeMapItems({ modules }: PackResult, size: (bytes: Uint8Array) => number): TreeMapItem[] {
  return modules.map(({ name, application, bytes, functions, originalFunctions }) => {
    const compressed = size(bytes);
    return {
      group: application ?? 'program',
      name,
      size: compressed,
      title: `${name}: ${compressed} bytes, ${bytes.length} not compressed, ${functions} of ${originalFunctions} functions`,
    };
  });
}

/** A page that shows sizes as rectangles. It loads nothing and runs nothing. */
export function treeMapPage(title: string, items: readonly TreeMapItem[]): string {
  const groups = new Map<string, TreeNode[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), { name: item.name, item }]);
  const tree: TreeNode = { name: title, children: [...groups].map(([name, children]) => ({ name, children })) };
  const root = hierarchy(tree, ({ children }) => children)
    .sum(({ item }) => item?.size ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laidOut = treemap<TreeNode>().size([WIDTH, HEIGHT]).paddingTop(HEAD).paddingInner(1).round(true)(root);
  const boxes = laidOut.descendants().map(({ depth, x0, y0, x1, y1, data, value }) => {
    const text = depth === 2 ? data.name : `${data.name} (${value ?? 0} bytes)`;
    const fits = x1 - x0 >= SMALLEST_WIDTH && y1 - y0 >= SMALLEST_HEIGHT;
    const label = fits ? `<text x="${x0 + 3}" y="${y0 + 12}">${escaped(shortened(text, (x1 - x0) / CHARACTER))}</text>` : '';
    return `<g class="d${depth}"><title>${escaped(data.item?.title ?? text)}</title><rect x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}"/>${label}</g>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>
body { margin: 0; font: 11px sans-serif; }
svg { width: 100vw; height: 100vh; }
rect { stroke: #fff; }
.d0 rect { fill: #333; } .d1 rect { fill: #567; } .d2 rect { fill: #9bc; }
.d0 text, .d1 text { fill: #fff; }
</style>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
${boxes.join('\n')}
</svg>
</html>
`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, Math.floor(length) - 1))}…`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
