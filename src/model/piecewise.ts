/**
 * A function of one positive variable as polynomials on pieces, made where they are first asked for and true to 1e-12.
 * What an operator costs is smooth in the tokens between jumps (one more row of tiles, one more wave), and the jumps sit
 * at multiples of 64 tokens or where halving a piece finds them. Outside its range the function itself answers.
 */

/** Coefficients per piece; ten hold one octave of a p-norm to 1e-12 after at most a few halvings. */
const terms = 10;
const pieceTolerance = 1e-12;
/** A piece this narrow lies on a jump, and is computed instead. */
const narrowest = 1e-11;
/** Rows of the smallest tile: the grid on which matrix products jump. */
const cellWidth = 64;
const smallest = 1 / 64;
const largest = 32_768;
/** Octaves below one cell: from 1/64 to 64. */
const octaves = 12;

/** Room of a piece in the store: its ends, then its coefficients in −1 … 1. */
const width = 2 + terms;

/**
 * Pieces lie one after another in one array, and point to their halves by number: a load reads fifteen of them, and as
 * objects of their own a quarter of its time went into finding them. Number 0 is an empty piece.
 */
export class PiecewiseCurve {
  private store = new Float64Array(16 * width);
  private count = 1;
  /** Of each piece its halves; 0 where it was not halved. */
  private readonly below: number[] = [0];
  private readonly above: number[] = [0];
  /** Pieces by cell; 0 where it was not asked for. */
  private readonly cells = new Uint32Array(octaves + largest / cellWidth);
  /** Offset of the piece that answered last. */
  private last = 0;

  constructor(private readonly exact: (x: number) => number) {}

  at(x: number): number {
    let at = this.last;
    let p = this.store;
    // Pieces are half open below, as the tiles are: 64 tokens still take one row of them.
    if (!(x > (p[at] as number) && x <= (p[at + 1] as number))) {
      if (!(x > smallest && x <= largest)) return this.exact(x);
      at = this.find(x) * width;
      this.last = at;
      p = this.store;
    }
    const low = p[at] as number;
    const high = p[at + 1] as number;
    const t = (2 * x - low - high) / (high - low);
    const s = t * t;
    // Even and odd halves, so that the processor works on both at once.
    let even = 0;
    let odd = 0;
    for (let power = at + width - 2; power > at; power -= 2) {
      even = even * s + (p[power] as number);
      odd = odd * s + (p[power + 1] as number);
    }
    const value = even + t * odd;
    return Number.isNaN(value) ? this.exact(x) : value;
  }

  private find(x: number): number {
    // In octaves 32 − clz32(⌈y⌉ − 1) is ⌈log2 y⌉ without a logarithm.
    const index = x > cellWidth ? octaves - 2 + Math.ceil(x / cellWidth) : 31 - Math.clz32(Math.ceil(x / smallest) - 1);
    let piece = this.cells[index] as number;
    if (piece === 0) {
      const low = x > cellWidth ? (index - octaves + 1) * cellWidth : smallest * 2 ** index;
      piece = this.build(low, x > cellWidth ? low + cellWidth : 2 * low);
      this.cells[index] = piece;
    }
    for (let half = this.below[piece] as number; half !== 0; half = this.below[piece] as number) {
      piece = x <= (this.store[half * width + 1] as number) ? half : (this.above[piece] as number);
    }
    return piece;
  }

  private build(low: number, high: number): number {
    const jumps = high - low < narrowest * high;
    const polynomial = jumps ? null : fit(this.exact, low, high);
    const piece = this.add(low, high, polynomial);
    if (polynomial === null && !jumps) {
      const middle = (low + high) / 2;
      this.below[piece] = this.build(low, middle);
      this.above[piece] = this.build(middle, high);
    }
    return piece;
  }

  /** A piece without a polynomial has coefficients that are not numbers: the function itself then answers. */
  private add(low: number, high: number, polynomial: Float64Array | null): number {
    const piece = this.count++;
    if (this.count * width > this.store.length) {
      const longer = new Float64Array(2 * this.store.length);
      longer.set(this.store);
      this.store = longer;
    }
    this.store[piece * width] = low;
    this.store[piece * width + 1] = high;
    if (polynomial) this.store.set(polynomial, piece * width + 2);
    else this.store.fill(Number.NaN, piece * width + 2, (piece + 1) * width);
    this.below.push(0);
    this.above.push(0);
    return piece;
  }
}

const nodes = Float64Array.from({ length: terms }, (_, j) => Math.cos((Math.PI * (j + 0.5)) / terms));
/** Between the nodes, where a polynomial that does not follow the function strays furthest. */
const probes = [-0.995, -0.7, -0.1, 0.31, 0.82, 0.995];

/** Polynomial through the Chebyshev nodes of the piece; null when it misses the function between them. */
function fit(exact: (x: number) => number, low: number, high: number): Float64Array | null {
  const place = (t: number): number => (low + high + t * (high - low)) / 2;
  const values = Array.from(nodes, (t) => exact(place(t)));
  const chebyshev = Array.from({ length: terms }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < terms; j++) sum += (values[j] ?? 0) * Math.cos((Math.PI * k * (j + 0.5)) / terms);
    return ((k === 0 ? 1 : 2) / terms) * sum;
  });
  const polynomial = powersOf(chebyshev);
  for (const t of probes) {
    let value = 0;
    for (let k = terms - 1; k >= 0; k--) value = value * t + (polynomial[k] ?? 0);
    const truth = exact(place(t));
    if (Math.abs(value - truth) > pieceTolerance * Math.abs(truth)) return null;
  }
  return polynomial;
}

/** Σ c_k T_k(t) as Σ a_k t^k, by T_k = 2 t T_{k−1} − T_{k−2}. */
function powersOf(chebyshev: readonly number[]): Float64Array {
  const sum = new Float64Array(terms);
  let before = new Float64Array(terms);
  let current = new Float64Array(terms);
  before[0] = 1;
  current[1] = 1;
  chebyshev.forEach((coefficient, k) => {
    const polynomial = k === 0 ? before : current;
    for (let power = 0; power < terms; power++) sum[power] = (sum[power] ?? 0) + coefficient * (polynomial[power] ?? 0);
    if (k === 0) return;
    const following = new Float64Array(terms);
    for (let power = 0; power < terms; power++) following[power] = 2 * (current[power - 1] ?? 0) - (before[power] ?? 0);
    before = current;
    current = following;
  });
  return sum;
}
