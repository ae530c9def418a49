const UNITS = ['B', 'kB', 'MB', 'GB'] as const;
const PREFIXES = ['', ' k', ' M', ' G'] as const;

function scaled(value: number, units: readonly string[], space: string): string {
  let scale = 0;
  let rest = value;
  while (rest >= 1000 && scale < units.length - 1) {
    rest /= 1000;
    scale++;
  }
  const digits = scale === 0 || rest >= 100 ? 0 : 1;
  return `${rest.toFixed(digits)}${space}${units[scale] ?? ''}`;
}

/** A number of bytes, such as `1.5 kB`. */
export function bytesText(bytes: number): string {
  return scaled(bytes, UNITS, ' ');
}

/** A count, exact up to 99,999, then such as `1.5 M`. */
export function countText(count: number): string {
  return count < 100_000 ? count.toLocaleString('en') : scaled(count, PREFIXES, '');
}

/** Milliseconds as a time that something has run, such as `2 min 5 s`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
