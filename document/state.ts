/** The graphics state that decides where letters and lines fall, as an operator list is walked. */
import { identity, multiply, type Matrix } from './geometry.ts';
import type { LoadedFont, OperatorList } from './ink.ts';
import { OPS } from './operators.ts';

export interface TextState {
  font: LoadedFont | null;
  size: number;
  characterSpacing: number;
  wordSpacing: number;
  /** Horizontal scale, 1 is usual. */
  stretch: number;
  leading: number;
  rise: number;
  mode: number;
  lineWidth: number;
  matrix: Matrix;
}

/** Reads operators one after the other; those that draw are for the caller. */
export class GraphicsState {
  text: TextState;
  textMatrix: Matrix = identity;
  /** Pen and start of the line, in text space. */
  x = 0;
  y = 0;
  private lineX = 0;
  private lineY = 0;
  private readonly saved: TextState[] = [];
  private readonly fontOf: (id: string) => LoadedFont | null;

  constructor(matrix: Matrix, fontOf: (id: string) => LoadedFont | null) {
    this.fontOf = fontOf;
    this.text = {
      font: null,
      size: 0,
      characterSpacing: 0,
      wordSpacing: 0,
      stretch: 1,
      leading: 0,
      rise: 0,
      mode: 0,
      lineWidth: 1,
      matrix,
    };
  }

  /** Changes the state by an operator that sets something; others leave it as it is. */
  apply(operator: number, args: readonly unknown[]): void {
    const state = this.text;
    const number = (index = 0): number => Number(args[index] ?? 0);
    switch (operator) {
      case OPS.save:
      case OPS.paintFormXObjectBegin:
      case OPS.beginGroup:
        this.saved.push({ ...state });
        if (operator === OPS.paintFormXObjectBegin) this.transform(args[0]);
        break;
      case OPS.restore:
      case OPS.paintFormXObjectEnd:
      case OPS.endGroup:
        this.text = this.saved.pop() ?? state;
        break;
      case OPS.transform:
        this.transform(args);
        break;
      case OPS.setLineWidth:
        state.lineWidth = number();
        break;
      case OPS.setGState:
        this.setMany(args[0]);
        break;
      case OPS.beginText:
        this.textMatrix = identity;
        this.x = this.y = this.lineX = this.lineY = 0;
        break;
      case OPS.setCharSpacing:
        state.characterSpacing = number();
        break;
      case OPS.setWordSpacing:
        state.wordSpacing = number();
        break;
      case OPS.setHScale:
        state.stretch = number() / 100;
        break;
      case OPS.setLeading:
        state.leading = -number();
        break;
      case OPS.setFont:
        this.setFont(String(args[0]), number(1));
        break;
      case OPS.setTextRenderingMode:
        state.mode = number();
        break;
      case OPS.setTextRise:
        state.rise = number();
        break;
      case OPS.setLeadingMoveText:
        state.leading = number(1);
        this.move(number(), number(1));
        break;
      case OPS.moveText:
        this.move(number(), number(1));
        break;
      case OPS.nextLine:
        this.move(0, state.leading);
        break;
      case OPS.setTextMatrix:
        this.textMatrix = asMatrix(args.length === 6 ? args : args[0]) ?? identity;
        this.x = this.y = this.lineX = this.lineY = 0;
        break;
      default:
    }
  }

  private move(x: number, y: number): void {
    this.x = this.lineX += x;
    this.y = this.lineY += y;
  }

  private transform(value: unknown): void {
    const matrix = asMatrix(value);
    if (matrix !== null) this.text.matrix = multiply(this.text.matrix, matrix);
  }

  private setFont(id: string, size: number): void {
    this.text.font = this.fontOf(id);
    this.text.size = size;
  }

  /** An ExtGState: pairs of a key and its value. */
  private setMany(pairs: unknown): void {
    if (!Array.isArray(pairs)) return;
    for (const pair of pairs as unknown[]) {
      if (!Array.isArray(pair)) continue;
      const [key, value] = pair as [unknown, unknown];
      if (key === 'LW') this.text.lineWidth = Number(value);
      if (key === 'Font' && Array.isArray(value)) this.setFont(String(value[0]), Number(value[1]));
    }
  }
}

export function asMatrix(value: unknown): Matrix | null {
  if (typeof value !== 'object' || value === null) return null;
  const list = Array.from(value as ArrayLike<number>).slice(0, 6);
  return list.length === 6 && list.every(Number.isFinite) ? (list as unknown as Matrix) : null;
}

/** Every operator of a list with its arguments. */
export function* operators(list: OperatorList): Generator<[number, readonly unknown[]]> {
  for (const [at, operator] of list.fnArray.entries()) {
    const args = list.argsArray[at];
    yield [operator, Array.isArray(args) ? (args as unknown[]) : []];
  }
}
