/** Escapes text for element content and double-quoted attributes, in SVG and HTML alike. */
export function escapeXml(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
      // XML 1.0 has no way to write the other control characters.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')
  );
}

/** At most `most` characters, the last one an ellipsis when something was cut. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, Math.max(1, most - 1)).join('')}…`;
}

/** A coordinate to 1/100 pixel. */
export function px(value: number): string {
  return String(Number(value.toFixed(2)));
}
