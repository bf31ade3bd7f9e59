/** Which features are shown: by day, by class, by whatever mask a page sets. */

/** @import { Shapes } from './types' */

const DAY = 86_400_000;

/**
 * Days since 1970-01-01 of a number or of 'YYYY-MM-DD'; null stands for 'any day'.
 * @param {number | string | null | undefined} day
 */
export const dayNumber = (day) => {
  if (day === null || day === undefined) return null;
  const number = typeof day === 'string' ? Date.parse(`${day}T00:00:00Z`) / DAY : day;
  if (!Number.isInteger(number)) throw new RangeError(`not a day: ${day}`);
  return number;
};

export class Filter {
  /**
   * @param {Shapes} data
   * @param {number} classes
   */
  constructor(data, classes) {
    this.data = data;
    /** @type {number | null} */
    this.day = null;
    /** @type {number | null} */
    this.knownBy = null;
    /** @type {Set<number>} Codes of classes. */
    this.hidden = new Set();
    /** @type {Uint8Array | null} By feature; 0 hides. */
    this.mask = null;
    this.count = 0;
    this.shown = new Uint8Array(data.n);
    this.byClass = new Array(classes).fill(0);
    this.undrawn = data.fault.reduce((sum, why) => sum + (why ? 1 : 0), 0);
    this.apply();
  }

  /**
   * Whether a feature has a place and is in force on the day, whatever its class.
   * @param {number} i
   */
  holds(i) {
    const { from, to, known, fault } = this.data;
    const { day, knownBy } = this;
    return (
      !fault[i] &&
      !(day !== null && from !== undefined && to !== undefined && (from[i] > day || day >= to[i])) &&
      !(knownBy !== null && known !== undefined && known[i] > knownBy)
    );
  }

  /** Work out `shown`, and how many there are of each class. */
  apply() {
    const { n, classOf, from, to, known, fault } = this.data;
    const { day, knownBy, hidden, mask, shown, byClass } = this;
    const dated = day !== null && from !== undefined && to !== undefined;
    const news = knownBy !== null && known !== undefined;
    byClass.fill(0);
    this.count = 0;
    for (let i = 0; i < n; i++) {
      const yes =
        !fault[i] &&
        !(dated && (from[i] > day || day >= to[i])) &&
        !(news && known[i] > knownBy) &&
        !(mask && !mask[i]);
      if (yes) byClass[classOf[i]]++; // a class that is switched off still has its count
      shown[i] = yes && !hidden.has(classOf[i]) ? 1 : 0;
      this.count += shown[i];
    }
  }
}
