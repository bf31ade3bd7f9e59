// Made from geo/maps/contract.py by `make bundle`. Do not edit.

/** Whose data it is. */
export interface Credit {
  text: string;
  licence: string;
  url: string | null;
}

/** The dataset itself. */
export interface Meta {
  name: string;
  title: string;
  description: string;
  licence: string;
  boundaries_note: string;
  data_date: string | null;
  version: string;
  synthetic: boolean;
  credits: Credit[];
}

/** Who published what; source ``[n]`` is number ``n - 1`` of the list. */
export interface Source {
  source_id: string;
  title?: string;
  publisher?: string;
  author?: string;
  published?: string;
  url?: string;
  also_at?: string;
  not_a_link?: string;
  language?: string;
  kind?: string;
  affiliation?: string;
  date_note?: string;
  archived_at?: string;
  grade?: string;
  grade_reason?: string;
  grade_given?: boolean;
}

/** Who says what; ``source`` is a source's number, ``counters`` a position of a claim. */
export interface Claim {
  claim_id: string;
  claimant: string;
  subject: string;
  stance: string;
  paraphrase: string;
  support: string;
  source: number;
  category?: string;
  place?: string;
  districts?: string;
  period_start?: string;
  period_end?: string;
  as_of?: string;
  quantity?: number;
  quantity_min?: number;
  quantity_max?: number;
  unit?: string;
  qualifier?: string;
  origin: number;
  printed?: number[];
  grade?: string;
  grade_reason?: string;
  grade_given?: boolean;
  locator?: string;
  confidence_note?: string;
  withheld?: string;
  counters?: number;
  counters_missing?: string;
}

/** Features of a class inside a district, ``points`` of them known by position only. */
export interface Within {
  layer: string;
  status: string;
  n: number;
  points?: number;
  m2?: number;
}

/** A district, drawn if its outline is known. */
export interface District {
  district: string;
  claims: number[];
  drawn: boolean;
  aliases: string[];
  within: Within[];
  at?: [number, number];
  box?: [[number, number], [number, number]];
  name_local?: string;
  name_az?: string;
  name_hy?: string;
  name_ru?: string;
  note?: string;
  boundary_set?: string;
  uncertainty_m?: number;
}

/** A named place of a site. */
export interface Place {
  id: string;
  name: string;
  also: string[];
  districts: string[];
  support: string;
  uncertain: boolean;
  accuracy_m: number | null;
  origin: string | null;
  note: string | null;
}

/** A position with all that is recorded there; ``accidents`` are positions in their list. */
export interface Site {
  id: string;
  name: string;
  at: [number, number];
  support: string;
  accuracy_m: number | null;
  places: Place[];
  districts: string[];
  kinds: string[];
  claims: number[];
  accidents: number[];
  marked: Record<string, number[]>;
}

/** An outline, a line, a delivered event or a record; ``layer`` says of what layer. */
export interface Area {
  occurred?: string;
  ordnance?: string;
  killed?: number;
  killed_min?: number;
  killed_max?: number;
  injured?: number;
  injured_min?: number;
  injured_max?: number;
  hazard_id?: string;
  record_number?: string;
  laid_by?: string;
  laid_on?: string;
  handed_over?: string;
  mines_stated?: number;
  mines_by_type?: string;
  perimeter_m?: number;
  closure_m?: number;
  ce50_m?: number;
  ce95_m?: number;
  datum?: string;
  legs?: Leg[];
  items?: [number, number][];
  scored?: Scored;
  layer: string;
  id: string;
  status: string;
  claims: number[];
  box: [[number, number], [number, number]];
  at: [number, number];
  support: string;
  name?: string;
  district?: string;
  land_status?: string;
  method?: string;
  depth_m?: number;
  stated_area_m2?: number;
  stated_radius_m?: number;
  horizontal_accuracy_m?: number;
  coordinate_operation?: string;
  repair?: string;
  repair_m2?: number;
  valid_from?: string;
  valid_to?: string;
  known_from?: string;
  source?: number;
}

/** Districts that share figures. */
export interface Group {
  id: string;
  districts: string[];
  claims: number[];
}

/** An accident that claims tell of. */
export interface Accident {
  event_id: string;
  name: string;
  claims: number[];
  contested: boolean;
  drawn?: boolean;
  occurred?: string;
  districts?: string;
  killed_min?: number;
  killed_max?: number;
  injured_min?: number;
  injured_max?: number;
}

/** A feature of the base map. */
export interface Orientation {
  name?: string;
  name_local?: string;
  rank?: number;
}

/** The figure of one district: ``at`` is the lowest bound stated. */
export interface Cell {
  at: number;
  claims: number[];
  low?: number;
  high?: number;
  day?: string;
}

/** A choice of figures to colour districts by; ``cells`` by position of the district. */
export interface Figure {
  id: string;
  title: string;
  what: string;
  unit: string;
  note: string;
  by: string[];
  breaks: number[];
  cells: Record<number, Cell>;
  year?: string;
}

/** Claims that differ: a pair ``a`` and ``b``, or a set. Only some are a dispute. */
export interface Dispute {
  kind: string;
  dispute: boolean;
  rules: string[];
  subject: string;
  messages: string[];
  a?: number;
  b?: number;
  also?: number[];
  claims?: number[];
}

/** Released land added up from day to day (since 1970-01-01). */
export interface Series {
  days: number[];
  m2: number[];
  unstated: number[];
}

/** A place without position. */
export interface UndrawnPlace {
  name: string;
  district?: string;
  note?: string;
}

