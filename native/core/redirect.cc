#include "core/redirect.h"

#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

namespace nodejs {

namespace {

#if __SIZEOF_POINTER__ == 8
constexpr unsigned kSymbolShift = 32;
#else
constexpr unsigned kSymbolShift = 8;
#endif

class Library {
public:
  explicit Library(const dl_phdr_info &info) : base_(info.dlpi_addr) {
    for (int i = 0; i < info.dlpi_phnum; i++) {
      const ElfW(Phdr) &segment = info.dlpi_phdr[i];
      if (segment.p_type == PT_DYNAMIC)
        read(std::bit_cast<const ElfW(Dyn) *>(base_ + segment.p_vaddr));
      if (segment.p_type == PT_GNU_RELRO) {
        const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
        relro_ = (base_ + segment.p_vaddr) & ~(page - 1);
        relro_end_ = (base_ + segment.p_vaddr + segment.p_memsz) & ~(page - 1);
      }
    }
  }

  size_t redirect(const std::vector<Redirection> &redirections) {
    size_t changed = 0;
    if (!set_relro(PROT_READ | PROT_WRITE)) return 0;
    if (is_rela_plt_)
      changed += walk<ElfW(Rela)>(plt_, plt_size_, true, redirections);
    else
      changed += walk<ElfW(Rel)>(plt_, plt_size_, true, redirections);
    changed += walk<ElfW(Rela)>(rela_, rela_size_, false, redirections);
    changed += walk<ElfW(Rel)>(rel_, rel_size_, false, redirections);
    set_relro(PROT_READ);
    return changed;
  }

private:
  void read(const ElfW(Dyn) * entry) {
    for (; entry->d_tag != DT_NULL; entry++) {
      const uintptr_t value = entry->d_un.d_ptr;
      // glibc writes the address over the offset, on most processors.
      const uintptr_t address = value < base_ ? base_ + value : value;
      switch (entry->d_tag) {
      case DT_SYMTAB:
        symbols_ = std::bit_cast<const ElfW(Sym) *>(address);
        break;
      case DT_STRTAB:
        names_ = std::bit_cast<const char *>(address);
        break;
      case DT_JMPREL:
        plt_ = address;
        break;
      case DT_PLTRELSZ:
        plt_size_ = value;
        break;
      case DT_PLTREL:
        is_rela_plt_ = value == DT_RELA;
        break;
      case DT_RELA:
        rela_ = address;
        break;
      case DT_RELASZ:
        rela_size_ = value;
        break;
      case DT_REL:
        rel_ = address;
        break;
      case DT_RELSZ:
        rel_size_ = value;
        break;
      case DT_FLAGS:
        is_bound_ = is_bound_ || (value & DF_BIND_NOW) != 0;
        break;
      case DT_FLAGS_1:
        is_bound_ = is_bound_ || (value & DF_1_NOW) != 0;
        break;
      default:
        break;
      }
    }
  }

  template <class Relocation>
  size_t walk(uintptr_t begin, size_t bytes, bool is_plt,
              const std::vector<Redirection> &redirections) const {
    size_t changed = 0;
    const auto *relocation = std::bit_cast<const Relocation *>(begin);
    for (size_t i = 0; i < bytes / sizeof(Relocation); i++) {
      const auto symbol = static_cast<size_t>(relocation[i].r_info >> kSymbolShift);
      if (symbol == 0) continue;
      const std::atomic_ref place(*std::bit_cast<void **>(base_ + relocation[i].r_offset));
      void *now = place.load();
      const bool is_open = is_plt && !is_bound_ && symbols_[symbol].st_shndx == SHN_UNDEF;
      const char *name = is_open ? names_ + symbols_[symbol].st_name : "";
      for (const Redirection &one : redirections) {
        if (now == one.to || (now != one.from && std::strcmp(name, one.name) != 0)) continue;
        place.store(one.to);
        changed++;
        break;
      }
    }
    return changed;
  }

  // The linker has made these pages read-only when everything was bound.
  bool set_relro(int protection) const {
    return relro_end_ <= relro_ ||
           mprotect(std::bit_cast<void *>(relro_), relro_end_ - relro_, protection) == 0;
  }

  const uintptr_t base_;
  const ElfW(Sym) *symbols_ = nullptr;
  const char *names_ = nullptr;
  uintptr_t plt_ = 0, rela_ = 0, rel_ = 0, relro_ = 0, relro_end_ = 0;
  size_t plt_size_ = 0, rela_size_ = 0, rel_size_ = 0;
  bool is_rela_plt_ = false;
  bool is_bound_ = false; // when it was loaded, not with the first call
};

bool contains(const dl_phdr_info &info, uintptr_t address) {
  for (int i = 0; i < info.dlpi_phnum; i++) {
    const ElfW(Phdr) &segment = info.dlpi_phdr[i];
    const uintptr_t begin = info.dlpi_addr + segment.p_vaddr;
    if (segment.p_type == PT_LOAD && address >= begin && address < begin + segment.p_memsz)
      return true;
  }
  return false;
}

struct Search {
  uintptr_t address;
  const std::vector<Redirection> &redirections;
  size_t changed = 0;
};

} // namespace

size_t redirect(const void *address, const std::vector<Redirection> &redirections) {
  Search search{std::bit_cast<uintptr_t>(address), redirections};
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *data) {
        auto &wanted = *static_cast<Search *>(data);
        if (!contains(*info, wanted.address)) return 0;
        wanted.changed = Library(*info).redirect(wanted.redirections);
        return 1;
      },
      &search);
  return search.changed;
}

} // namespace nodejs
