/**
 * The parts of sucrase behind its front door. Its ES module files carry no declarations of their own, the
 * declarations lie in another folder; the version is pinned because these are no public interface.
 */
declare module 'sucrase/dist/esm/parser/index.js' {
  export { File, parse } from 'sucrase/dist/types/parser/index.js';
}
declare module 'sucrase/dist/esm/parser/tokenizer/index.js' {
  export { IdentifierRole, Token } from 'sucrase/dist/types/parser/tokenizer/index.js';
}
declare module 'sucrase/dist/esm/parser/tokenizer/keywords.js' {
  export { ContextualKeyword } from 'sucrase/dist/types/parser/tokenizer/keywords.js';
}
declare module 'sucrase/dist/esm/parser/tokenizer/types.js' {
  export { TokenType } from 'sucrase/dist/types/parser/tokenizer/types.js';
}
declare module 'sucrase/dist/esm/CJSImportProcessor.js' {
  export { default } from 'sucrase/dist/types/CJSImportProcessor.js';
}
declare module 'sucrase/dist/esm/HelperManager.js' {
  export { HelperManager } from 'sucrase/dist/types/HelperManager.js';
}
declare module 'sucrase/dist/esm/NameManager.js' {
  export { default } from 'sucrase/dist/types/NameManager.js';
}
declare module 'sucrase/dist/esm/TokenProcessor.js' {
  export { default } from 'sucrase/dist/types/TokenProcessor.js';
}
declare module 'sucrase/dist/esm/identifyShadowedGlobals.js' {
  export { default } from 'sucrase/dist/types/identifyShadowedGlobals.js';
}
declare module 'sucrase/dist/esm/transformers/RootTransformer.js' {
  export { default } from 'sucrase/dist/types/transformers/RootTransformer.js';
}
declare module 'sucrase/dist/esm/transformers/Transformer.js' {
  export { default } from 'sucrase/dist/types/transformers/Transformer.js';
}
declare module 'sucrase/dist/esm/util/getTSImportedNames.js' {
  export { default } from 'sucrase/dist/types/util/getTSImportedNames.js';
}
declare module 'sucrase/dist/esm/util/removeMaybeImportAttributes.js' {
  export { removeMaybeImportAttributes } from 'sucrase/dist/types/util/removeMaybeImportAttributes.js';
}
