// What the compiler knows of a configuration that a module declares. Never run: that it compiles
// is the test (npm run lint).
import collectd, {
  alias,
  block,
  blocks,
  boolean,
  type Config,
  deprecated,
  duration,
  type HostPort,
  hostPort,
  integer,
  list,
  number,
  type OptionsOf,
  oneOf,
  path,
  register_config,
  type Secret,
  secret,
  size,
  string,
  url,
} from 'collectd';

/** Accepts what has exactly the type. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function assert<_T extends true>(): void {}

const declaration = {
  Host: string({ required: true, description: 'where to connect' }),
  Label: string(),
  Port: integer({ min: 1, max: 65535, default: 25826 }),
  Factor: number({ required: false }),
  Verify: boolean({ default: true }),
  Every: duration({ default: 10 }),
  Buffer: size(),
  File: path({ absolute: true, default: '/a' }),
  Url: url({ protocols: ['https'], required: true }),
  Server: hostPort({ port: 25826 }),
  Format: oneOf('otlp', 'influx'),
  Protocol: oneOf(['tcp', 'udp'], { default: 'tcp' }),
  Tags: list(string()),
  Servers: list(hostPort(), { required: true }),
  Password: secret(),
  Token: secret({ required: true }),
  TLS: block({ CA: path({ required: true }) }),
  Must: block({ A: integer() }, { required: true }),
  Remote: blocks({ Kind: oneOf(['a', 'b'], { required: true }) }),
  Receiver: blocks({ Port: integer() }, { named: false }),
  Hosts: alias('Host'),
  Old: deprecated('Use Host instead.', string()),
  Gone: deprecated('Remove it.'),
};
type Options = OptionsOf<typeof declaration>;

assert<Same<Options['Host'], string>>();
assert<Same<Options['Label'], string | undefined>>();
assert<Same<Options['Port'], number>>();
assert<Same<Options['Factor'], number | undefined>>();
assert<Same<Options['Verify'], boolean>>();
assert<Same<Options['Every'], number>>();
assert<Same<Options['Buffer'], number | undefined>>();
assert<Same<Options['File'], string>>();
assert<Same<Options['Url'], string>>();
assert<Same<Options['Server'], HostPort | undefined>>();
assert<Same<Options['Format'], 'otlp' | 'influx' | undefined>>();
assert<Same<Options['Protocol'], 'tcp' | 'udp'>>();
assert<Same<Options['Tags'], readonly string[]>>();
assert<Same<Options['Servers'], readonly HostPort[]>>();
assert<Same<Options['Password'], Secret | undefined>>();
assert<Same<Options['Token'], Secret>>();
assert<Same<Options['TLS'], { readonly CA: string } | undefined>>();
assert<Same<Options['Must'], { readonly A: number | undefined }>>();
assert<Same<Options['Remote'][number]['name'], string>>();
assert<Same<Options['Remote'][number]['Kind'], 'a' | 'b'>>();
assert<Same<Options['Receiver'][number], { readonly Port: number | undefined }>>();
assert<Same<Options['Old'], string | undefined>>();
assert<Same<Extract<keyof Options, 'Hosts' | 'Gone'>, never>>();

register_config(declaration, (config, raw) => {
  assert<Same<typeof raw, Config>>();
  assert<Same<typeof config.Port, number>>();
  console.log(config.Token.reveal(), config.Remote[0]?.Kind, config.TLS?.CA);
  // @ts-expect-error: no such option
  config.Prot;
  // @ts-expect-error: an alias has no value
  config.Hosts;
  // @ts-expect-error: perhaps there is none
  config.Label.length;
  // @ts-expect-error: not to be changed
  config.Port = 5;
});
register_config({ A: string() }, async ({ A }) => console.log(A?.length), {
  unknown: 'warning',
  name: 'n',
});
register_config({}, () => {}, { unknown: (item) => console.log(item.key) });
collectd.register_config({ A: collectd.string() }, (config) => console.log(config.A));
// The callback alone goes on as before.
register_config((config) => console.log(config.children.length), { name: 'plain' });

// @ts-expect-error: misspelt
string({ requierd: true });
// @ts-expect-error: of another type
integer({ default: '5' });
// @ts-expect-error: none of the words
oneOf(['a', 'b'], { default: 'c' });
// @ts-expect-error: secrets have no default
secret({ default: 'x' });
// @ts-expect-error: no option
register_config({ A: 'string' }, () => {});
// @ts-expect-error: no such choice
register_config({ A: string() }, () => {}, { unknown: 'ignore' });
