/** The kinds of options that are made of others: lists, blocks, other names, old names. */
import { typeError } from '../shared/errors.ts';
import { isFields } from '../shared/field-arguments.ts';
import { append } from '../shared/primordials.ts';
import { lineOption } from './line.ts';
import {
  type Absent,
  type CommonOptions,
  type Declaration,
  type LineRule,
  makeOption,
  type Option,
  type OptionsOf,
  type Parsed,
  ruleOf,
} from './option.ts';
import { checkOwnOptions } from './own-options.ts';

const HOW_TO_DEPRECATE =
  "deprecated: give the advice and the option, such as deprecated('Use Servers instead.', string())";

function refuse(message: string): never {
  throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', message);
}

function checkDeclaration(what: 'block' | 'blocks', declaration: unknown): void {
  if (!isFields(declaration))
    refuse(`${what}: give its options in an object, such as ${what}({ Port: integer() })`);
}

export type ListOptions<T> = Pick<
  CommonOptions<readonly T[]>,
  'description' | 'required' | 'default' | 'example' | 'needs' | 'excludes'
>;

/**
 * Any number of values of another kind, in one line or in several. Without a line the list is
 * empty, or its default.
 *
 * @throws TypeError for a list of blocks or of lists.
 */
export function list<T>(
  of: Option<T>,
  options: ListOptions<NonNullable<T>> = {},
): Option<readonly NonNullable<T>[]> {
  const form = ruleOf(of)?.form;
  if (form?.shape !== 'line' || form.isList)
    return refuse('list: give the kind of its values, such as list(string())');
  checkOwnOptions('list', options);
  return lineOption(
    'list',
    { default: [], ...options },
    {
      expected: `${form.expected}, once or more often`,
      takesSeveral: true,
      isList: true,
      element: form.kind,
      isSecret: form.isSecret,
      example: form.example,
      write: (values: readonly unknown[]) => written(values, form),
      parse: (values) => parseEach(values, form),
    },
  );
}

function written(values: readonly unknown[], form: LineRule): string {
  return values.map((value) => form.write(value as never)).join(' ');
}

function parseEach(values: Parameters<LineRule['parse']>[0], form: LineRule): Parsed<unknown[]> {
  const all: unknown[] = [];
  for (let i = 0; i < values.length; i++) {
    const parsed = form.parse([values[i] as string]);
    if ('advice' in parsed) return parsed;
    append(all, parsed.value);
  }
  return values.length > 0 ? { value: all } : { advice: `give ${form.expected}` };
}

export type BlockOptions = Pick<
  CommonOptions<never>,
  'description' | 'required' | 'needs' | 'excludes'
>;

/** A block that may stand there once, without a name: `<TLS> … </TLS>`. */
export function block<D extends Declaration>(
  declaration: D,
  options: BlockOptions & { readonly required: true },
): Option<OptionsOf<D>>;
export function block<D extends Declaration>(
  declaration: D,
  options?: BlockOptions,
): Option<OptionsOf<D> | undefined>;
export function block<D extends Declaration>(
  declaration: D,
  options: BlockOptions = {},
): Option<OptionsOf<D>> {
  checkDeclaration('block', declaration);
  checkOwnOptions('block', options);
  return makeOption('block', {
    form: { shape: 'block', kind: 'block', declaration, isNamed: false, isList: false },
    common: options,
    deprecated: undefined,
  });
}

export interface BlocksOptions extends BlockOptions {
  /** False: the blocks have no name of their own. Default: `<Remote "name">`, each another one. */
  named?: boolean;
}

/**
 * Any number of blocks, each with a name of its own, which the callback gets as `name`:
 * `<Remote "name"> … </Remote>`.
 */
export function blocks<D extends Declaration>(
  declaration: D,
  options: BlocksOptions & { readonly named: false },
): Option<readonly OptionsOf<D>[]>;
export function blocks<D extends Declaration>(
  declaration: D,
  options?: BlocksOptions,
): Option<readonly ({ readonly name: string } & OptionsOf<D>)[]>;
export function blocks<D extends Declaration>(
  declaration: D,
  options: BlocksOptions = {},
): Option<readonly OptionsOf<D>[]> {
  checkDeclaration('blocks', declaration);
  checkOwnOptions('blocks', options);
  const { named = true, ...common } = options;
  return makeOption('blocks', {
    form: { shape: 'block', kind: 'blocks', declaration, isNamed: named, isList: true },
    common,
    deprecated: undefined,
  });
}

/** Another name of an option; the callback gets the value under the option's own. */
export function alias(of: string): Option<Absent> {
  if (typeof of !== 'string' || of === '')
    refuse("alias: give the name of the option, such as alias('Server')");
  return makeOption('alias', { form: { shape: 'alias', of }, common: {}, deprecated: undefined });
}

/**
 * An option that a later version will not have: who uses it gets a warning with the advice. With
 * an option of its own it still works, without one it is ignored.
 *
 * @param advice - a sentence: `Use Servers instead.`
 */
export function deprecated<T>(advice: string, option: Option<T>): Option<T>;
export function deprecated(advice: string): Option<Absent>;
export function deprecated(advice: string, option?: Option<unknown>): Option<unknown> {
  if (typeof advice !== 'string' || advice === '') refuse(HOW_TO_DEPRECATE);
  if (option === undefined)
    return makeOption('deprecated', {
      form: { shape: 'ignored' },
      common: {},
      deprecated: advice,
    });
  const rule = ruleOf(option);
  if (rule === undefined) return refuse(HOW_TO_DEPRECATE);
  return makeOption(option.kind, { ...rule, deprecated: advice });
}
