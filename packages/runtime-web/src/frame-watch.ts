/** Milliseconds after which a frame is late: at 60 Hz one comes every 17. */
const LATE = 20;

/** Detects that a page is waiting to be drawn. */
export class FrameWatch {
  /** When the frame was requested that has not come yet. */
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
