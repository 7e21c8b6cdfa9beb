import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";

/** The server's certificate, and the file of the authority that signed it, for clients to trust. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  /** PEM file for NODE_EXTRA_CA_CERTS or DENO_CERT. */
  readonly authorityFile: string;
}

const AUTHORITY_NAME = "maka-voice-coach stand-in authority";
const KEY = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/** Makes an authority and a certificate for this machine, both new at each start: clients refuse a lone leaf. */
export async function createCertificate(
  directory: string,
  host: string,
): Promise<ServerCertificate> {
  const authority = await generate([{ name: "commonName", value: AUTHORITY_NAME }], {
    ...KEY,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: "commonName", value: "localhost" }], {
    ...KEY,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: host },
        ],
      },
    ],
  });
  await mkdir(directory, { recursive: true });
  const authorityFile = join(directory, "authority.pem");
  await writeFile(authorityFile, authority.cert);
  return { key: leaf.private, cert: leaf.cert, authorityFile };
}
