/**
 * CSV and JSON Lines as modules, made when something is built or tested: what ships holds values, and no reader of CSV. Every build
 * that takes files of `src` needs this plugin: the page, its workers, the command line, the library, the tests, the benchmarks.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'vite';
import { noticeOf, parseCsv } from '../csv.ts';
import { tableOf, withoutCells } from '../table.ts';

const dataFile = /\.(csv|jsonl)$/;

export const dataModules = modulesOf('data-modules', {});

/** The same for the page and its workers, where nothing shows what the compilers wrote beside a row: a tenth of the first load's facts. */
export const pageDataModules = modulesOf('page-data-modules', { 'accelerators.csv': ['notes'], 'models.csv': ['notes'] });

/** @param unread columns by file that ship without their cells, and so read as empty */
function modulesOf(name: string, unread: Readonly<Record<string, readonly string[]>>): Plugin {
  return {
    name,
    enforce: 'pre',
    load: {
      filter: { id: dataFile },
      async handler(id) {
        const text = await readFile(id, 'utf8');
        // A bad file is a fault of ours: the name of the file goes before what the reader says.
        try {
          return { code: id.endsWith('.csv') ? csvModule(text, unread[basename(id)] ?? []) : linesModule(text), map: null, moduleType: 'js' };
        } catch (error) {
          throw new Error(`${id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
        }
      },
    },
  };
}

/** The notice at the top of a file stays with the data, as a comment: some are under licences that ask for it. */
function csvModule(text: string, unread: readonly string[]): string {
  const notice = noticeOf(text).join('\n');
  return `${notice === '' ? '' : `/*! ${notice} */\n`}export const table = ${parsed(withoutCells(tableOf(parseCsv(text)), unread))};\n`;
}

function linesModule(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return `export const rows = ${parsed(lines.map((line) => JSON.parse(line) as unknown))};\n`;
}

/** An expression for the value. Through `JSON.parse` it is read in half the time of an object literal, and no printer breaks its lines. */
const parsed = (value: unknown): string => `/* @__PURE__ */ JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
