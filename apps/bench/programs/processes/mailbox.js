// 1,000,000 messages in an array: the last one is taken first, then the first one, then all others.

export function main() {
  const messages = [];
  for (let n = 1000000; n > 0; n--) messages.push({ kind: 'number', n });
  messages.push({ kind: 'last' });
  take(messages, ({ kind }) => kind === 'last');
  take(messages, ({ kind, n }) => kind === 'number' && n === 1);
  return messages.filter(({ kind }) => kind === 'number').length;
}

/** Takes the first message that matches. */
function take(messages, matches) {
  const at = messages.findIndex(matches);
  if (at < 0) throw new Error('there is no such message');
  return messages.splice(at, 1)[0];
}

export const toErlang = String;
