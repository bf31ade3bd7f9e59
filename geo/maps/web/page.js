/**
 * The scripts of the page. `window.atlas` is what folium's scripts need (styles, points, `onEach`, where to put the map
 * and its layers), `start`, and what a reader with a console, or a test, may ask.
 */
import { hereAsked } from './data/asked.js';
import { cellsAgain } from './data/cells.js';
import { filterChosen, shows } from './data/filter.js';
import { lookUp } from './data/find.js';
import { select } from './data/selection.js';
import { page } from './data/state.js';
import { dayShown, plainPlaces } from './data/time.js';
import { selectLargeAt } from './map/clicks.js';
import { chooseFigure } from './map/colours.js';
import { extent } from './map/extent.js';
import { showLabels } from './map/labels.js';
import { findLarge, largeArea, seek } from './map/large.js';
import { off, onEach } from './map/layers.js';
import { restrain } from './map/motion.js';
import { points, styles } from './map/styles.js';
import { theme, wearTheme } from './map/theme.js';
import { figureBars } from './panel/bars.js';
import { showDispute } from './panel/disputes.js';
import { setFilter } from './panel/filter.js';
import { showTab } from './panel/panel.js';
import { cardOf } from './panel/place.js';
import { start } from './start.js';
import { trouble } from './text/dom.js';
import { formats, mgrs, utm } from './text/grid.js';
import { districtName, language, lower, untranslated } from './text/language.js';
import * as words from './text/words.js';
import { swipe, swipedAreas } from './time/swipe.js';
import { setTime } from './time/timeline.js';
import { geodesicArea, geodesicLength } from './tools/geodesy.js';
import { askHere, hereRecords } from './tools/here.js';
import { measure, measureAt } from './tools/measure.js';
import { sourcesShown } from './tools/print.js';

wearTheme();
restrain();

Object.assign(page, {
  words,
  styles,
  points,
  onEach,
  start,
  formats,
  language,
  untranslated,
  theme,
  off,
  // what may be asked
  askHere,
  hereAsked,
  hereRecords,
  bars: figureBars,
  card: cardOf,
  cellsAgain,
  districtName,
  extent,
  filterChosen,
  find: lookUp,
  findLarge,
  geodesicArea,
  geodesicLength,
  largeArea,
  lower,
  mgrs,
  plainPlaces,
  seek,
  shows,
  sourcesShown,
  swiped: swipedAreas,
  time: dayShown,
  utm,
  // what may be done
  chooseFigure,
  measure,
  measureAt,
  select,
  selectLargeAt,
  setFilter,
  setTime,
  show: showTab,
  showDispute,
  showLabels,
  swipe,
  trouble,
});
