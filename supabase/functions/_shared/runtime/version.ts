/** The version of this product, as in package.json: stands in every log line and in the answer of `/health/live`. */
export const VERSION = "0.1.0";
