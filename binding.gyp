# What ships: the shim that collectd loads, and the runtime for one libnode ABI.
# `npm run build` (scripts/build/native.mjs) passes libnode_file, the libnode.so.N,
# and libnode_abi, the N; the headers in nodedir must be of the same.
# `npm run prebuild` (scripts/prebuild/compile.mjs) passes more, for another system
# than this one.
{
  'variables': {
    'libnode_file%': '',
    'libnode_abi%': '0',
    # Twice, so that other variables here can refer to it.
    'variables': { 'system_include%': '/usr/include' },
    'system_include%': '<(system_include)',
    # 64-bit time_t where it is not so by itself (armhf).
    'time64%': '0',
    'debug_info%': '-g1',
    # A directory for sources.mjs, to compile the files of a folder as one.
    'together%': '',
    'node_addon_api%': '<!(node -p "require(\'node-addon-api\').include_dir")',
    # System headers, so that their warnings are not ours. Naming a directory
    # again with -isystem also takes it out of the -I that node-gyp adds.
    'collectd_headers': [
      '-isystem', '<(system_include)/collectd/core',
      '-isystem', '<(system_include)/collectd/core/daemon',
      '-isystem', '<(system_include)/collectd',
    ],
  },
  'target_defaults': {
    'defines': ['_GNU_SOURCE=1', 'HAVE_CONFIG_H'],
    # Includes are written from here: "core/ring.h" names room and file.
    'include_dirs': ['native'],
    'cflags': ['-Wall', '-Wextra', '<(debug_info)', '-fvisibility=hidden', '<@(collectd_headers)'],
    'conditions': [
      # Naming /usr/include itself would put it before the compiler's own headers.
      ['system_include!="/usr/include"', { 'cflags': ['-isystem', '<(system_include)'] }],
      ['time64==1', { 'defines': ['_TIME_BITS=64', '_FILE_OFFSET_BITS=64'] }],
    ],
  },
  'targets': [
    {
      'target_name': 'shim',
      'product_name': 'nodejs',
      # collectd looks for .so; node-gyp sets its own ending with a condition, too.
      'target_conditions': [['_type=="loadable_module"', { 'product_extension': 'so' }]],
      'sources': ['<!@(node scripts/build/sources.mjs native/shim .c)'],
      'cflags_c': ['-std=gnu11'],
      # gyp links with g++; a C plugin has no use for libstdc++.
      'ldflags': ['-Wl,--as-needed', '-Wl,--version-script=<(module_root_dir)/scripts/build/shim.map'],
      'libraries': ['-ldl'],
    },
    {
      'target_name': 'runtime',
      'sources': ['<!@(node scripts/build/sources.mjs native .cc <(together))'],
      # The last one: what cannot be thrown, because a stopped worker runs no
      # JavaScript any more, would otherwise end in std::terminate().
      'defines': [
        'NODEJS_ABI=<(libnode_abi)', 'NAPI_VERSION=8', 'NODE_ADDON_API_CPP_EXCEPTIONS_ALL',
        'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
        'NODEJS_PLUGIN_VERSION="<!(node -p "require(\'./package.json\').version")"',
      ],
      'cflags': ['-isystem', '<(node_root_dir)/include/node', '-isystem', '<(module_root_dir)/<(node_addon_api)'],
      'cflags_cc!': ['-fno-exceptions', '-fno-rtti', '-std=gnu++14', '-std=gnu++17', '-std=gnu++20'],
      'cflags_cc': ['-std=c++20', '-fexceptions', '-fvisibility-inlines-hidden'],
      'ldflags': ['-Wl,--version-script=<(module_root_dir)/scripts/build/runtime.map'],
      # By its full name, so that DT_NEEDED is libnode.so.N of just this ABI. Not
      # libuv: libnode brings the one it uses. Whether or not the linker finds a use
      # for it: a prebuild links a stand-in that is nothing but the name.
      'libraries': ['-Wl,--push-state,--no-as-needed', '<(libnode_file)', '-Wl,--pop-state'],
    },
  ],
}