/** A feature that nothing on the map stands for. */
export interface UndrawnItem {
  layer?: string;
  id?: string;
  name?: string;
  why?: string;
  day?: string;
}

/** Things that are not drawn, and why; ``n`` where `items` are not all. */
export interface Undrawn {
  reason: string;
  title: string;
  why: string;
  claims: number[];
  accidents?: number[];
  places?: UndrawnPlace[];
  items?: UndrawnItem[];
  n?: number;
}

/** A thing that was rejected, repaired or needs a look when files were read. */
export interface Finding {
  code: string;
  level: string;
  message: string;
  layer?: string;
  feature_id?: string;
  file?: string;
  row?: number;
  column?: string;
  value?: string;
  hint?: string;
}

/** A base map that the reader may turn on. */
export interface BaseMap {
  id: string;
  url: string;
  host: string;
  credit: string;
  max_zoom: number;
}

/** A class of a raster. */
export interface LegendClass {
  colour: string;
  label: string;
}

/** An image in the page; one of a raster has a legend. Without a source it has a credit. */
export interface OverlayImage {
  title: string;
  source: number | null;
  box: [[number, number], [number, number]];
  opacity: number;
  png: string;
  credit?: string;
  legend?: LegendClass[];
  unit?: string;
  cell_m?: number;
  reduced?: boolean;
}

/** A side that says nothing of ``n`` of ``of`` districts: of which. */
export interface Silence {
  party: string;
  n: number;
  of: number;
  districts: string[];
}

/** Claims by side, and sources by origin; ``counts`` by district, '' for all, then by what. */
export interface Sides {
  counts: Record<string, Record<string, any[]>>;
  silent: Silence[];
}

/** Everything the page shows. */
export interface Payload {
  meta: Meta;
  cautions: string[];
  terms: Record<string, Record<string, string[]>>;
  sources: Source[];
  claims: Claim[];
  sides: Sides;
  districts: District[];
  sites: Site[];
  areas: Area[];
  groups: Group[];
  accidents: Accident[];
  delivered_accidents: number;
  basemap: Record<string, Orientation[]>;
  figures: Figure[];
  disputes: Dispute[];
  units: Record<string, any[]>;
  competing: number[][];
  questions: Heading[];
  curves: Curve[];
  released: Record<string, Record<string, Series>>;
  undrawn: Undrawn[];
  findings: Finding[];
  expected: Record<string, number>;
  large: Record<string, [[number, number], [number, number]]>;
  large_accuracy: Record<string, number>;
  online?: BaseMap[];
  overlays?: OverlayImage[];
  changes?: Comparison;
}

/** A question, for figures that several count from one day with that day: who answers it. */
export interface Heading {
  question: string;
  since?: string;
  claims: number[];
}

/** A figure of a curve, of its first to its last day; without a bound where it is open. */
export interface Point {
  claims: number[];
  to: string;
  since?: string;
  reached?: string;
  low?: number;
  high?: number;
  contested?: boolean;
  fell_from?: number;
  ground?: string;
}

/** Figures that one organisation states of one measure and ground, over time. */
export interface Curve {
  subject: string;
  kind: string;
  unit: string;
  place: string;
  claimant: string;
  district?: string;
  members: string[];
  scope: string[];
  points: Point[];
}

/** A leg of a minefield record, as written. */
export interface Leg {
  to: string;
  bearing: number;
  unit?: string;
  north?: string;
  declination_deg?: number;
  grid?: string;
  distance?: number;
  distance_unit?: string;
  distance_m: number;
  reference?: string;
  longitude?: number;
  latitude?: number;
}

/** Finds of a record's items on searched ground, and where they lie, seen from it. */
export interface Scored {
  tolerance_m: number;
  recorded: number;
  recorded_anywhere: number;
  found: number;
  low?: number;
  high?: number;
  east_m?: number;
  north_m?: number;
  pairs?: number;
}

/** Keys that only events have among areas. */
export interface OfEvent {
  occurred?: string;
  ordnance?: string;
  killed?: number;
  killed_min?: number;
  killed_max?: number;
  injured?: number;
  injured_min?: number;
  injured_max?: number;
}

/** Keys that only minefield records have among areas. */
export interface OfRecord {
  hazard_id?: string;
  record_number?: string;
  laid_by?: string;
  laid_on?: string;
  handed_over?: string;
  mines_stated?: number;
  mines_by_type?: string;
  perimeter_m?: number;
  closure_m?: number;
  ce50_m?: number;
  ce95_m?: number;
  datum?: string;
  legs?: Leg[];
  items?: [number, number][];
  scored?: Scored;
}

/** Ground that differs between two states. */
export interface ChangedGround {
  code: string;
  label: string;
  n: number;
  m2: number;
}

/** A row that differs; of a changed one, each column with its values before and after. */
export interface ChangedRow {
  id: string;
  change: string;
  label: string;
  values?: any[][];
}

/** The rows of a layer that differ. */
export interface ChangedLayer {
  layer: string;
  title: string;
  rows: ChangedRow[];
}

/** Things that only the earlier state drew, and things that only the later one does. */
export interface Was {
  layers: Record<string, any>;
  areas: any[];
  sites: any[];
  own: Record<string, number[]>;
  cells: Record<string, Record<number, any>>;
  ownLarge: Record<string, string[]>;
}

/** Differences between two states of the data. */
export interface Comparison {
  names: string[];
  note: string;
  ground: ChangedGround[];
  layers: ChangedLayer[];
  was?: Was;
}
