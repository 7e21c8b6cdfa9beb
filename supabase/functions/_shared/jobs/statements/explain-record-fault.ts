const ADVICE: Readonly<Record<string, string>> = {
  switched_off:
    "The site keeps no records any more. Set a store again with `lrs set`, then `delivery retry`.",
  no_key:
    "LEARNER_TOKEN_KEY of the functions is not set: the store's credentials cannot be opened.",
  credentials_sealed:
    "The credentials were sealed with another LEARNER_TOKEN_KEY. Set them again with `lrs set`.",
  refused_400: "The store refused a statement as malformed. What it wants stands in its log.",
  refused_401:
    "The store does not know key and secret. Set them again with `lrs set`, then `delivery retry`.",
  refused_403: "The key may not write statements. Let it at the store, then `delivery retry`.",
  refused_412: "Somebody else changed the statement at the store.",
  refused_413: "The store finds a statement too large.",
  statement_differs: "The store holds another statement under an id of ours. Look at both.",
  statement_hidden: "The store says that it has a statement, and does not show it.",
  timeout: "The store did not answer in time.",
  unreachable: "The store cannot be reached.",
  not_public: "The store's name leads into a private network, where nothing is sent.",
  host_unknown: "The store's name leads nowhere.",
};

/** What an administrator can do where a record store does not take a statement. */
export function explainRecordFault(reason: string): string {
  return ADVICE[reason] ?? `The store answered otherwise than a record store does (${reason}).`;
}
