"use strict";
(() => {
  // trusted.js
  var NAME = "(?:a|b|br|path|span|svg)";
  var PLAIN = '(?:aria-hidden|class|d|fill|height|title|viewBox|width|xmlns)="[^"<>]*"';
  var LINK = 'href="https:[^"<>]*"';
  var HARMLESS = new RegExp(`^(?:[^<]|</?${NAME}(?:\\s+(?:${PLAIN}|${LINK}))*\\s*/?>)*$`);
  var gate = (
    /** @type {any} */
    window.trustedTypes
  );
  if (gate && !gate.defaultPolicy) {
    try {
      gate.createPolicy("default", {
        createHTML: (text) => HARMLESS.test(text) ? text : text.replaceAll("<", "&lt;")
      });
    } catch {
    }
  }
})();
