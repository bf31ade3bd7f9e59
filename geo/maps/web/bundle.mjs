/**
 * Make `bundle/` from the modules and style sheets: what Python puts into pages, readable, of the project's own code
 * only. `sources.sha256` says of what, so that tests without npm can tell a stale bundle. `--check` makes nothing and
 * fails where a file is not what the modules give.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BUNDLE = join(HERE, 'bundle');

/** Paths of all modules and style sheets, in order. */
async function sources() {
  const found = [];
  for (const entry of await readdir(HERE, { withFileTypes: true })) {
    const names = entry.isDirectory()
      ? (await readdir(join(HERE, entry.name))).map((n) => `${entry.name}/${n}`)
      : [entry.name];
    if (entry.name !== 'bundle') found.push(...names.filter((name) => /\.(js|css)$/.test(name)));
  }
  return found.sort();
}

/** One hash of all sources: `tests/test_house.py` works out the same. */
async function fingerprint() {
  const hash = createHash('sha256');
  for (const name of await sources()) hash.update(`${name}\n`).update(await readFile(join(HERE, name)));
  return `${hash.digest('hex')}\n`;
}

const { outputFiles } = await build({
  absWorkingDir: HERE,
  entryPoints: {
    page: 'page.js',
    'page-style': 'page.css',
    popups: 'popups.js',
    trusted: 'trusted.js',
    canvas: 'canvas/canvas.js',
    'canvas-early': 'canvas/early.js',
    'canvas-style': 'canvas/canvas.css',
  },
  outdir: BUNDLE,
  bundle: true,
  format: 'iife',
  charset: 'utf8',
  legalComments: 'none',
  // What the page says it needs: see `shell.html`.
  target: ['chrome93', 'edge93', 'firefox113', 'safari16.4'],
  write: false,
  logLevel: 'warning',
});
const files = new Map(outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]));
files.set(join(BUNDLE, 'sources.sha256'), Buffer.from(await fingerprint()));

const check = process.argv.includes('--check');
await mkdir(BUNDLE, { recursive: true });
const stale = [];
for (const [path, contents] of files) {
  const there = await readFile(path).catch(() => null);
  if (there?.equals(contents)) continue;
  if (check) stale.push(relative(process.cwd(), path));
  else await writeFile(path, contents);
}
if (stale.length) {
  console.error(`Stale: ${stale.join(', ')}. Run: make bundle`);
  process.exitCode = 1;
}
