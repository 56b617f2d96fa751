import { HttpHandler } from 'msw';
import type { HttpResponseResolver, PathParams } from 'msw';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/**
 * An MSW handler that reads its address's pattern once, and no cookies. MSW's own compiles the
 * pattern and opens a cookie store for every request it looks at: 15 to 40 µs each, most of what a
 * small request costs.
 */
class PortHandler extends HttpHandler {
  readonly #pattern: RegExp;

  constructor(method: Method, address: string, resolver: HttpResponseResolver) {
    super(method, address, resolver);
    this.#pattern = compile(address);
  }

  override async parse({ request }: Parameters<HttpHandler['parse']>[0]): ReturnType<HttpHandler['parse']> {
    const found = this.#pattern.exec(request.url);
    return { match: { matches: found !== null, params: decoded(found?.groups) }, cookies: {} };
  }
}

type Register = (address: string, resolver: HttpResponseResolver) => HttpHandler;

function handlersFor(method: Method): Register {
  return (address, resolver) => new PortHandler(method, address, resolver);
}

/** In the place of MSW's `http`. Addresses are absolute; `:name` stands for one segment of the path, `*` for its rest. */
export const http = {
  get: handlersFor('GET'),
  head: handlersFor('HEAD'),
  post: handlersFor('POST'),
  put: handlersFor('PUT'),
  delete: handlersFor('DELETE'),
};

function compile(address: string): RegExp {
  const source = new URL(address).href
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    // A port is no name: names begin with a letter.
    .replaceAll(/:([a-z]\w*)/gi, '(?<$1>[^/?#]+)')
    .replaceAll('*', '[^?#]*');
  return new RegExp(`^${source}/?(?:[?#]|$)`);
}

function decoded(groups: Readonly<Record<string, string>> | undefined): PathParams {
  return Object.fromEntries(Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
}
