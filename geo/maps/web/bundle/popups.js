"use strict";
(() => {
  // popups.js
  window.$ = (html) => [
    ...new DOMParser().parseFromString(html, "text/html").body.children
  ];
})();
