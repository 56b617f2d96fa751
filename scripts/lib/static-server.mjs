/**
 * Serves a built single-page application over HTTP, with headers that hold even if a script
 * should slip in. Answers GET and HEAD; a path without a file extension that names no file is
 * a route of the application and gets `index.html`.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const pack = promisify(gzip);

/** @type {Readonly<Record<string, string>>} */
const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The digest of nothing: an inline style sheet is let in as long as it is empty, to be filled through the CSSOM. */
const emptyStyle = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** `wasm-unsafe-eval` compiles the checksum kernel. Fluent UI writes its rules through the CSSOM, which no policy forbids. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  `style-src 'self' '${emptyStyle}'`,
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** @param {string} folder the application's files; must hold `index.html` */
export function createStaticServer(folder) {
  return createServer((request, response) => {
    answerStatic(folder, request, response).catch((error) => {
      // A client that went away mid-answer is no failure of ours; everything else must be seen.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error(error);
      if (!response.headersSent) response.writeHead(500, securityHeaders);
      response.end();
    });
  });
}

/**
 * @param {string} folder
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {(html: string) => string} [editPage] changes the application's page on its way out
 */
export async function answerStatic(folder, request, response, editPage) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { Allow: 'GET, HEAD' });
  const file = await resolveFile(folder, request.url ?? '/');
  if (file === null) return refuse(response, 404);
  const page = editPage && file === join(folder, 'index.html') ? editPage(await readFile(file, 'utf8')) : null;
  const packed = page === null ? await packedFile(file, request) : null;
  const size = packed?.length ?? (page === null ? (await stat(file)).size : Buffer.byteLength(page));
  response.writeHead(200, {
    ...securityHeaders,
    ...(packed === null ? {} : { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }),
    'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'Content-Length': size,
    // Names in assets/ carry a digest of their content.
    'Cache-Control': file.startsWith(join(folder, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') return void response.end();
  if (packed) return void response.end(packed);
  await pipeline(page === null ? createReadStream(file) : [page], response);
}

/** Text gets a third as long; pictures and WebAssembly are packed already, or hardly shrink. */
const packable = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt']);
/** Packed once: a file's name and time tell whether it is still the same. @type {Map<string, Promise<Buffer>>} */
const packedFiles = new Map();

/** @param {string} file @param {import('node:http').IncomingMessage} request */
async function packedFile(file, request) {
  if (!packable.has(extname(file)) || !/\bgzip\b/.test(String(request.headers['accept-encoding']))) return null;
  const { mtimeMs } = await stat(file);
  const key = `${file} ${mtimeMs}`;
  const packed = packedFiles.get(key) ?? readFile(file).then((content) => pack(content));
  packedFiles.set(key, packed);
  return packed;
}

/**
 * The file that answers a URL, or null. Hidden files and paths out of the folder are not there.
 * @param {string} folder
 * @param {string} url path and query
 */
export async function resolveFile(folder, url) {
  const path = decodePath(url);
  if (path === null || path.split('/').some((name) => name.startsWith('.'))) return null;
  const file = normalize(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  if (await isFile(file)) return file;
  return extname(path) === '' ? join(folder, 'index.html') : null;
}

/** @param {string} url */
function decodePath(url) {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    return path.includes('\0') || path.includes('\\') ? null : path;
  } catch {
    return null;
  }
}

/** @param {string} file */
async function isFile(file) {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
function refuse(response, status, headers = {}) {
  response.writeHead(status, { ...securityHeaders, ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${status}\n`);
}
