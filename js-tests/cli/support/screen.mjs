// The screen of a terminal after a text with line feeds, carriage returns, erased lines and colours.

/** Returns the lines after `text`, on a terminal of that width; each is a list of `{ text, style }`, whose style is an SGR number or `undefined`. */
export function screenOf(text, columns = Infinity) {
  const lines = [[]];
  let column = 0;
  let style;
  for (const [, sgr, erase, control, char] of text.matchAll(/\x1b\[(\d*)m|(\x1b\[K)|([\r\n])|([\s\S])/gu)) {
    const line = lines.at(-1);
    if (sgr !== undefined) style = [undefined, "0", "22", "39"].includes(sgr) ? undefined : sgr;
    else if (erase !== undefined) line.length = column;
    else if (control === "\r") column = 0;
    else if (control === "\n") lines.push([]);
    else {
      if (column >= columns) {
        lines.push([]);
        column = 0;
      }
      lines.at(-1)[column] = { text: char, style };
      column += 1;
    }
    if (control === "\n") column = 0;
  }
  return lines.map(joined);
}

/** Joins neighbours of one style. */
function joined(cells) {
  const spans = [];
  for (const { text, style } of cells) {
    const last = spans.at(-1);
    if (last !== undefined && last.style === style) last.text += text;
    else spans.push({ text, style });
  }
  return spans;
}
