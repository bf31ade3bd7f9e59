/**
 * Coordinates in words: degrees; degrees, minutes, seconds; MGRS. Never with more places than a
 * pixel of the map is wide.
 *
 * UTM by Krüger's series to the fourth order in n (Karney, J. Geodesy 85, 2011), exact to less
 * than a micrometre within a zone. MGRS digits are cut off, not rounded, as NGA's standard says.
 */
import { leftToRight, say } from './language.js';

const A = 6378137;
const F = 1 / 298.257223563;
const E = Math.sqrt(F * (2 - F));
export const N = F / (2 - F);
export const RADIUS = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const RAD = Math.PI / 180;
export const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'; // without I and O
const BANDS = 'CDEFGHJKLMNPQRSTUVWX';

/** @param {number} lon */
const wrapped = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;

/**
 * Zone of a point, with the exceptions of south-west Norway and Svalbard.
 * @param {number} lat
 * @param {number} lon
 */
function zoneOf(lat, lon) {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  return Math.floor((lon + 180) / 6) + 1;
}

/**
 * UTM: {zone, easting, northing} in metres, the northing with its false 10,000 km in the south.
 * @param {number} lat
 * @param {number} lonAny
 */
export const utm = (lat, lonAny) => {
  const lon = wrapped(lonAny);
  const zone = zoneOf(lat, lon);
  const l = (lon - (zone * 6 - 183)) * RAD;
  const t = Math.tan(lat * RAD);
  const s = Math.sinh(E * Math.atanh((E * t) / Math.hypot(1, t)));
  const u = t * Math.hypot(1, s) - s * Math.hypot(1, t);
  const x = Math.atan2(u, Math.cos(l));
  const y = Math.asinh(Math.sin(l) / Math.hypot(u, Math.cos(l)));
  const [north, east] = ALPHA.reduce(
    ([n, e], a, k) => [
      n + a * Math.sin(2 * (k + 1) * x) * Math.cosh(2 * (k + 1) * y),
      e + a * Math.cos(2 * (k + 1) * x) * Math.sinh(2 * (k + 1) * y),
    ],
    [x, y],
  );
  return { zone, easting: 500_000 + 0.9996 * RADIUS * east, northing: 0.9996 * RADIUS * north + (lat < 0 ? 1e7 : 0) };
};

/**
 * MGRS with 1 to 5 digits for each of easting and northing; null outside of 80° S to 84° N.
 * @param {number} lat
 * @param {number} lon
 * @param {number} [digits]
 */
export const mgrs = (lat, lon, digits = 5) => {
  if (!(lat >= -80 && lat <= 84)) return null;
  const { zone, easting, northing } = utm(lat, lon);
  const band = BANDS[Math.min(Math.floor((lat + 80) / 8), 19)];
  const column = LETTERS[((zone - 1) % 3) * 8 + Math.floor(easting / 1e5) - 1];
  const row = LETTERS[(Math.floor(northing / 1e5) + (zone % 2 ? 0 : 5)) % 20];
  /** @param {number} metres */
  const cut = (metres) => String(Math.floor((metres % 1e5) / 10 ** (5 - digits))).padStart(digits, '0');
  return `${zone}${band} ${column}${row} ${cut(easting)} ${cut(northing)}`;
};

/**
 * @param {number} value
 * @param {number} places
 * @param {string} given
 */
const dms = (value, places, [plus, minus]) => {
  const unit = 10 ** places;
  const whole = Math.round(Math.abs(value) * 3600 * unit); // rounded once, so that 60″ never shows
  const [d, m, s] = [
    Math.floor(whole / (3600 * unit)),
    Math.floor(whole / (60 * unit)) % 60,
    (whole % (60 * unit)) / unit,
  ];
  return `${d}° ${String(m).padStart(2, '0')}′ ${s.toFixed(places).padStart(places ? 3 + places : 2, '0')}″ ${value < 0 ? minus : plus}`;
};
/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** @type {Record<string, (lat: number, lon: number, metres: number) => string>} The ways to write a position; `metres` is how exact it is. */
export const formats = {
  DD: (lat, lon, metres) => {
    const places = within(Math.floor(Math.log10(111_320 / metres)), 0, 6);
    return leftToRight(
      `${Math.abs(lat).toFixed(places)}° ${lat < 0 ? 'S' : 'N'}, ${Math.abs(wrapped(lon)).toFixed(places)}° ${wrapped(lon) < 0 ? 'W' : 'E'}`,
    );
  },
  DMS: (lat, lon, metres) => {
    const places = within(Math.floor(Math.log10(31 / metres)), 0, 2);
    return leftToRight(`${dms(lat, places, 'NS')}, ${dms(wrapped(lon), places, 'EW')}`);
  },
  MGRS: (lat, lon, metres) =>
    mgrs(lat, lon, within(5 - Math.ceil(Math.log10(Math.max(metres, 1))), 1, 5)) ??
    say('outside MGRS (beyond 80° S or 84° N)'),
};
