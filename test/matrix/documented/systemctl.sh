#!/bin/sh
# systemctl restart collectd, on a system without systemd: what the unit says.
[ "$*" = "restart collectd" ] || exit 1
if [ -f /run/collectd.pid ]; then
  pid=$(cat /run/collectd.pid)
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
fi
unit=/lib/systemd/system/collectd.service
of() {
  sed -n "s/^$1=//p" "$unit"
}
of ConditionPathExists | while read -r path; do
  [ -e "$path" ] || exit 1
done || {
  echo "the unit is skipped: its ConditionPathExists is not met" >&2
  exit 1
}
user=$(of User)
of 'ExecStart\(Pre\)\?' | while read -r line; do
  setpriv --reuid "${user:-root}" --regid "$(id -g "${user:-root}")" --init-groups $line || exit 1
done
