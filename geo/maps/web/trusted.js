/**
 * Under a host's header `require-trusted-types-for 'script'` markup has to pass one gate. It lets through what Leaflet
 * writes for its own controls; anything else becomes text.
 */

const NAME = '(?:a|b|br|path|span|svg)';
const PLAIN = '(?:aria-hidden|class|d|fill|height|title|viewBox|width|xmlns)="[^"<>]*"';
const LINK = 'href="https:[^"<>]*"';
const HARMLESS = new RegExp(`^(?:[^<]|</?${NAME}(?:\\s+(?:${PLAIN}|${LINK}))*\\s*/?>)*$`);

/** @type {any} */
const gate = /** @type {any} */ (window).trustedTypes;
if (gate && !gate.defaultPolicy) {
  try {
    gate.createPolicy('default', {
      createHTML: (/** @type {string} */ text) => (HARMLESS.test(text) ? text : text.replaceAll('<', '&lt;')),
    });
  } catch {
    // The host allows no policy: the line that the file is incomplete stays.
  }
}
