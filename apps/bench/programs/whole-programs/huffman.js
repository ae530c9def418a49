// A Huffman coder: counts in a Map, a sorted array of trees, bits in a string, and back.

export function main() {
  const text = randomText(20000, 42);
  const tree = treeOf(countsOf(text));
  const codes = new Map();
  assign(tree, '', codes);
  const bits = text.map((symbol) => codes.get(symbol)).join('');
  const decoded = decode(bits, tree);
  if (decoded.length !== text.length || !decoded.every((symbol, i) => symbol === text[i])) throw new Error('the text has changed');
  return { bits: bits.length, codes: codes.size };
}

function randomText(length, seed) {
  let next = seed;
  return Array.from({ length }, () => {
    next = (next * 1103 + 12345) % 65536;
    const a = next % 27;
    return String.fromCharCode(97 + ((a * a) % 27));
  });
}

function countsOf(text) {
  const counts = new Map();
  for (const symbol of text) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return counts;
}

/** Joins the two rarest trees until there is one. */
function treeOf(counts) {
  const trees = [...counts].map(([symbol, count]) => ({ symbol, count })).sort((a, b) => a.count - b.count);
  while (trees.length > 1) {
    const [left, right] = trees.splice(0, 2);
    const joined = { left, right, count: left.count + right.count };
    const at = trees.findIndex(({ count }) => count >= joined.count);
    trees.splice(at < 0 ? trees.length : at, 0, joined);
  }
  return trees[0];
}

function assign({ symbol, left, right }, bits, codes) {
  if (symbol !== undefined) {
    codes.set(symbol, bits);
    return;
  }
  assign(left, `${bits}0`, codes);
  assign(right, `${bits}1`, codes);
}

function decode(bits, tree) {
  const text = [];
  let node = tree;
  for (const bit of bits) {
    node = bit === '0' ? node.left : node.right;
    if (node.symbol === undefined) continue;
    text.push(node.symbol);
    node = tree;
  }
  return text;
}

export const toErlang = ({ bits, codes }) => `{${bits},${codes}}`;
