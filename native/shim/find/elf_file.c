#include "shim/find/elf_file.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* libnode has 9 program headers and 40 dynamic entries; this bounds what a
 * damaged file can make us read. */
enum { MAX_SEGMENTS = 64, MAX_DYNAMIC = 256 };

typedef struct {
  int fd;
  uint64_t size;
  ElfW(Ehdr) header;
  ElfW(Phdr) segments[MAX_SEGMENTS];
  size_t segments_num;
} elf_t;

static const char *const damaged = "is damaged";

static bool read_at(const elf_t *elf, uint64_t offset, void *buffer, size_t size) {
  if (offset > elf->size || size > elf->size - offset) return false;
  return pread(elf->fd, buffer, size, (off_t)offset) == (ssize_t)size;
}

/* The ELF header of the plugin itself, as the loader has mapped it. */
static const ElfW(Ehdr) * own_header(void) {
  Dl_info info;
  if (dladdr((const void *)&damaged, &info) == 0) return NULL;
  return info.dli_fbase;
}

static const char *check_header(elf_t *elf) {
  ElfW(Ehdr) *header = &elf->header;
  const ElfW(Ehdr) *own = own_header();
  if (!read_at(elf, 0, header, sizeof(*header)) || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
    return "is not an ELF file";
  if (own != NULL &&
      (header->e_ident[EI_CLASS] != own->e_ident[EI_CLASS] ||
       header->e_ident[EI_DATA] != own->e_ident[EI_DATA] || header->e_machine != own->e_machine))
    return "is made for another kind of processor than this collectd";
  if (header->e_type != ET_DYN) return "is not a shared object";
  return NULL;
}

static const char *check_segments(elf_t *elf) {
  elf->segments_num = elf->header.e_phnum;
  if (elf->segments_num == 0 || elf->segments_num > MAX_SEGMENTS ||
      elf->header.e_phentsize != sizeof(elf->segments[0]))
    return damaged;
  if (!read_at(elf, elf->header.e_phoff, elf->segments,
               elf->segments_num * sizeof(elf->segments[0])))
    return "is truncated";
  for (size_t i = 0; i < elf->segments_num; i++) {
    const ElfW(Phdr) *segment = &elf->segments[i];
    if (segment->p_type == PT_LOAD &&
        (segment->p_offset > elf->size || segment->p_filesz > elf->size - segment->p_offset))
      return "is truncated";
  }
  return NULL;
}

/* Where in the file an address of the loaded object comes from. */
static bool file_offset(const elf_t *elf, uint64_t address, uint64_t *offset) {
  for (size_t i = 0; i < elf->segments_num; i++) {
    const ElfW(Phdr) *segment = &elf->segments[i];
    if (segment->p_type == PT_LOAD && address >= segment->p_vaddr &&
        address - segment->p_vaddr < segment->p_filesz) {
      *offset = segment->p_offset + (address - segment->p_vaddr);
      return true;
    }
  }
  return false;
}

static const char *read_soname(const elf_t *elf, char *soname, size_t soname_size) {
  const ElfW(Phdr) *dynamic = NULL;
  for (size_t i = 0; i < elf->segments_num; i++)
    if (elf->segments[i].p_type == PT_DYNAMIC) dynamic = &elf->segments[i];
  if (dynamic == NULL) return "is not a shared object";

  uint64_t strings = 0, name = 0;
  bool has_name = false;
  for (size_t i = 0; i < MAX_DYNAMIC && (i + 1) * sizeof(ElfW(Dyn)) <= dynamic->p_filesz; i++) {
    ElfW(Dyn) entry;
    if (!read_at(elf, dynamic->p_offset + i * sizeof(entry), &entry, sizeof(entry))) return damaged;
    if (entry.d_tag == DT_NULL) break;
    if (entry.d_tag == DT_STRTAB) strings = entry.d_un.d_ptr;
    if (entry.d_tag == DT_SONAME) {
      name = entry.d_un.d_val;
      has_name = true;
    }
  }
  uint64_t offset;
  soname[0] = '\0';
  if (!has_name) return NULL;
  if (!file_offset(elf, strings + name, &offset)) return damaged;
  size_t size = soname_size - 1;
  if (elf->size - offset < size) size = (size_t)(elf->size - offset);
  if (!read_at(elf, offset, soname, size)) return damaged;
  soname[size] = '\0';
  return NULL;
}

static const char *check(elf_t *elf, char *soname, size_t soname_size) {
  struct stat st;
  if (fstat(elf->fd, &st) != 0 || !S_ISREG(st.st_mode)) return "is not a file";
  elf->size = (uint64_t)st.st_size;
  const char *problem = check_header(elf);
  if (problem == NULL) problem = check_segments(elf);
  if (problem == NULL) problem = read_soname(elf, soname, soname_size);
  return problem;
}

const char *elf_file_check(const char *path, char *soname, size_t soname_size) {
  char ignored[2];
  if (soname == NULL) {
    soname = ignored;
    soname_size = sizeof(ignored);
  }
  soname[0] = '\0';
  /* O_NONBLOCK, or a FIFO would stop the daemon's start. */
  elf_t elf = {.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (elf.fd < 0) return errno == ENOENT ? "does not exist" : "cannot be opened";
  const char *problem = check(&elf, soname, soname_size);
  close(elf.fd);
  return problem;
}
