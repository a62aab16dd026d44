// @ts-check
// The scripts that dpkg runs. collectd does not start when its configuration loads a plugin that is
// not there: whoever removes the package, apt in an upgrade of the system too, leaves LoadPlugin
// nodejs behind. Those lines are commented out, and come back with the package.

const DIRECTORY = '/etc/collectd/collectd.conf.d';

/** Of the documents. It is there for the first plugin, and goes away while it is empty. */
const PLUGINS = '/opt/collectd/plugins';
// As `collectd-nodejs uninstall` has it.
const MARK = '# without collectd-nodejs: ';
const NAME = '"\\{0,1\\}nodejs"\\{0,1\\}[[:space:]]*';
const BLANKS = '^[[:space:]]*';

/** For sed: LoadPlugin nodejs, as a line or as a block. */
const COMMENT_OUT = [
  `/${BLANKS}LoadPlugin[[:space:]]\\{1,\\}${NAME}\\(#.*\\)\\{0,1\\}$/I s/^/${MARK}/`,
  `/${BLANKS}<LoadPlugin[[:space:]]\\{1,\\}${NAME}>/I,/${BLANKS}<\\/LoadPlugin>/I s/^/${MARK}/`,
];

/** Collectd has what the package had until it is restarted. */
const RESTART = `if command -v deb-systemd-invoke >/dev/null; then
    deb-systemd-invoke try-restart collectd.service >/dev/null || true
  fi`;

// $2 is the version before; a first installation has none, and changes no collectd that runs.
const POSTINST = `#!/bin/sh
set -e
if [ "$1" = configure ]; then
  mkdir -p "$DPKG_ROOT${PLUGINS}" || true
  for file in "$DPKG_ROOT${DIRECTORY}"/*.conf; do
    if grep -qs '^${MARK}' "$file"; then
      sed -i --follow-symlinks 's/^${MARK}//' "$file"
      echo "collectd-nodejs: $file loads the plugin again."
    fi
  done
fi
if [ "$1" = configure ] && [ -n "$2" ]; then
  ${RESTART}
fi
`;

const POSTRM = `#!/bin/sh
set -e
without() {
  sed -e '${COMMENT_OUT.join("' -e '")}' "$1"
}
if [ "$1" = remove ]; then
  rmdir "$DPKG_ROOT${PLUGINS}" "$DPKG_ROOT${PLUGINS.replace(/\/[^/]*$/, '')}" 2>/dev/null || true
  for file in "$DPKG_ROOT${DIRECTORY}"/*.conf; do
    if [ -f "$file" ] && ! without "$file" | cmp -s - "$file"; then
      changed=$(without "$file")
      printf '%s\\n' "$changed" > "$file"
      echo "collectd-nodejs: LoadPlugin nodejs is a comment in $file now, so that collectd starts."
    fi
  done
  file="$DPKG_ROOT/etc/collectd/collectd.conf"
  if [ -f "$file" ] && ! without "$file" | cmp -s - "$file"; then
    echo "collectd-nodejs: take LoadPlugin nodejs out of $file, or collectd does not start." >&2
  fi
  ${RESTART}
fi
`;

/** @type {Record<string, string>} */
export const MAINTAINER_SCRIPTS = { postinst: POSTINST, postrm: POSTRM };
