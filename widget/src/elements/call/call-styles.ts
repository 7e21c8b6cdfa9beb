import { css } from "lit";

/**
 * The call as a stage. Narrow: stage, aims, talk and controls, one above the other; from 560 px the stage is a column of
 * its own. The height is fixed and only the talk scrolls, so that the controls are always in sight.
 */
export const callStyles = css`
  .call {
    position: relative;
    display: grid;
    grid-template:
      "time" auto "stage" minmax(0, auto) "aims" auto "talk" minmax(0, 1fr) "write" auto "bar" auto
      / minmax(0, 1fr);
    block-size: var(--_height, min(620px, 100svh - 32px));
    --_size: 116px;
  }
  /* Time left: a line that runs out; words beside it say the same. */
  .line {
    grid-area: time;
    block-size: 3px;
    background: linear-gradient(var(--_muted) 0 0) no-repeat var(--_hairline);
    background-size: calc(var(--_left, 1) * 100%);
  }
  .line:dir(rtl) {
    background-position: right;
  }
  .short .line {
    background-image: linear-gradient(var(--_warning) 0 0);
  }
  header {
    grid-area: stage;
    position: relative;
    display: grid;
    justify-items: center;
    align-content: center;
    padding: 10px 16px;
    background: var(--_tint);
    text-align: center;
    overflow: clip;
  }
  .opening:not(.flat) {
    --_size: clamp(96px, 26svh, 190px);
  }
  .warning,
  .short .time {
    color: var(--_warning);
    font-weight: 600;
  }
  header p {
    font-size: 15px;
  }
  .time {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-end: 16px;
    display: flex;
    align-items: center;
    gap: 6px;
    font-variant-numeric: tabular-nums;
  }
  .corner {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-start: 4px;
    display: grid;
    justify-items: start;
  }
  .corner button {
    padding: 8px;
    border-color: transparent;
  }
  .tag {
    margin: 6px 12px;
    padding: 1px 8px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    color: var(--_muted);
    font-size: 13px;
  }
  maka-objectives,
  .aims {
    grid-area: aims;
    min-block-size: 45px;
  }
  .talk {
    grid-area: talk;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .talk > :not(maka-captions) {
    margin: 12px 16px 0;
  }
  .cue {
    color: var(--_ink);
    font-size: 18px;
  }
  .before {
    display: grid;
    gap: 8px;
  }
  maka-type-box {
    grid-area: write;
    padding: 8px 16px 0;
  }
  footer {
    grid-area: bar;
    position: relative;
    display: flex;
    gap: 8px;
    padding: 12px 16px 14px;
  }
  footer > div {
    display: contents;
  }
  .held {
    --_apart: 2px;
  }
  [inert] > * {
    opacity: 0.6;
  }
  /* Where there is no room for both, its icon goes to a second line, which nobody sees. */
  .end {
    flex: 0 1 auto;
    flex-flow: row-reverse wrap;
    align-content: start;
    row-gap: 0;
    min-inline-size: 52px;
    margin-inline-start: auto;
    padding: 0 12px;
    border-color: var(--_end);
    background: var(--_end);
    color: #fff;
    overflow: hidden;
  }
  .end > * {
    block-size: 50px;
    line-height: 50px;
    white-space: nowrap;
  }
  .microphone::before {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: 26px;
    background: var(--_accent);
    opacity: 0.3;
    clip-path: inset(calc(100% - var(--_heard, 0) * 100%) 0 0);
  }
  .off::before {
    display: none;
  }
  @container (max-width: 339px) {
    .call {
      --_size: 96px;
    }
    .time {
      flex-direction: column-reverse;
      align-items: end;
      inset-inline-end: 12px;
    }
  }
  @container (max-width: 319px) {
    .end span {
      display: none;
    }
  }
  @container (max-width: 399px) {
    .end {
      font-size: 15px;
    }
    .held .end span {
      display: none;
    }
    .held .end {
      flex: none;
      padding: 0;
    }
  }
  @container (max-width: 299px) {
    footer {
      gap: 4px;
      padding-inline: 8px;
    }
  }
  @container (min-width: 560px) {
    .call:not(.flat) {
      grid-template:
        "time time" auto "stage talk" minmax(0, auto) "aims talk" minmax(0, 1fr) "aims write" auto
        "aims bar" auto / 248px minmax(0, 1fr);
      block-size: var(--_height, min(560px, 100svh - 32px));
      --_size: clamp(72px, 30svh - 30px, 168px);
    }
    .opening:not(.flat) {
      --_size: clamp(72px, 36svh - 40px, 208px);
    }
    .call:not(.flat) header {
      padding-block-start: 44px;
    }
    .aims,
    .call:not(.flat) maka-objectives {
      background: var(--_tint);
    }
    h2 {
      font-size: 22px;
    }
    maka-type-box {
      padding-inline: 24px;
    }
    footer {
      padding-inline: 24px;
    }
  }
`;
