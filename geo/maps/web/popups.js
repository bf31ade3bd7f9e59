/** The one thing that folium's popups need of jQuery: `$(html)[0]` is an element. */

/** @type {any} */ (window).$ = (/** @type {string} */ html) => [
  ...new DOMParser().parseFromString(html, 'text/html').body.children,
];
