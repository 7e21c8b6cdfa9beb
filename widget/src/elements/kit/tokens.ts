import { css } from "lit";

/**
 * Colours as private properties, each led by its public `--maka-*` name. An accent too weak on the surface is
 * darkened, in the dark theme lightened, until it has 3:1; the text on it is white or black, whichever
 * contrasts. `y` in `xyz-d65` is the relative luminance that WCAG computes with, so this follows a change of
 * `--maka-accent` without a line of script. Accent never colours text on the surface: 3:1 would not do there.
 */
export const tokens = css`
  :host {
    --_surface: var(--maka-surface, light-dark(#fff, #131816));
    --_raised: var(--maka-raised, light-dark(#f5f8f6, #1c2320));
    --_ink: var(--maka-ink, light-dark(#1b2421, #edf3f0));
    --_muted: var(--maka-muted, light-dark(#586560, #a4b1ac));
    --_line: var(--maka-line, light-dark(#7d8a85, #6f7d77));
    --_hairline: var(--maka-hairline, light-dark(#dfe6e3, #2d3733));
    --_source: var(--maka-accent, light-dark(#0f6b5c, #62d2b8));
    --_accent: light-dark(
      color(
        from var(--_source) xyz-d65 calc(x * min(1, 0.3 / y)) calc(y * min(1, 0.3 / y))
          calc(z * min(1, 0.3 / y))
      ),
      color(
        from var(--_source) xyz-d65 calc(x + max(0, 0.13 - y) * 0.95) max(0.13, y)
          calc(z + max(0, 0.13 - y) * 1.09)
      )
    );
    --_on-accent: color(
      from var(--_accent) xyz-d65 clamp(0, (0.18 - y) * 999, 0.95) clamp(0, (0.18 - y) * 999, 1)
        clamp(0, (0.18 - y) * 999, 1.09)
    );
  }
  /* The persona's tone and the tint of its stage. The hue follows from the name and stands at what is below the host. */
  :host > * {
    --_size: 60px;
    --_persona: var(
      --maka-persona,
      light-dark(oklch(0.5 0.115 var(--_hue, 200)), oklch(0.8 0.095 var(--_hue, 200)))
    );
    --_tone: var(--maka-persona, oklch(0.55 0.13 var(--_hue, 200)));
    --_tint: light-dark(
      color-mix(in oklab, var(--_tone) 9%, var(--_surface)),
      color-mix(in oklab, var(--_tone) 20%, var(--_surface))
    );
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
`;
