/* The subpaths for React and Vue hold types alone. */
export {};
