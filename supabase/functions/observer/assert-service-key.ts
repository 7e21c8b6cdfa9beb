export { assertServiceKey } from "../_shared/http/assert-service-key.ts";
