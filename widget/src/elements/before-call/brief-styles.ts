import { css } from "lit";

/** The brief: a tinted head, and below it why, what for, and on what terms. */
export const briefStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin: calc(-1 * var(--_pad));
  }
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 16px;
    align-items: center;
    padding: 20px;
    background: var(--_tint);
    --_size: 84px;
  }
  .main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
    padding: 20px;
  }
  .note {
    padding: 12px 16px;
    border-inline-start: 4px solid var(--_accent);
    border-radius: 4px 12px 12px 4px;
    background: var(--_learner);
  }
  .note:dir(rtl) {
    border-radius: 12px 4px 4px 12px;
  }
  h3 {
    margin-block-end: 8px;
  }
  ul {
    display: grid;
    gap: 8px;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 10px;
  }
  li::before {
    content: "";
    inline-size: 20px;
    block-size: 20px;
    margin: 2px;
    border: 1.75px solid var(--_line);
    border-radius: 50%;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
    gap: 12px 24px;
    padding-block: 16px;
    border-block: 1px solid var(--_hairline);
  }
  dt,
  dd span {
    color: var(--_muted);
    font-size: 13px;
    font-weight: 400;
  }
  dd {
    font-weight: 600;
  }
  dd span {
    display: block;
  }
  .go {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
  }
  .go p {
    flex: 1 0 100%;
  }
  .refusal {
    font-weight: 600;
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
  }
  @container (min-width: 560px) {
    header,
    .main {
      padding: 24px;
    }
  }
`;
