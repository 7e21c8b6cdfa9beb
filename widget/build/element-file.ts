/** The files that hold elements, their styles and what they draw; templates stand nowhere else. */
export const ELEMENT_FILE = /\/widget\/src\/elements\/(?:[\w-]+\/)*[\w-]+\.ts$/;
