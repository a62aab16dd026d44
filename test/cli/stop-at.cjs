// Loaded before the command: at the STOP_AT-th change of the file system it is killed, or the
// change fails as on a full disk. Without STOP_AT it only counts them.
const fs = require('node:fs');
const { join } = require('node:path');
const { syncBuiltinESMExports } = require('node:module');

const at = Number(process.env.STOP_AT);
let count = 0;

function change(name) {
  count++;
  if (count === at && process.env.STOP_BY === 'kill') process.kill(process.pid, 'SIGKILL');
  if (count !== at) return;
  const error = new Error(`ENOSPC: no space left on device, ${name}`);
  throw Object.assign(error, { code: 'ENOSPC', errno: -28 });
}

const names = [
  'chmodSync',
  'copyFileSync',
  'fsyncSync',
  'linkSync',
  'mkdirSync',
  'renameSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
];
for (const name of names) {
  const real = fs[name];
  fs[name] = (...args) => {
    change(name);
    // Only a loss of power could tell whether it was done, and it takes long.
    return name === 'fsyncSync' ? undefined : real(...args);
  };
}

// Two changes: a file that is empty, or has the first half of it, is what a crash leaves.
const { writeFileSync } = fs;
fs.writeFileSync = (path, content, ...options) => {
  change('writeFileSync');
  writeFileSync(path, content.slice(0, content.length / 2), ...options);
  change('writeFileSync');
  writeFileSync(path, content, ...options);
};

// One change for each file, as they go one by one.
fs.rmSync = (path, options = {}) => {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined && options.force) return;
  if (!stat?.isDirectory()) return fs.unlinkSync(path);
  for (const name of fs.readdirSync(path)) fs.rmSync(join(path, name), options);
  fs.rmdirSync(path);
};
// As the real one does it, of directories with files.
fs.cpSync = (from, to, options) => {
  if (!fs.statSync(from).isDirectory()) return fs.copyFileSync(from, to);
  fs.mkdirSync(to);
  for (const name of fs.readdirSync(from)) fs.cpSync(join(from, name), join(to, name), options);
};
syncBuiltinESMExports();
process.on('exit', () => process.stderr.write(`changes: ${count}\n`));
