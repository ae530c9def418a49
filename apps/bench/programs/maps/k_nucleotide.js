// Counts of all pieces of DNA of several lengths: pieces of a string as keys of Maps.

export function main() {
  const dna = randomDna(15000, 7);
  return {
    ones: ranking(pieces(dna, 1)),
    twos: ranking(pieces(dna, 2)),
    sixes: pieces(dna, 6).size,
    most: Math.max(...pieces(dna, 12).values()),
  };
}

function randomDna(length, seed) {
  let next = seed;
  let dna = '';
  for (let i = 0; i < length; i++) {
    next = (next * 3877 + 29573) % 139968;
    dna += 'ACGT'[Math.trunc((next * 4) / 139968)];
  }
  return dna;
}

function pieces(dna, length) {
  const counts = new Map();
  for (let at = 0; at + length <= dna.length; at++) {
    const piece = dna.slice(at, at + length);
    counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return counts;
}

/** The pieces by their counts, the most frequent first; those with the same count from the end of the alphabet. */
function ranking(counts) {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? 1 : -1));
}

export function toErlang({ ones, twos, sixes, most }) {
  const list = (entries) => `[${entries.map(([piece, count]) => `{<<"${piece}">>,${count}}`).join(',')}]`;
  return `{${list(ones)},${list(twos)},${sixes},${most}}`;
}
