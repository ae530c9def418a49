/** Width and height of the stage, as programs see it. */
const WIDTH = 160;
const HEIGHT = 90;
/** Milliseconds over which frames are counted. */
const COUNTED = 1000;

/** A value of a program, as it arrives. */
type Shape = readonly unknown[];

function numbers(shape: Shape): number[] {
  return shape.filter((value) => typeof value === 'number');
}

function colour(shape: Shape): string {
  const last = shape.at(-1);
  return typeof last === 'string' ? last : 'currentColor';
}

/** A picture that programs draw: 160 wide, 90 high. */
export class Stage {
  readonly #canvas: HTMLCanvasElement;
  readonly #figure: HTMLElement;
  readonly #caption: HTMLElement;
  /** When the last frames were drawn. */
  #drawn: number[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(figure: HTMLElement, canvas: HTMLCanvasElement, caption: HTMLElement) {
    this.#figure = figure;
    this.#canvas = canvas;
    this.#caption = caption;
    this.#timer = setInterval(() => this.#count(), COUNTED / 2);
  }

  /**
   * Draws a list of shapes: `[circle, X, Y, Radius, Colour]`, `[box, X, Y, Width, Height, Colour]`, `[line, X1, Y1, X2, Y2, Colour]` and
   * `[text, X, Y, Size, Text, Colour]`.
   */
  draw(shapes: readonly Shape[]): void {
    const { width } = this.#resize();
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const scale = width / WIDTH;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    for (const shape of shapes) this.#drawShape(context, shape);
    const now = performance.now();
    this.#drawn.push(now);
    if (this.#figure.hidden) {
      this.#figure.hidden = false;
      this.#resize();
    }
  }

  /** Takes it away. */
  hide(): void {
    this.#figure.hidden = true;
    this.#drawn = [];
  }

  /** Ends counting. */
  close(): void {
    clearInterval(this.#timer);
  }

  #resize(): { readonly width: number } {
    const ratio = Math.min(2, devicePixelRatio);
    const width = Math.max(WIDTH, Math.round(this.#canvas.clientWidth * ratio));
    const height = Math.round((width * HEIGHT) / WIDTH);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    return { width };
  }

  #drawShape(context: CanvasRenderingContext2D, shape: Shape): void {
    const [a = 0, b = 0, c = 0, d = 0] = numbers(shape);
    context.fillStyle = colour(shape);
    context.strokeStyle = context.fillStyle;
    context.beginPath();
    switch (shape[0]) {
      case 'circle':
        context.arc(a, b, c, 0, 2 * Math.PI);
        context.fill();
        break;
      case 'box':
        context.roundRect(a, b, c, d, Math.min(c, d, 1.5) / 2);
        context.fill();
        break;
      case 'line':
        context.lineWidth = 0.6;
        context.moveTo(a, b);
        context.lineTo(c, d);
        context.stroke();
        break;
      case 'text':
        context.font = `${c}px system-ui, sans-serif`;
        context.fillText(String(shape[4]), a, b);
        break;
      default:
    }
  }

  #count(): void {
    if (this.#figure.hidden) return;
    const start = performance.now() - COUNTED;
    this.#drawn = this.#drawn.filter((time) => time >= start);
    this.#caption.textContent = `${this.#drawn.length} frames a second, drawn by an Erlang process`;
  }
}
