/**
 * Positions as people type them: degrees with a point or a comma; degrees, minutes, seconds; N, S, E, W before or
 * after (in Russian and Ukrainian с. ш., в. д.); MGRS. What may be read in two ways is read in both.
 */
import { squareOf } from './mgrs.js';

/**
 * @typedef {object} Position
 * @property {number} lat
 * @property {number} lon
 * @property {number} [metres] side of the square that was named, of which this is the middle
 */
/**
 * What a text may mean: `positions`, more than one where it is not clear; or what is wrong with it.
 * @typedef {{positions: Position[], fault?: undefined} | {positions: [], fault: Fault}} Reading
 * @typedef {'range' | 'axis' | 'sixty' | 'square' | 'unclear'} Fault
 */

/** @type {[RegExp, string][]} */
const SPELLINGS = [
  [/с\.? ?ш\.?|сев\.? ?ш\.?|пн\.? ?ш\.?/gi, 'N'],
  [/ю\.? ?ш\.?|пд\.? ?ш\.?/gi, 'S'],
  [/в\.? ?д\.?|вост\.? ?д\.?|сх\.? ?д\.?/gi, 'E'],
  [/з\.? ?д\.?|зап\.? ?д\.?|зх\.? ?д\.?/gi, 'W'],
  [/[º˚]/g, '°'],
  [/[′’‘ʹ´`]/g, "'"],
  [/[″”“ʺ]|''/g, '"'],
  [/[−–—]/g, '-'],
  [/[،]/g, ','],
  [/[؛]/g, ';'],
  [/٫/g, '.'],
  [/[\u2066-\u2069\u200e\u200f]/g, ''],
];

/** @param {string} text */
const plain = (text) =>
  SPELLINGS.reduce((t, [from, to]) => t.replace(from, to), text)
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0))
    .toUpperCase()
    .replace(/\b(LATITUDE|LAT)\b[.:=]?/g, ' LAT ')
    .replace(/\b(LONGITUDE|LONG?|LNG)\b[.:=]?/g, ' LON ')
    .trim();

/**
 * Read a position; null where the text is none.
 * @param {string} text
 * @returns {Reading | null}
 */
export const readPosition = (text) => {
  const said = plain(text);
  const square = squareOf(said);
  if (square) return square === 'none' ? wrong('square') : { positions: [square] };
  if (!/^(?:LAT|LON|[-+\d\s.,;:/°'"NSEW])+$/.test(said) || (said.match(/\d+/g) ?? []).length < 2) return null;
  const pair = halves(withPoints(said));
  if (!pair) return /[NSEW°]|\d[.,]\d/.test(said.replace(/LAT|LON/g, '')) ? wrong('unclear') : null;
  const [a, b] = pair.map(angle);
  if (typeof a === 'string') return wrong(a);
  if (typeof b === 'string') return wrong(b);
  return placed(a, b);
};

/** @param {Fault} fault @returns {Reading} */
const wrong = (fault) => ({ positions: [], fault });

/**
 * Commas as decimal marks, where no point is one.
 * @param {string} said
 */
const withPoints = (said) => (/\d\.\d/.test(said) ? said : said.replace(/(\d),(?=\d)/g, '$1.'));

/**
 * The parts of two angles; null where there are not two.
 * @param {string} said
 * @returns {[string, string] | null}
 */
function halves(said) {
  const trimmed = said.replace(/^[\s,;/]+|[\s,;/]+$/g, '');
  const apart = trimmed.split(/\s*[;/]\s*|\s*,\s*/);
  if (apart.length === 2) return [apart[0], apart[1]];
  if (apart.length > 2) return null;
  const marks = [...trimmed.matchAll(/LAT|LON|[NSEW]/g)];
  if (marks.length === 2) {
    const [one, two] = marks.map((mark) => mark.index ?? 0);
    const at = one === 0 ? two : one + marks[0][0].length;
    return [trimmed.slice(0, at), trimmed.slice(at)];
  }
  if (marks.length > 2) return null;
  const degrees = [...trimmed.matchAll(/[-+]?\d+(?:\.\d+)?\s*°/g)];
  if (degrees.length === 2) return [trimmed.slice(0, degrees[1].index), trimmed.slice(degrees[1].index)];
  const numbers = [...trimmed.matchAll(/[-+]?\d+(?:\.\d+)*/g)];
  if (numbers.length % 2) return null;
  // One letter belongs to the half that it stands in or next to.
  const half = numbers[numbers.length / 2].index ?? 0;
  const letter = marks[0]?.index ?? -1;
  const lastOfFirst = numbers[numbers.length / 2 - 1];
  const end = (lastOfFirst.index ?? 0) + lastOfFirst[0].length;
  const between = letter >= end && letter < half;
  const at = between && trimmed[letter - 1] === ' ' && trimmed[letter + 1] !== ' ' ? letter : half;
  return [trimmed.slice(0, at), trimmed.slice(at)];
}

/**
 * Degrees of one angle and its axis, or what is wrong.
 * @param {string} part
 * @returns {{degrees: number, axis: 'lat' | 'lon' | null, signed: boolean} | Fault}
 */
function angle(part) {
  const letters = part.replace(/LAT|LON/g, '').match(/[NSEW]/g) ?? [];
  const named = part.match(/LAT|LON/)?.[0];
  const numbers = part.match(/[-+]?\d+(?:\.\d+)*/g) ?? [];
  if (letters.length > 1 || numbers.length < 1 || numbers.length > 3) return 'unclear';
  const values = numbers.map(Number);
  if (values.some(Number.isNaN) || numbers.slice(1).some((n) => /^[-+]/.test(n))) return 'unclear';
  if (numbers.slice(0, -1).some((n) => n.includes('.'))) return 'unclear'; // a fraction, and then minutes
  const [whole = 0, minutes = 0, seconds = 0] = values;
  if (minutes >= 60 || seconds >= 60) return 'sixty';
  const negative = numbers[0]?.startsWith('-') ?? false;
  if (negative && letters.length) return 'unclear'; // -15° S: which of both?
  const size = Math.abs(whole) + minutes / 60 + seconds / 3600;
  const axis = letters[0] ? (/[NS]/.test(letters[0]) ? 'lat' : 'lon') : null;
  const stated = named ? /** @type {'lat' | 'lon'} */ (named.toLowerCase()) : null;
  if (axis && stated && axis !== stated) return 'axis';
  return {
    degrees: negative || /[SW]/.test(letters[0] ?? '') ? -size : size,
    axis: axis ?? stated,
    signed: negative,
  };
}

/**
 * @param {{degrees: number, axis: 'lat' | 'lon' | null}} a
 * @param {{degrees: number, axis: 'lat' | 'lon' | null}} b
 * @returns {Reading}
 */
function placed(a, b) {
  if (a.axis && a.axis === b.axis) return wrong('axis');
  const first = a.axis ?? (b.axis === 'lat' ? 'lon' : b.axis === 'lon' ? 'lat' : null);
  /** @type {Position[]} */
  const both = [
    { lat: a.degrees, lon: b.degrees },
    { lat: b.degrees, lon: a.degrees },
  ];
  const meant = first === 'lat' ? both.slice(0, 1) : first === 'lon' ? both.slice(1) : both;
  const positions = meant.filter(({ lat, lon }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180);
  if (!positions.length) return wrong('range');
  const same = positions.length === 2 && a.degrees === b.degrees;
  return { positions: same ? positions.slice(0, 1) : positions };
}
