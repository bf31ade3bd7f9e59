'use strict';
/** Which features are shown: by day, by class, by whatever mask a page sets. */
(() => {
  const DAY = 86_400_000;

  /** Days since 1970-01-01 of a number or of 'YYYY-MM-DD'; null stands for 'any day'. */
  canvasTiles.dayNumber = (day) => {
    if (day === null || day === undefined) return null;
    const number = typeof day === 'string' ? Date.parse(`${day}T00:00:00Z`) / DAY : day;
    if (!Number.isInteger(number)) throw new RangeError(`not a day: ${day}`);
    return number;
  };

  canvasTiles.Filter = class {
    constructor(data, classes) {
      this.data = data;
      this.day = null;
      this.knownBy = null;
      this.hidden = new Set(); // codes of classes
      this.mask = null; // Uint8Array by feature; 0 hides
      this.shown = new Uint8Array(data.n);
      this.byClass = new Array(classes).fill(0);
      this.undrawn = data.fault.reduce((sum, why) => sum + (why ? 1 : 0), 0);
      this.apply();
    }

    /** Whether a feature has a place and is in force on the day, whatever its class. */
    holds(i) {
      const { from, to, known, fault } = this.data;
      const { day, knownBy } = this;
      return !fault[i] && !(day !== null && from !== undefined && (from[i] > day || day >= to[i])) && !(knownBy !== null && known !== undefined && known[i] > knownBy);
    }

    /** Work out `shown`, and how many there are of each class. */
    apply() {
      const { n, classOf, from, to, known, fault } = this.data;
      const { day, knownBy, hidden, mask, shown, byClass } = this;
      const dated = day !== null && from !== undefined;
      const news = knownBy !== null && known !== undefined;
      byClass.fill(0);
      this.count = 0;
      for (let i = 0; i < n; i++) {
        const yes = !fault[i] && !(dated && (from[i] > day || day >= to[i])) && !(news && known[i] > knownBy) && !(mask && !mask[i]);
        if (yes) byClass[classOf[i]]++; // a class that is switched off still has its count
        shown[i] = yes && !hidden.has(classOf[i]) ? 1 : 0;
        this.count += shown[i];
      }
    }
  };
})();
