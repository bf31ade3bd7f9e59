/** Work in slices, so that the page stays smooth while tiles are painted. */

const SLICE = 8; // milliseconds
const FIRST = 1000; // as long as there is no picture that could be kept smooth: each frame costs time

export class Queue {
  constructor() {
    /** @type {(() => void)[]} */
    this.jobs = [];
    this.awake = false;
    this.slice = FIRST;
    this.channel = new MessageChannel(); // a timer would wait 4 ms each time
    this.channel.port1.onmessage = () => this.run();
  }

  /** @param {() => void} job */
  add(job) {
    this.jobs.push(job);
    if (!this.awake) {
      this.awake = true;
      this.channel.port2.postMessage(0);
    }
  }

  /** From now on leave room for frames. */
  calm() {
    this.slice = SLICE;
  }

  /** Do everything now, however long it takes. */
  finish() {
    while (this.jobs.length) this.jobs.shift()?.();
  }

  run() {
    const until = performance.now() + this.slice;
    while (this.jobs.length && performance.now() < until) this.jobs.shift()?.();
    this.awake = this.jobs.length > 0;
    if (this.awake) this.channel.port2.postMessage(0);
  }
}
