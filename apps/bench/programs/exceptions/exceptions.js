// Exceptions of several classes: thrown from depth, caught, thrown anew, with `finally`; errors of the engine. Where Erlang has the
// classes throw, error and exit, JavaScript has classes of objects. A division by zero is no error there, so that one is thrown.

class Found extends Error {
  constructor(value) {
    super('found');
    this.value = value;
  }
}

class BadMatch extends Error {
  constructor(value) {
    super('no match');
    this.value = value;
  }
}

class Exit extends Error {
  constructor(reason) {
    super('exit');
    this.reason = reason;
  }
}

export function main() {
  const sums = { throws: 0, errors: 0, exits: 0, values: 0 };
  let last = 0;
  const value = (n) => {
    try {
      return step(n % 7, n);
    } finally {
      last = n;
    }
  };
  for (let n = 20000; n > 0; n--) {
    try {
      sums.values += value(n);
    } catch (error) {
      if (error instanceof Found) sums.throws += error.value;
      else if (error instanceof RangeError) sums.errors += 1;
      else if (error instanceof BadMatch) sums.errors += error.value;
      else if (error instanceof Exit) sums.exits += error.reason;
      else throw error;
    }
  }
  if (last !== 1) throw new Error('finally was not run');
  return sums;
}

function step(kind, n) {
  switch (kind) {
    case 0:
      return deep(30, n);
    case 1:
      return divide(n, n % 1);
    case 2:
      throw new BadMatch(n);
    case 3:
      throw new Exit(n);
    case 4:
      try {
        return n.toUpperCase();
      } catch (error) {
        return error instanceof TypeError ? 1 : 2;
      }
    case 5:
      try {
        return deep(10, n);
      } catch (error) {
        // biome-ignore lint/complexity/noUselessCatch: this is what is measured
        throw error;
      }
    default:
      return n;
  }
}

function divide(a, b) {
  if (b === 0) throw new RangeError('division by zero');
  return Math.trunc(a / b);
}

function deep(depth, n) {
  if (depth === 0) throw new Found(n % 3);
  return 1 + deep(depth - 1, n);
}

export const toErlang = ({ throws, errors, exits, values }) => `{${throws},${errors},${exits},${values}}`;
