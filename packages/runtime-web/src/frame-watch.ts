/** Milliseconds after which a frame is late: at 60 Hz it comes within 17. */
const LATE = 20;

/** Tells whether a page waits to be drawn. */
export class FrameWatch {
  /** When a frame was asked for that has not come. */
  #since: number | undefined;

  /**
   * Whether the next frame is late. Asks for one, so that it is drawn; false in a worker and in a page that is not
   * visible, which are not drawn at all.
   */
  isLate(): boolean {
    if (typeof document === 'undefined' || document.visibilityState !== 'visible') {
      this.#since = undefined;
      return false;
    }
    const now = performance.now();
    if (this.#since === undefined) {
      this.#since = now;
      requestAnimationFrame(() => {
        this.#since = undefined;
      });
    }
    return now - this.#since > LATE;
  }
}
