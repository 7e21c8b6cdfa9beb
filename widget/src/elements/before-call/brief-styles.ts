import { css } from "lit";

/** What the brief adds to a screen: aims, terms, and the note of what to practise this time. */
export const briefStyles = css`
  header {
    --_size: 84px;
  }
  maka-figure {
    margin: -6px;
  }
  .main {
    gap: 20px;
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
  h2 {
    font-size: 22px;
  }
  h3 {
    margin-block-end: 8px;
    font-size: 18px;
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
    gap: 12px 16px;
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
  /* In a floating card the way on stays in sight. */
  .go {
    position: var(--_way-on, static);
    z-index: 1;
    inset-block-end: calc(-1 * var(--_pad));
    margin-block: -12px -20px;
    padding-block: 12px 20px;
    background: var(--_surface);
  }
  /* But not over all that is to be read, on a phone on its side. */
  @media (max-height: 451px) {
    .go {
      position: static;
    }
  }
  .go p {
    flex: 1 0 100%;
  }
  .refusal {
    font-weight: 600;
  }
  @container (max-width: 399px) {
    dd {
      font-size: 15px;
    }
  }
  @container (min-width: 560px) {
    header {
      --_size: 112px;
    }
  }
`;
