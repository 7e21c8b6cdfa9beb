import { css } from "lit";

/** A line that folds what follows it, with a chevron that points to it once it is open. */
export const disclosureStyles = css`
  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: "";
    flex: none;
    inline-size: 7px;
    block-size: 7px;
    margin-inline: 3px;
    border: solid var(--_muted);
    border-width: 0 1.75px 1.75px 0;
    rotate: -45deg;
  }
  summary:dir(rtl)::before {
    rotate: 135deg;
  }
  [open] > summary::before {
    rotate: 45deg;
    translate: 0 -2px;
  }
  @media print {
    summary::before {
      display: none;
    }
  }
`;
