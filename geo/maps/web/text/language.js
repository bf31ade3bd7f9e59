/**
 * The language of the page. English is written in the scripts; a sentence without translation
 * stays English. What sources say, names of claimants, and claims are never translated.
 */
import { startAgain } from '../data/address.js';
import { page } from '../data/state.js';
import { languages } from '../settings.js';
import { byId, el } from './dom.js';

/** @import { Data } from '../types' */

const KEPT = 'atlas-language';

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  } // not allowed on some file:// pages
}
const wanted = [new URLSearchParams(globalThis.location?.hash.slice(1)).get('lang'), remembered()];
/** Code of the language in use. */
export const language = wanted.find((code) => code === 'en' || Object.hasOwn(languages, code ?? '')) ?? 'en';
const own = languages[language];
let chosen = language;

/** The language chosen, for the address. */
export const inLanguage = () => (chosen !== 'en' ? { lang: chosen } : {});

/** Sentences that were asked for and have no translation. */
export const untranslated = new Set();

/**
 * A sentence in the page's language.
 * @param {string} text English, with places for values: 'Data to {date}.'
 * @param {Record<string, any>} [values] put in as they are
 * @returns {string}
 */
export const say = (text, values = {}) => {
  const key = text.trim();
  let said = key;
  if (own && key) {
    if (Object.hasOwn(own.strings, key)) said = own.strings[key];
    else untranslated.add(key);
  }
  // Spaces around a sentence are the page's, not the translator's.
  return text.replace(key, () =>
    said.replace(/\{(\w+)\}/g, (mark, name) => (Object.hasOwn(values, name) ? values[name] : mark)),
  );
};

/**
 * A text that comes with the data, such as the title of a layer: as it is where no language has it.
 * @param {string} text
 */
export const sayIfKnown = (text) => (own && Object.hasOwn(own.strings, text) ? own.strings[text] : text);

/**
 * A noun after a number: 'claim', 'claims'; 'утверждение', 'утверждения', 'утверждений'.
 * @param {number} n
 * @param {string} one the English singular
 * @param {string} [many] the English plural
 */
export const noun = (n, one, many = `${one}s`) => {
  if (own && Object.hasOwn(own.counts, one)) {
    const forms = own.counts[one];
    return forms[new Intl.PluralRules(language).select(n)] ?? forms.other;
  }
  if (own) untranslated.add(one);
  return n === 1 ? one : many;
};

/**
 * Lower case by the rules of the language.
 * @param {string} text
 */
export const lower = (text) => text.toLocaleLowerCase(language);

/**
 * A district's name in the language, as far as the data has one.
 * @param {string} name
 */
export const districtName = (name) => {
  const district = page.data.districts[page.data.districtAt.get(name) ?? -1];
  return /** @type {any} */ (district)?.[`name_${language}`] ?? name;
};

/**
 * Words that Python wrote into the data, once after unpacking.
 * @param {Data} data
 */
export const translate = (data) => {
  data.cautions = data.cautions.map((text) => say(text));
  for (const vocabulary of Object.values(data.terms)) {
    for (const term of Object.values(vocabulary))
      term.forEach((text, k) => {
        term[k] = say(text);
      });
  }
  for (const group of data.undrawn) Object.assign(group, { title: say(group.title), why: say(group.why) });
  for (const figure of data.figures) {
    Object.assign(figure, {
      title: say(figure.title, figure),
      what: say(figure.what),
      note: say(figure.note),
      unit: figure.unit === '%' ? '%' : say(figure.unit),
    });
  }
};

/** Translate what stands in the page's HTML, and offer the languages. */
export const speak = () => {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-say]')) node.textContent = say(node.textContent);
  for (const node of document.querySelectorAll('[data-say-label]'))
    node.setAttribute('aria-label', say(node.getAttribute('aria-label') ?? ''));
  const names = {
    en: 'English',
    ...Object.fromEntries(Object.entries(languages).map(([code, { name }]) => [code, name])),
  };
  const choice = el(
    'select',
    { id: 'language', 'aria-label': 'Language', change: (e) => choose(e.target.value) },
    Object.entries(names).map(([code, name]) =>
      el('option', { value: code, lang: code, selected: code === language }, name),
    ),
  );
  byId('language-choice').append(choice);
};

/**
 * Show the page again in another language: everything is built anew, the view stays.
 * @param {string} code
 */
function choose(code) {
  try {
    localStorage.setItem(KEPT, code);
  } catch {
    /* the link still carries it */
  }
  chosen = code;
  startAgain('lang', code);
}
