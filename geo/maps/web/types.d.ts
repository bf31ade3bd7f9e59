/** The shapes of things that the page's scripts share. `payload.d.ts` has those that Python makes. */
import type * as L from 'leaflet';
import type { Tiles } from './canvas/layer.js';
import type * as P from './payload';

export type {
  Accident,
  Box,
  Cell,
  Claim,
  Curve,
  Dispute,
  Finding,
  Heading,
  LatLng,
  Orientation,
  Place,
  Point,
  Source,
  Undrawn,
} from './payload';

/** [latitude, longitude] */
export type At = [number, number];
/** South-west and north-east corner. */
export type Corners = [At, At];
export type Child = Node | string | number | null | undefined | false | Child[];
export type Props = Record<string, string | number | boolean | null | undefined | ((event: any) => unknown)>;
/** Classes of age: years, or without a date. */
export type Age = 10 | 5 | 'undated';
export type TimeMode = 'on' | 'known' | 'both';
export type Form = 'at' | 'along' | 'in';

export interface ThemeArea {
  colour: string;
  opacity: number;
  hatch: 'none' | 'cross' | 'diagonal' | 'dots';
  dash: string;
}
export interface Outline {
  label: string;
  colour: string;
  width: number;
  dash: number[];
}
export interface Theme {
  code: string;
  name: string;
  ramp: string[];
  noFigure: { paper: string; line: string };
  areas: Record<string, ThemeArea>;
  outlines: Record<string, Outline>;
  symbols: Record<string, string>;
}
/** What a page tells of a language that it offers. */
export interface Offered {
  name: string;
  direction: 'ltr' | 'rtl';
  packed: string;
}
export interface Language {
  decimal: string;
  group: string;
  months: string[];
  strings: Record<string, string>;
  counts: Record<string, Record<string, string>>;
  read_by: string;
  dataset: Record<'title' | 'description' | 'licence' | 'boundaries_note', string>;
  districts: Record<string, string>;
  texts: Record<string, string>;
}
export interface Settings {
  themes: Record<string, Theme>;
  classes: Record<'hazards' | 'released' | 'events', string[]>;
  languages: Record<string, Offered>;
  sentences: string[];
}

/** What a key selects has a key, claims and mostly a place. */
export interface District extends P.District {
  key: string;
  groups: number[];
  sites: number[];
  accidents: number[];
  loose: number[];
  at: At;
  box: Corners;
}
export interface Site extends P.Site {
  key: string;
  at: At;
}
export interface Area extends P.Area {
  key: string;
  at: At;
  box: Corners;
  /** Of a large layer: its name and the number of the feature. */
  of?: [string, number];
  /** Other areas at the place that was clicked. */
  beside?: { areas: Area[]; n: number };
}
export interface Group extends P.Group {
  key: string;
}
export interface Figure extends P.Figure {
  /** The cells without a filter, and how many claims the filter hides where it leaves no cell whole. */
  whole?: Record<number, P.Cell>;
  hidden?: Record<number, number>;
}
/** A place that the reader asks about. */
export interface Asked {
  key: string;
  form: Form;
  points: At[];
  within: number;
  claims: number[];
  at: At;
  box: Corners;
  name: string;
}
export type Found =
  | { kind: 'district'; item: District }
  | { kind: 'site'; item: Site }
  | { kind: 'area' | 'event'; item: Area }
  | { kind: 'group'; item: Group }
  | { kind: 'here'; item: Asked };

/** The payload, indexed. */
export interface Data extends Omit<P.Payload, 'districts' | 'sites' | 'areas' | 'groups' | 'figures'> {
  districts: District[];
  sites: Site[];
  areas: Area[];
  groups: Group[];
  figures: Figure[];
  online: P.BaseMap[];
  overlays: P.OverlayImage[];
  /** Number of a source -> claims. */
  citedBy: Map<number, number[]>;
  /** Claim -> claims that name it as what they contradict. */
  counteredBy: Map<number, number[]>;
  disputesOf: Map<number, number[]>;
  /** Claim -> sets of competing figures. */
  competingOf: Map<number, number[]>;
  /** Claim -> keys of what it hangs on. */
  homes: Map<number, string[]>;
  /** Claim -> keys of the minefield records that it speaks of. */
  recordsOf: Map<number, string[]>;
  districtAt: Map<string, number>;
  /** District -> claims that name it; made when it is first asked for. */
  naming?: Map<string, number[]>;
}

/** A feature of folium's layers: a running number, or `was` for one of the earlier state. */
export type Numbered = GeoJSON.Feature<any, { i: number; was?: number }>;
/** A shape or a mark on the map. */
export type Drawn = Omit<L.Polygon & L.Marker, 'feature' | 'getElement'> &
  L.Layer & { feature: Numbered; getElement(): HTMLElement | undefined };
/** One of folium's layers. */
export type Drawing = Omit<L.GeoJSON, 'getLayers' | 'eachLayer' | 'toGeoJSON'> & {
  getLayers(): Drawn[];
  eachLayer(what: (layer: Drawn) => void): unknown;
  toGeoJSON(): { features: Numbered[] };
};

export interface SelectOptions {
  /** Where the popup opens. */
  at?: L.LatLngExpression;
  /** Move there. */
  fly?: boolean;
  /** Outline only. */
  quiet?: boolean;
}
export interface MapClick {
  at: L.LatLng;
  list: 'districts' | 'sites' | 'areas';
  item?: { key: string };
  spot: L.LatLng;
}
/** A tab of the panel. */
export interface View {
  id: string;
  title: string;
  build: () => Node;
  count?: () => number;
}
/** What the parts of the page share. */
export interface Page {
  map: L.Map;
  layers: Record<string, Drawing>;
  large: Record<string, Tiles>;
  wasLarge: Record<string, Tiles>;
  changeLayer?: Tiles;
  data: Data;
  figure: Figure;
  selected: string | null;
  tab: string | null;
  /** How many features each layer drew. */
  drawn: Record<string, number>;
  /** Whether clicks on the map measure, rather than select. */
  measuring: boolean;
  /** When the page was ready. */
  ready?: number;
}

export interface CanvasOptions extends L.GridLayerOptions {
  legend?: boolean;
  popup?: boolean;
  walk?: boolean;
  /** Another layer, whose data this one shows too. */
  of?: Tiles;
}

declare module 'leaflet' {
  // Of Leaflet's own, not in its types.
  interface Map {
    canvasTiles?: Set<Tiles>;
    _fadeAnimated: boolean;
    _popup?: Popup | null;
  }
  interface GridLayer {
    options: CanvasOptions;
    _loading: boolean;
    _update(center?: LatLng): void;
    _tileReady(coords: Coords, error: Error | undefined, tile: HTMLElement): void;
    _pxBoundsToTileRange(bounds: Bounds): { min: Point; max: Point };
    _getTiledPixelBounds(center: LatLng): Bounds;
    _isValidTile(coords: Coords): boolean;
    _keyToTileCoords(key: string): Coords;
  }
}
