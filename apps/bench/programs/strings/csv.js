// A table as CSV: written, read by a state machine over characters, grouped by a column.

const CITIES = ['"Oslo, N"', 'Rome', '"The ""Hague"""', 'Kyiv'];

export function main() {
  const text = Array.from({ length: 2500 }, (_, i) => row(i + 1)).join('');
  const rows = parse(text);
  return { size: text.length, rows: rows.length, groups: [...group(rows)].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function row(n) {
  return `${n},${CITIES[n % 4]},${(n * 37) % 1000},${n % 3 === 0}\r\n`;
}

function parse(text) {
  const rows = [];
  let fields = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (c === '"' && field === '') quoted = true;
    else if (c === ',') {
      fields.push(field);
      field = '';
    } else if (c === '\r' && text[at + 1] === '\n') {
      fields.push(field);
      rows.push(fields);
      fields = [];
      field = '';
      at++;
    } else field += c;
  }
  return rows;
}

function group(rows) {
  const groups = new Map();
  for (const [, city, amount, flag] of rows) {
    const found = groups.get(city) ?? { sum: 0, count: 0 };
    if (flag === 'true') found.sum += Number(amount);
    found.count++;
    groups.set(city, found);
  }
  return groups;
}

export const toErlang = ({ size, rows, groups }) =>
  `{${size},${rows},[${groups.map(([city, { sum, count }]) => `{<<${JSON.stringify(city)}>>,{${sum},${count}}}`).join(',')}]}`;
