// A machine of states that are methods, fed with events that are tagged objects.

export function main() {
  const machine = new Machine();
  let seed = 7;
  for (let n = 600000; n > 0; n--) {
    machine.handle(event(seed));
    seed = (seed * 75 + 74) % 65537;
  }
  return machine;
}

function event(n) {
  switch (n % 7) {
    case 0:
      return { kind: 'start' };
    case 1:
      return { kind: 'data', value: n & 63 };
    case 2:
      return { kind: 'extra data', value: n & 15 };
    case 3:
      return { kind: 'pause' };
    case 4:
      return { kind: 'set', value: n };
    case 5:
      return { kind: 'stop' };
    default:
      return { kind: 'resume' };
  }
}

class Machine {
  state = 'idle';
  a = 0;
  b = 0;
  c = 0;

  handle(event) {
    switch (this.state) {
      case 'idle':
        return this.#idle(event);
      case 'running':
        return this.#running(event);
      case 'paused':
        return this.#paused(event);
      default:
        return this.#stopped(event);
    }
  }

  #idle({ kind, value }) {
    if (kind === 'start') {
      this.a++;
      this.state = 'running';
    } else if (kind === 'set') this.c = value;
    else if (kind === 'stop') this.state = 'stopped';
  }

  #running({ kind, value }) {
    if (kind === 'data') this.b += value;
    else if (kind === 'extra data' && value > 7) this.b -= value;
    else if (kind === 'pause') {
      this.c++;
      this.state = 'paused';
    } else if (kind === 'stop') this.state = 'idle';
  }

  #paused({ kind }) {
    if (kind === 'resume') {
      this.c--;
      this.state = 'running';
    } else if (kind === 'stop') this.state = 'stopped';
    else if (kind !== 'data') this.b++;
  }

  #stopped({ kind }) {
    if (kind === 'start') this.state = 'idle';
    else if (kind === 'resume') this.state = 'running';
  }
}

export const toErlang = ({ state, a, b, c }) => `{${state},{${a},${b},${c}}}`;
