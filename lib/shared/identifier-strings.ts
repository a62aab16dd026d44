/** The five strings of an identifier, all of them known. */
export interface IdentifierStrings {
  readonly host: string;
  readonly plugin: string;
  readonly plugin_instance: string;
  readonly type: string;
  readonly type_instance: string;
}
