// Julia set and numeric integration in floats.

export function main() {
  return { julia: julia(), integral: Math.trunc(integrate(0, 10, 100000) * 1e6), buckets: buckets(100000, 0.5) };
}

function julia() {
  let sum = 0;
  for (let y = 0; y < 120; y++) for (let x = 0; x < 120; x++) sum += roundsToEscape(-1.5 + x * 0.025, -1.5 + y * 0.025);
  return sum;
}

function roundsToEscape(x0, y0) {
  let x = x0;
  let y = y0;
  for (let n = 0; n < 50; n++) {
    const xx = x * x;
    const yy = y * y;
    if (xx + yy > 4) return n;
    y = 2 * x * y + 0.156;
    x = xx - yy - 0.8;
  }
  return 50;
}

function integrate(from, to, steps) {
  const step = (to - from) / steps;
  let sum = 0;
  let x = from;
  for (let i = 0; i < steps; i++) {
    const middle = x + step / 2;
    sum += (Math.sin(middle) * middle) / (1 + Math.abs(middle));
    x += step;
  }
  return sum * step;
}

/** The logistic map, whose values are counted by quarters. */
function buckets(count, start) {
  const counts = [0, 0, 0, 0];
  let x = start;
  for (let i = 0; i < count; i++) {
    counts[Math.min(3, Math.trunc(x * 4))]++;
    x = 3.99 * x * (1 - x);
  }
  return counts;
}

export const toErlang = ({ julia, integral, buckets }) => `{${julia},${integral},{${buckets.join(',')}}}`;
