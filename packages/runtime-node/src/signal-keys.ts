/** The signals that keys of a terminal stand for. */
export type KeySignal = 'SIGINT' | 'SIGQUIT' | 'SIGTSTP';

/** The keys Ctrl-C, Ctrl-\ and Ctrl-Z as a terminal gives them where it makes no signals of them (`termios(3)`: VINTR, VQUIT, VSUSP). */
const SIGNALS: ReadonlyMap<number, KeySignal> = new Map([
  [0x03, 'SIGINT'],
  [0x1c, 'SIGQUIT'],
  [0x1a, 'SIGTSTP'],
]);

/**
 * Input of a terminal without the keys that stand for signals.
 * @param handle - is told of each; false if it is an ordinary key, which stays
 */
export function withoutSignalKeys(input: Uint8Array, handle: (signal: KeySignal) => boolean): Uint8Array {
  return input.filter((byte) => {
    const signal = SIGNALS.get(byte);
    return signal === undefined || !handle(signal);
  });
}
