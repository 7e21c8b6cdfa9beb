import { expect } from "@open-wc/testing";
import { getDeep, mountCoach } from "../../kit/mount-coach.ts";

/** Brand colours from very dark to very light, greys and the hardest hues among them. */
const ACCENTS = [
  "",
  "#000",
  "#0000ee",
  "#1e3a8a",
  "#c026d3",
  "#e11d48",
  "#f59e0b",
  "#ffd400",
  "#fff",
];

/** Linear red, green and blue of a computed colour, as far as a screen can show them. */
function toLinear(color: string): readonly number[] {
  const numbers = (color.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  if (!color.startsWith("color(xyz-d65"))
    return numbers.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
  const [, x = NaN, y = NaN, z = NaN] = [0, ...numbers.slice(-3)];
  const channels = [
    3.2406 * x - 1.5372 * y - 0.4986 * z,
    -0.9689 * x + 1.8758 * y + 0.0415 * z,
    0.0557 * x - 0.204 * y + 1.057 * z,
  ];
  return channels.map((value) => Math.min(1, Math.max(0, value)));
}

/** Relative luminance, as WCAG defines it. */
function luminanceOf(color: string): number {
  const [red = NaN, green = NaN, blue = NaN] = toLinear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe("tokens", () => {
  for (const theme of ["light", "dark"])
    for (const accent of ACCENTS)
      it(`the start button can be seen and read in the ${theme} theme when the accent is ${accent || "ours"}`, async () => {
        const { tag } = await mountCoach({ theme });
        if (accent) tag.style.setProperty("--maka-accent", accent);
        const button = getComputedStyle(getDeep(tag, "[part=start-button]"));
        const card = getComputedStyle(getDeep(tag, "[part=card]"));
        expect(contrast(button.color, button.backgroundColor), "text").to.be.at.least(4.5);
        expect(contrast(button.backgroundColor, card.backgroundColor), "button").to.be.at.least(
          2.99,
        );
      });

  it("an accent that is strong enough is left as it is", async () => {
    const { tag } = await mountCoach({ theme: "light" });
    tag.style.setProperty("--maka-accent", "#0f6b5c");
    const { backgroundColor } = getComputedStyle(getDeep(tag, "[part=start-button]"));
    expect(luminanceOf(backgroundColor)).to.be.closeTo(luminanceOf("rgb(15, 107, 92)"), 0.001);
  });

  it("the text sizes of the page change nothing, its font family does", async () => {
    const { tag } = await mountCoach();
    const place = tag.parentElement;
    place?.style.setProperty("font", "italic 30px/3 Georgia");
    place?.style.setProperty("letter-spacing", "4px");
    const { fontSize, fontStyle, fontFamily, letterSpacing } = getComputedStyle(getDeep(tag, "h2"));
    expect([fontSize, fontStyle, fontFamily, letterSpacing]).to.deep.equal([
      "22px",
      "normal",
      "Georgia",
      "normal",
    ]);
  });

  it("every button is at least 44 pixels high and wide", async () => {
    const { tag } = await mountCoach({ variant: "launcher" });
    const { height, width } = getDeep(tag, "[part=launcher]").getBoundingClientRect();
    expect(Math.min(height, width)).to.be.at.least(44);
  });
});
