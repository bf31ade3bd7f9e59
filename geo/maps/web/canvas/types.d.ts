/** What a canvas layer is made of; FORMAT.md beside the Python part tells how it travels. */
export interface ClassStyle {
  label: string;
  fill: string;
  opacity: number;
  hatch: 'none' | 'diagonal' | 'cross' | 'dots';
  symbol: 'disc' | 'square' | 'triangle' | 'diamond' | 'cross';
  outline: string;
  width: number;
  dash: number[];
  draw_order: number;
  generalise: 'outward' | 'inward';
}
export interface OutlineStyle {
  label: string;
  colour: string;
  width: number;
  dash: number[];
}
export interface CanvasTheme {
  name: string;
  classes: ClassStyle[];
  outlines: (OutlineStyle | null)[];
}
export interface Head {
  name: string;
  features: number;
  rings: number;
  vertices: number;
  bytes: number;
  parts: number;
  dated: boolean;
  known: boolean;
  planes: Record<'rings' | 'points' | 'x' | 'y', number[]>;
  columns: string[];
  chunk: number;
  offsets: number[];
  /** Values behind the codes; null: not stated. */
  classes: (string | null)[];
  statuses: (string | null)[];
  themes: CanvasTheme[];
}
/** The features, decoded: vertices are cells of the grid. */
export interface Shapes {
  n: number;
  classOf: Uint8Array;
  statusOf: Uint8Array;
  fault: Uint8Array;
  from?: Int32Array;
  to?: Int32Array;
  known?: Int32Array;
  /** Of each ring: 0 shell, 1 hole, 2 line, 3 point. */
  kind: Uint8Array;
  x: Int32Array;
  y: Int32Array;
  /** Where the rings of each feature begin, and the vertices of each ring; one more for the end. */
  firstRing: Uint32Array;
  firstVertex: Uint32Array;
  /** West, north, east, south of each feature: rows grow southward. */
  box: Int32Array;
  /** AREA, LINE and POINT of each feature, as bits. */
  form: Uint8Array;
}
/** A style made ready for painting. */
export interface Style extends ClassStyle {
  code: number;
  plain: string;
  /** Without an outline. */
  dense: string;
  cell: HTMLCanvasElement | null;
  pattern?: CanvasPattern | null;
  /** As the bytes of a picture lie in memory (little-endian): alpha, blue, green, red. */
  speck: number;
  outward: boolean;
  stamps: Map<string, Stamp>;
}
export interface Stamp {
  picture: HTMLCanvasElement;
  half: number;
}
/** A part of the grid on a tile: `scale` pixels a cell, from a corner. */
export interface View {
  west: number;
  north: number;
  scale: number;
  zoom: number;
}
/** A step of age: older than the day `before`, since 1970-01-01. */
export interface AgeStep {
  age: number;
  before: number;
  shown: boolean;
}
/** What the page brought of a layer. */
export interface Arrived {
  head: Promise<Head>;
  data: Promise<Shapes>;
  texts: Uint8Array<ArrayBuffer>;
}
