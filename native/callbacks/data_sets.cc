#include "callbacks/data_sets.h"

#include "collectd/daemon_log.h"

#include <algorithm>

namespace nodejs {

namespace {

bool is_same_limit(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool is_same(const data_source_t &a, const data_source_t &b) {
  return std::strcmp(a.name, b.name) == 0 && a.type == b.type && is_same_limit(a.min, b.min) &&
         is_same_limit(a.max, b.max);
}

bool is_same(const DataSets::Entry &a, const DataSets::Entry &b) {
  return a.module == b.module &&
         std::equal(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                    [](const auto &one, const auto &other) { return is_same(one, other); });
}

} // namespace

DataSets::Outcome DataSets::add(Entry entry) {
  const std::string name = entry.name;
  std::string overtaken;
  Outcome outcome = add_to(*data_.lock(), std::move(entry), overtaken);
  if (!overtaken.empty())
    log_message(LOG_ERR,
                "nodejs plugin: The data set %s (%s) is not registered: a module that is imported "
                "before this one has registered it, too.",
                name.c_str(), overtaken.c_str());
  return outcome;
}

DataSets::Outcome DataSets::add_to(Data &data, Entry entry, std::string &overtaken) {
  if (data.left_out.contains(entry.module)) return {Refusal::left_out, {}};
  const auto other = std::find_if(data.entries.begin(), data.entries.end(),
                                  [&entry](const auto &one) { return one.name == entry.name; });
  if (other != data.entries.end()) {
    if (data.committed && is_same(*other, entry)) return {};
    if (data.committed || other->module <= entry.module)
      return {Refusal::duplicate, other->location};
    overtaken = other->location;
    data.entries.erase(other);
  }
  if (plugin_get_ds(entry.name.c_str()) != nullptr) return {Refusal::in_types_db, {}};
  if (data.committed) return {Refusal::too_late, {}};
  data.entries.push_back(std::move(entry));
  return {};
}

std::optional<DataSources> DataSets::find(const std::string &name) {
  auto data = data_.lock();
  for (const Entry &entry : data->entries)
    if (entry.name == name) return entry.sources;
  const data_set_t *found = plugin_get_ds(name.c_str());
  if (found == nullptr) return std::nullopt;
  return DataSources(found->ds, found->ds + found->ds_num);
}

void DataSets::drop_module(size_t module) {
  auto data = data_.lock();
  data->left_out.insert(module);
  std::erase_if(data->entries, [module](const auto &entry) { return entry.module == module; });
}

std::set<size_t> DataSets::modules() {
  std::set<size_t> modules;
  for (const Entry &entry : data_.lock()->entries)
    modules.insert(entry.module);
  return modules;
}

void DataSets::commit() {
  std::vector<std::string> refused;
  {
    auto data = data_.lock();
    data->committed = true;
    for (Entry &entry : data->entries) {
      data_set_t data_set{};
      entry.name.copy(data_set.type, sizeof(data_set.type) - 1);
      data_set.ds_num = entry.sources.size();
      data_set.ds = entry.sources.data();
      if (plugin_get_ds(data_set.type) != nullptr || plugin_register_data_set(&data_set) != 0)
        refused.push_back(entry.name + " (" + entry.location + ")");
    }
  }
  for (const std::string &what : refused)
    log_message(LOG_ERR, "nodejs plugin: collectd refused the data set %s.", what.c_str());
}

} // namespace nodejs
