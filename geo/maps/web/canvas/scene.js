/** What lies on a tile: found once, then painted for any day and any filter. */
import { WORLD } from './grid.js';
import { Specks } from './specks.js';
import { AREA, POINT } from './unpack.js';

/** @import { Shapes } from './types' */

const RIM = 12; // pixels around a tile in which something may reach into it
const LOW = 8; // zoom up to which points are specks

export class Scene {
  /**
   * @param {number} size of the tile in pixels
   * @param {{x: number, y: number, z: number}} coords of the tile
   * @param {{data: Shapes, index: import('./index.js').Index, look: import('./look.js').Look, specks: Specks}} layer `look` says what is generalised outward
   */
  constructor(size, coords, { data, index, look, specks }) {
    const cells = WORLD / 2 ** coords.z; // of one tile
    this.look = look;
    this.zoom = coords.z;
    this.scale = size / cells;
    this.north = coords.y * cells;
    /** @type {{i: number, west: number}[]} Features that need a path or a symbol; the tile's corner in their turn. */
    this.larger = [];
    /** @type {number[]} */
    const small = []; // features that are specks here
    /** @type {number[]} */
    const ends = []; // where the pixels of each end
    const rim = (RIM * look.scale) / this.scale;
    specks.forget();
    // Shapes past ±180 also show on the other side of the world.
    for (let turn = Math.floor((index.west - rim) / WORLD); turn * WORLD <= index.east + rim; turn++) {
      const west = coords.x * cells + turn * WORLD;
      if (west > index.east + rim || west + cells < index.west - rim) continue;
      index.search(west - rim, this.north - rim, west + cells + rim, this.north + cells + rim, (i) => {
        if (this.#isSpeck(data, i)) {
          this.#speck(data, specks, i, west, look.classes[data.classOf[i]].outward);
          small.push(i);
          ends.push(specks.found);
        } else this.larger.push({ i, west });
      });
    }
    this.small = Int32Array.from(small);
    this.ends = Uint32Array.from(ends);
    this.pixels = specks.pixels.slice(0, specks.found);
  }

  /**
   * @param {Shapes} given
   * @param {number} i
   */
  #isSpeck({ box, form, firstRing }, i) {
    if (form[i] === POINT) return this.zoom <= LOW && firstRing[i + 1] - firstRing[i] === 1;
    const most = Specks.MOST / this.scale;
    return form[i] === AREA && box[4 * i + 2] - box[4 * i] < most && box[4 * i + 3] - box[4 * i + 1] < most;
  }

  /**
   * @param {Shapes} data
   * @param {Specks} specks
   * @param {number} i
   * @param {number} west
   * @param {boolean} outward
   */
  #speck(data, specks, i, west, outward) {
    if (data.form[i] === AREA) {
      specks.area(data, i, this.scale, west, this.north, outward);
      return;
    }
    const x = Math.floor((data.box[4 * i] - west) * this.scale);
    const y = Math.floor((data.box[4 * i + 1] - this.north) * this.scale);
    for (let row = y - 1; row <= y + 1; row++) specks.row(row, x - 1, x + 1);
  }
}
