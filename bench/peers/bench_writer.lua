-- The write callback of the comparison in Lua: reads every field.

local expected = tonumber(os.getenv('BENCH_VALUES'))
local count, text, values, time, interval = 0, 0, 0, 0, 0

-- Global, so that it can be registered by name and has a known identifier.
function bench(vl)
  count = count + 1
  text = text + #vl.host + #vl.plugin + #vl.plugin_instance + #vl.type + #vl.type_instance
  for _, value in ipairs(vl.values) do
    values = values + value
  end
  time = time + vl.time
  interval = interval + vl.interval
  if count == expected then
    -- collectd's Lua plugin hands over no meta data.
    collectd.log_info(string.format(
      'bench: done count=%d text=%d meta=0 values=%.0f time=%.2f interval=%.2f',
      count, text, values, time, interval))
    count, text, values, time, interval = 0, 0, 0, 0, 0
  end
  return 0
end

collectd.register_write('bench')
