import type { ParsedTypes } from './parse.ts';

/** The members of an interface: a type and its data sources on each line, sorted. */
export function membersOf(types: ParsedTypes, indent: string): string {
  const names = [...types.keys()].sort((a, b) => (a < b ? -1 : 1));
  return names.map((name) => `${indent}${key(name)}: [${sources(types, name)}];\n`).join('');
}

/** What a plugin's project needs to know types of its own. */
export function declarationOf(types: ParsedTypes, files: readonly string[]): string {
  return `// The types of ${files.map(inComment).join(', ')}, by "collectd-nodejs types".
import type { DataSource } from 'collectd';

declare module 'collectd' {
  interface CustomTypes {
${membersOf(types, '    ')}  }
}
`;
}

function sources(types: ParsedTypes, type: string): string {
  const list = types.get(type) ?? [];
  return list.map(({ name, type }) => `DataSource<${quote(name)}, '${type}'>`).join(', ');
}

const key = (name: string): string => (/^[a-z_$][\w$]*$/i.test(name) ? name : quote(name));

const quote = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;

const inComment = (file: string): string => file.replace(/[\r\n\u2028\u2029]/g, ' ');
