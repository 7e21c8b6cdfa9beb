import { css } from "lit";

/** A screen before a call, from edge to edge of the card: who it is about on the persona's tint, and below it the rest. */
export const screenStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 16px;
    align-items: center;
    padding: 20px;
    background: var(--_tint);
  }
  .main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 16px;
    padding: 20px;
  }
  .go {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
  }
  .go .primary {
    min-block-size: 52px;
    padding-inline: 28px;
    border-radius: 26px;
  }
  @container (max-width: 479px) {
    .go button {
      inline-size: 100%;
    }
    .go .primary {
      padding-inline: 16px;
    }
  }
  @container (min-width: 560px) {
    header,
    .main {
      padding: 24px;
    }
  }
`;
