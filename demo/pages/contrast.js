// Contrast as WCAG 2 computes it, and what the tag makes of an accent.

/** Accents as bright as this on paper, and as dark as this on the dark card, have 3:1; the tag goes no further. */
const BRIGHTEST_ON_LIGHT = 0.3;
const DARKEST_ON_DARK = 0.13;
/** From here on black text contrasts more than white. */
const EVEN = 0.18;

/** Relative luminance of `#rrggbb`, 0 to 1. */
export function toLuminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The ratio of two luminances, 1 to 21. */
export function toRatio(one, other) {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Tells in a sentence how an accent stands on the card and which text it carries. */
export function describeAccent(accent, surface, isDark) {
  const given = toLuminance(accent);
  const used = isDark ? Math.max(DARKEST_ON_DARK, given) : Math.min(BRIGHTEST_ON_LIGHT, given);
  const [before, after] = [given, used].map((value) => toRatio(value, toLuminance(surface)));
  const text = used < EVEN ? "white" : "black";
  const carried = toRatio(used, text === "white" ? 1 : 0).toFixed(1);
  const standing =
    used === given
      ? `${before.toFixed(1)}:1 on the card`
      : `${before.toFixed(1)}:1 on the card is too weak, ${isDark ? "lightened" : "darkened"} to ${after.toFixed(1)}:1`;
  return `${standing}; ${text} text on it, ${carried}:1.`;
}
