/** The words of a text, which white space is between. */
export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
