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

interface Piece {
  readonly low: number;
  readonly high: number;
  /** Polynomial in −1 … 1 over the piece; null where the function jumps. */
  readonly polynomial: Float64Array | null;
  readonly below: Piece | null;
  readonly above: Piece | null;
}

export class PiecewiseCurve {
  private readonly cells: (Piece | undefined)[] = new Array<Piece | undefined>(octaves + largest / cellWidth).fill(undefined);
  private piece: Piece | undefined;

  constructor(private readonly exact: (x: number) => number) {}

  at(x: number): number {
    let piece = this.piece;
    // Pieces are half open below, as the tiles are: 64 tokens still take one row of them.
    if (piece === undefined || !(x > piece.low && x <= piece.high)) {
      if (!(x > smallest && x <= largest)) return this.exact(x);
      piece = this.find(x);
      this.piece = piece;
    }
    const p = piece.polynomial;
    if (p === null) return this.exact(x);
    const t = (2 * x - piece.low - piece.high) / (piece.high - piece.low);
    const s = t * t;
    // Even and odd halves, so that the processor works on both at once.
    let even = 0;
    let odd = 0;
    for (let power = terms - 2; power >= 0; power -= 2) {
      even = even * s + (p[power] as number);
      odd = odd * s + (p[power + 1] as number);
    }
    return even + t * odd;
  }

  private find(x: number): Piece {
    const index = x > cellWidth ? octaves - 1 + Math.ceil(x / cellWidth) - 1 : Math.ceil(Math.log2(x / smallest)) - 1;
    const low = x > cellWidth ? (index - octaves + 1) * cellWidth : smallest * 2 ** index;
    let piece = (this.cells[index] ??= this.build(low, x > cellWidth ? low + cellWidth : 2 * low));
    while (piece.below !== null && piece.above !== null) piece = x <= piece.below.high ? piece.below : piece.above;
    return piece;
  }

  private build(low: number, high: number): Piece {
    if (high - low < narrowest * high) return { low, high, polynomial: null, below: null, above: null };
    const polynomial = fit(this.exact, low, high);
    if (polynomial !== null) return { low, high, polynomial, below: null, above: null };
    const middle = (low + high) / 2;
    return { low, high, polynomial: null, below: this.build(low, middle), above: this.build(middle, high) };
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
