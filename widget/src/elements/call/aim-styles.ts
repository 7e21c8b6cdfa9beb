import { css } from "lit";

/** What to aim for: an empty ring that ticks. */
export const aimStyles = css`
  ul {
    display: grid;
    gap: 10px;
  }
  li {
    display: grid;
    grid-template-columns: 18px minmax(0, 1fr);
    gap: 10px;
    line-height: 1.35;
  }
  svg.tick {
    inline-size: 18px;
    block-size: 18px;
    padding: 2px;
    border: 1.75px solid var(--_line);
    border-radius: 50%;
    color: transparent;
    stroke-width: 3;
  }
  .tick.on {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  @media (prefers-reduced-motion: no-preference) {
    .tick.on {
      animation: tick 240ms ease-out;
    }
  }
  @keyframes tick {
    from {
      transform: scale(0.3);
    }
  }
  @media (forced-colors: active) {
    .tick.tick {
      border-color: CanvasText;
    }
    .tick.on {
      background: none;
      color: CanvasText;
    }
  }
`;
