// Selection by strings, scattered integers and tagged objects: tables and switches.

const MONTHS = {
  january: { next: 'february', days: 31 },
  february: { next: 'march', days: 28 },
  march: { next: 'april', days: 31 },
  april: { next: 'may', days: 30 },
  may: { next: 'june', days: 31 },
  june: { next: 'july', days: 30 },
  july: { next: 'august', days: 31 },
  august: { next: 'september', days: 31 },
  september: { next: 'october', days: 30 },
  october: { next: 'november', days: 31 },
  november: { next: 'december', days: 30 },
  december: { next: 'january', days: 31 },
};
const CODES = new Map(
  [0, 2209, 4418, 6627, 917, 3126, 5335, 7544, 1834, 4043, 6252, 542, 2751, 4960, 7169, 1459, 3668, 5877].map((code, i) => [code, i + 1]),
);
const KINDS = ['key', 'mouse', 'touch', 'wheel'];
const WORDS = ['get', 'put', 'post', 'delete', 'head', 'patch', 'trace', 'what'];

export function main() {
  let month = 'january';
  let sum = 0;
  for (let n = 60000; n > 0; n--) {
    const { next, days } = MONTHS[month];
    const code = CODES.get(((n % 40) * 1000003) % 7919) ?? 0;
    sum = (sum + days + code + event({ kind: KINDS[n % 4], n }) + verb(WORDS[n % 8])) % 1000003;
    month = next;
  }
  return sum;
}

function event({ kind, n }) {
  switch (kind) {
    case 'key':
      return n % 3;
    case 'mouse':
      return n % 5;
    case 'touch':
      return n % 7;
    case 'wheel':
      return 2;
    default:
      return 0;
  }
}

function verb(word) {
  switch (word) {
    case 'get':
      return 1;
    case 'put':
      return 2;
    case 'post':
      return 3;
    case 'delete':
      return 4;
    case 'head':
      return 5;
    case 'patch':
      return 6;
    case 'trace':
      return 7;
    default:
      return 8;
  }
}

export const toErlang = String;
