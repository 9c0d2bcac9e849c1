declare module "jsonld" {
  import type { DocumentLoader } from "@fedify/fedify";

  /** https://www.w3.org/TR/json-ld11-api/#dom-jsonldprocessor-compact */
  export function compact(
    document: object,
    context: unknown,
    options: { documentLoader: DocumentLoader },
  ): Promise<Record<string, unknown>>;
}
