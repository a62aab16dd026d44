#include "node/startup_pages.h"

#include <bit>
#include <cstdint>
#include <link.h>
#include <malloc.h>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace nodejs {

namespace {

// Libraries that only Node brings into this process, or that it alone reads from
// end to end.
bool belongs_to_node(std::string_view path) {
  return path.find("/libnode.so.") != std::string_view::npos;
}

bool has_text_relocations(const dl_phdr_info &info) {
  for (int i = 0; i < info.dlpi_phnum; i++) {
    if (info.dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
    const auto *entry =
        std::bit_cast<const ElfW(Dyn) *>(info.dlpi_addr + info.dlpi_phdr[i].p_vaddr);
    for (; entry->d_tag != DT_NULL; entry++)
      if (entry->d_tag == DT_TEXTREL ||
          (entry->d_tag == DT_FLAGS && entry->d_un.d_val & DF_TEXTREL))
        return true;
  }
  return false;
}

int release(dl_phdr_info *info, size_t, void *) {
  if (!belongs_to_node(info->dlpi_name) || has_text_relocations(*info)) return 0;
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) &segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const uintptr_t begin = (info->dlpi_addr + segment.p_vaddr) & ~(page - 1);
    const uintptr_t end = info->dlpi_addr + segment.p_vaddr + segment.p_memsz;
    madvise(std::bit_cast<void *>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}

} // namespace

void release_startup_pages() {
  dl_iterate_phdr(release, nullptr);
  malloc_trim(0);
}

} // namespace nodejs
