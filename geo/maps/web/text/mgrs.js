/**
 * MGRS read: the square that a text names. UTM back to degrees by Krüger's series to the fourth order in n (Karney,
 * J. Geodesy 85, 2011), exact to less than a micrometre within a zone.
 */
import { LETTERS, mgrs, N, RADIUS } from './grid.js';

const BETA = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161280) * N ** 4,
];
const DELTA = [
  2 * N - (2 / 3) * N ** 2 - 2 * N ** 3 + (116 / 45) * N ** 4,
  (7 / 3) * N ** 2 - (8 / 5) * N ** 3 - (227 / 45) * N ** 4,
  (56 / 15) * N ** 3 - (136 / 35) * N ** 4,
  (4279 / 630) * N ** 4,
];
const DEGREES = 180 / Math.PI;
const TEXT = /^(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])\s*([A-HJ-NP-V])\s*([\d\s]*)$/;

/**
 * UTM to degrees; northings of the south have their false 10,000 km.
 * @param {number} zone
 * @param {boolean} south
 * @param {number} easting
 * @param {number} northing
 */
export const fromUtm = (zone, south, easting, northing) => {
  const x = (northing - (south ? 1e7 : 0)) / (0.9996 * RADIUS);
  const y = (easting - 500_000) / (0.9996 * RADIUS);
  const [xi, eta] = BETA.reduce(
    ([a, b], beta, k) => [
      a - beta * Math.sin(2 * (k + 1) * x) * Math.cosh(2 * (k + 1) * y),
      b - beta * Math.cos(2 * (k + 1) * x) * Math.sinh(2 * (k + 1) * y),
    ],
    [x, y],
  );
  const chi = Math.asin(Math.sin(xi) / Math.cosh(eta));
  const lat = DELTA.reduce((sum, delta, k) => sum + delta * Math.sin(2 * (k + 1) * chi), chi);
  return { lat: lat * DEGREES, lon: zone * 6 - 183 + Math.atan2(Math.sinh(eta), Math.cos(xi)) * DEGREES };
};

/**
 * The middle of the square that a text in capitals names, with its side in metres; 'none' where there is no such
 * square, null where the text is no MGRS.
 * @param {string} text
 */
export const squareOf = (text) => {
  const match = TEXT.exec(text);
  if (!match) return null;
  const [, zoneText, band, column, row, rest] = match;
  const groups = rest.trim().split(/\s+/);
  const joined = groups.join('');
  const digits = joined.length / 2;
  const zone = Number(zoneText);
  const even = groups.length === 1 || (groups.length === 2 && groups[0].length === groups[1].length);
  if (zone < 1 || zone > 60 || !Number.isInteger(digits) || digits > 5 || !even) return 'none';
  const metres = 10 ** (5 - digits);
  const hundreds = LETTERS.indexOf(column) - ((zone - 1) % 3) * 8 + 1;
  if (hundreds < 1 || hundreds > 8) return 'none';
  const east = hundreds * 1e5 + Number(joined.slice(0, digits)) * metres;
  const steps = (LETTERS.indexOf(row) + (zone % 2 ? 0 : 15)) % 20;
  const north = steps * 1e5 + Number(joined.slice(digits)) * metres;
  const south = band < 'N';
  const wanted = `${zone}${band} ${column}${row} ${joined.slice(0, digits)} ${joined.slice(digits)}`.trim();
  // Rows repeat each 2,000 km: the square is the one of which a part lies in its zone and band.
  for (let from = north; from < 1e7; from += 2e6) {
    for (const [right, up] of [0.5, 0.001, 0.999].flatMap((a) => [0.5, 0.001, 0.999].map((b) => [a, b]))) {
      const at = fromUtm(zone, south, east + right * metres, from + up * metres);
      const found = mgrs(at.lat, at.lon, Math.max(digits, 1)) ?? '';
      if (digits ? found === wanted : found.startsWith(wanted))
        return { ...fromUtm(zone, south, east + metres / 2, from + metres / 2), metres };
    }
  }
  return 'none';
};
