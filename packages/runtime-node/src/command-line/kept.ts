/** Milliseconds, the most that a timer of Node takes. */
const LONGEST_INTERVAL = 2 ** 31 - 1;

/** Waits for a task. A program that waits for a message keeps Node no more than a promise does. */
export async function kept<T>(task: () => Promise<T>): Promise<T> {
  const waiting = setInterval(() => undefined, LONGEST_INTERVAL);
  try {
    return await task();
  } finally {
    clearInterval(waiting);
  }
}
