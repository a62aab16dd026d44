// @ts-check
// In which room a file is.

/**
 * @typedef {import('./plan.mjs').Plan} Plan
 * @typedef {import('./plan.mjs').Room} Room
 */

/**
 * @param {Plan} plan
 * @param {string} file  from the top
 * @returns {Room | undefined}
 */
export function roomOf({ rooms }, file) {
  /** @type {Room | undefined} */
  let found;
  for (const room of rooms) {
    if (!holds(room, file) || room.path.length <= (found?.path.length ?? 0)) continue;
    found = room;
  }
  if (found?.path.includes('*')) return ofThisFolder(found, file);
  return found === undefined || isBesideItsRooms(rooms, found, file) ? undefined : found;
}

/**
 * @param {Room} room
 * @param {string} file
 */
function holds({ path, isFile }, file) {
  if (isFile) return withoutEnding(file) === withoutEnding(path);
  const [folder = ''] = path.split('*');
  return file.startsWith(path.endsWith('*') ? folder : `${path}/`);
}

/**
 * A header and its source are one room.
 * @param {string} path
 */
function withoutEnding(path) {
  return path.replace(/\.\w+$/, '');
}

/**
 * Of `plugins/*`, each folder is a room of its own.
 * @param {Room} room
 * @param {string} file
 */
function ofThisFolder(room, file) {
  const path = file.split('/').slice(0, room.path.split('/').length).join('/');
  return path === file ? undefined : { ...room, path, name: path };
}

/**
 * A folder with rooms in it holds nothing else but its own files: another folder is one more
 * room, which rooms.json does not have yet.
 * @param {Room[]} rooms
 * @param {Room} room
 * @param {string} file
 */
function isBesideItsRooms(rooms, room, file) {
  const isDirect = !file.slice(room.path.length + 1).includes('/');
  return !room.isFile && !isDirect && rooms.some((one) => isFolderBelow(one, room));
}

/**
 * @param {Room} one
 * @param {Room} room
 */
function isFolderBelow(one, room) {
  return !one.isFile && one.path.startsWith(`${room.path}/`);
}
