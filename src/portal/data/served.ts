/** Whether this page is a server's (`npm run serve`) and shows that server's world, instead of running an engine of its own. */
export function isServed(): boolean {
  return document.querySelector('meta[name="lockstep-server"]') !== null;
}
