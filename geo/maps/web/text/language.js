/**
 * The language of the page. English is written in the scripts; a sentence without translation
 * stays English, marked. What sources say, names of claimants, and claims are never translated.
 */
import { startAgain } from '../data/address.js';
import { page } from '../data/state.js';
import { languages, wordsOf } from '../settings.js';
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
export const own = wordsOf(language);
let chosen = language;

/** Whether the language is written from right to left. */
export const fromRight = languages[language]?.direction === 'rtl';

/** The language chosen, for the address. */
export const inLanguage = () => (chosen !== 'en' ? { lang: chosen } : {});

/** Sentences that were asked for and have no translation. */
export const untranslated = new Set();

const UNSAID = 'not translated';

/**
 * A text as it is, marked as not translated.
 * @param {string} text
 * @returns {string}
 */
const marked = (text) => (text === UNSAID ? text : `${isolated(text)} [${say('not translated')}]`);

/**
 * A value within a sentence: where the sentence runs from right to left, by itself, so that it
 * keeps its own direction and order.
 * @param {unknown} value
 */
const isolated = (value) => (fromRight && value !== '' ? `\u2068${value}\u2069` : String(value));

/**
 * Numbers that belong together, such as a range or a position: from left to right in every language.
 * @param {string} text
 */
export const leftToRight = (text) => (fromRight ? `\u2066${text}\u2069` : text);

/**
 * A sentence in the page's language, or in English, marked.
 * @param {string} text English, with places for values: 'Data to {date}.'
 * @param {Record<string, any>} [values] put in as they are
 * @returns {string}
 */
export const say = (text, values = {}) => {
  const key = text.trim();
  let said = key;
  if (own && key) {
    if (Object.hasOwn(own.strings, key)) said = own.strings[key];
    else {
      untranslated.add(key);
      said = marked(key);
    }
  }
  // Spaces around a sentence are the page's, not the translator's.
  return text.replace(key, () =>
    said.replace(/\{(\w+)\}/g, (mark, name) => (Object.hasOwn(values, name) ? isolated(values[name]) : mark)),
  );
};

/**
 * A text that comes with the data, such as the title of a layer, in the language, or marked.
 * @param {string} text
 */
export const sayOfData = (text) => {
  if (!own || !text) return text;
  const known = [own.texts, own.strings].find((texts) => Object.hasOwn(texts, text));
  return known ? known[text] : marked(text);
};

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
  return ownName(name) ?? /** @type {any} */ (district)?.[`name_${language}`] ?? name;
};

/** @param {string} name */
const ownName = (name) => (own && Object.hasOwn(own.districts, name) ? own.districts[name] : undefined);

/**
 * Whether a district has no name in the language; every one has a name in English, the dataset's own.
 * @param {string} name
 */
export const unnamed = (name) => {
  const district = page.data.districts[page.data.districtAt.get(name) ?? -1];
  return !!own && ownName(name) === undefined && !(/** @type {any} */ (district)?.[`name_${language}`]);
};

/**
 * Words that Python wrote into the data, once after unpacking.
 * @param {Data} data
 */
export const translate = (data) => {
  data.cautions = data.cautions.map((text) => say(text));
  for (const part of /** @type {const} */ (['title', 'description', 'licence', 'boundaries_note']))
    if (own && data.meta[part]) data.meta[part] = own.dataset[part] || sayOfData(data.meta[part]);
  for (const credit of data.meta.credits) credit.text = sayOfData(credit.text);
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
  document.documentElement.dir = fromRight ? 'rtl' : 'ltr';
  for (const node of document.querySelectorAll('[data-say]')) node.textContent = say(node.textContent);
  for (const node of document.querySelectorAll('[data-say-label]'))
    node.setAttribute('aria-label', say(node.getAttribute('aria-label') ?? ''));
  const names = {
    en: 'English',
    ...Object.fromEntries(Object.entries(languages).map(([code, { name }]) => [code, name])),
  };
  const choice = el(
    'select',
    { id: 'language', 'aria-label': say('Language'), change: (e) => choose(e.target.value) },
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
