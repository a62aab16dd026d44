// Loaded before the command: at the STOP_AT-th change of the file system it is killed, or the
// change fails as on a full disk.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const at = Number(process.env.STOP_AT);
let count = 0;
const names = [
  'mkdirSync',
  'copyFileSync',
  'chmodSync',
  'fsyncSync',
  'writeFileSync',
  'linkSync',
  'symlinkSync',
  'renameSync',
  'rmSync',
];
for (const name of names) {
  const real = fs[name];
  fs[name] = (...args) => {
    count++;
    if (count === at && process.env.STOP_BY === 'kill') process.kill(process.pid, 'SIGKILL');
    if (count === at) {
      const error = new Error(`ENOSPC: no space left on device, ${name}`);
      throw Object.assign(error, { code: 'ENOSPC', errno: -28 });
    }
    return real(...args);
  };
}
syncBuiltinESMExports();
process.on('exit', () => process.stderr.write(`changes: ${count}\n`));
