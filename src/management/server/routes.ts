import type { Context, Hono } from 'hono';

export type App = Hono;
/** A route's handler: the context's path parameters and request in, a response out. */
export type Handler = (context: Context) => Response | Promise<Response>;

/** A path parameter that the route's pattern guarantees. */
export function param(context: Context, name: string): string {
  return context.req.param(name) ?? '';
}

/** The request's address, with its query. */
export function urlOf(context: Context): URL {
  return new URL(context.req.url);
}
