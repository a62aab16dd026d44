-- The dispatching read callback of the comparison in Lua.

local count = tonumber(os.getenv('BENCH_VALUES'))
local names = {}
for i = 0, 4095 do
  names[i] = 'sensor' .. i
end

collectd.register_read(function()
  collectd.log_info('bench: begin')
  for i = 0, count - 1 do
    collectd.dispatch_values { plugin = 'bench', type = 'gauge', type_instance = names[i % 4096], values = { i } }
  end
  collectd.log_info('bench: end')
  return 0
end)
