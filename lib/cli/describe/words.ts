/** What both forms of a description have in common. */
import type {
  LineDescription,
  NestedDescription,
  OptionDescription,
} from '../../declaration/description.ts';

/** Whoever writes a configuration today does not use what is deprecated, unless it must be given. */
export function isListed(option: OptionDescription): option is LineDescription | NestedDescription {
  if (option.kind === 'deprecated') return false;
  return option.deprecated === undefined || option.required;
}

export function expectedOf(option: LineDescription | NestedDescription): string {
  if (!('options' in option)) return option.expected;
  if (option.kind === 'block') return 'a block';
  return option.named ? 'any number of blocks, each with another name' : 'any number of blocks';
}

/** Parts of a sentence, and between them the options that go together with this one. */
export function withOthers(
  parts: readonly string[],
  { needs, excludes }: OptionDescription,
  shown: (name: string) => string,
  ...end: readonly string[]
): string {
  return [
    ...parts,
    ...(needs.length > 0 ? [`only with ${needs.map(shown).join(', ')}`] : []),
    ...(excludes.length > 0 ? [`not with ${excludes.map(shown).join(', ')}`] : []),
    ...end,
  ].join('; ');
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
