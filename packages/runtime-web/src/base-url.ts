/** What relative URLs are resolved against: that of the page, in a Worker that of its script. */
export function absoluteUrl(url: string | URL): URL {
  return new URL(url, typeof document === 'undefined' ? location.href : document.baseURI);
}
