/* Writes down what a process does to files, for a disk that loses its power at any moment.
 *
 *     LD_PRELOAD=recorder.so HEADGATE_RECORD=log program …
 *
 * One record an operation that succeeded, in order: a line, then the bytes it speaks of.
 *
 *     C ino path          made           N ino              made without a name
 *     W ino offset size   written        T ino size         cut or grown
 *     S ino               sync begins    F ino number       all before that S is on the disk
 *     L ino path          linked         R old \t new       renamed
 *     U path              unlinked       M ino path         folder made
 *     X ino name size     attribute set  x ino name         attribute removed
 *
 * F names the S by its number among all records, from 0; f does so for data and size alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int log_descriptor = -1;
static long records;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("HEADGATE_RECORD");
    const char *first = getenv("HEADGATE_RECORDS");
    if (path)
        log_descriptor = syscall(SYS_openat, AT_FDCWD, path,
                                 O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    records = first ? atol(first) : 0;
}

static long put(const void *data, size_t size, const char *format, ...)
{
    char line[2 * PATH_MAX + 64];
    va_list given;
    va_start(given, format);
    int length = vsnprintf(line, sizeof line, format, given);
    va_end(given);
    struct iovec parts[2] = {{line, length}, {(void *)data, size}};
    if (log_descriptor < 0 || syscall(SYS_writev, log_descriptor, parts, size ? 2 : 1) < 0)
        return -1;
    return records++;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static unsigned long inode(int descriptor)
{
    struct stat now;
    return fstat(descriptor, &now) == 0 && (S_ISREG(now.st_mode) || S_ISDIR(now.st_mode))
               ? now.st_ino : 0;
}

static const char *absolute(int folder, const char *path, char *room)
{
    if (path[0] == '/')
        return path;
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base))
            return path;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0)
            return path;
        base[length] = 0;
    }
    snprintf(room, 2 * PATH_MAX, "%s/%s", base, path);
    return room;
}

static int opened(int descriptor, int folder, const char *path, int flags, int was_there)
{
    if (descriptor < 0)
        return descriptor;
    int saved = errno;
    char room[2 * PATH_MAX];
    unsigned long number = inode(descriptor);
    if (number && (flags & O_TMPFILE) == O_TMPFILE)
        put(NULL, 0, "N %lu\n", number);
    else if (number && (flags & O_CREAT) && !was_there)
        put(NULL, 0, "C %lu %s\n", number, absolute(folder, path, room));
    else if (number && (flags & O_TRUNC))
        put(NULL, 0, "T %lu 0\n", number);
    errno = saved;
    return descriptor;
}

static int open_any(int folder, const char *path, int flags, mode_t mode)
{
    pthread_mutex_lock(&lock);
    int was_there = 1;
    if (flags & O_CREAT)
        was_there = faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    int descriptor = syscall(SYS_openat, folder, path, flags, mode);
    opened(descriptor, folder, path, flags, was_there);
    pthread_mutex_unlock(&lock);
    return descriptor;
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list given; \
        va_start(given, flags); \
        mode = va_arg(given, mode_t); \
        va_end(given); \
    }

int open(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...)
{
    MODE return open_any(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...)
{
    MODE return open_any(folder, path, flags, mode);
}

static ssize_t wrote(int descriptor, const void *data, ssize_t count, off64_t offset)
{
    unsigned long number = count > 0 ? inode(descriptor) : 0;
    if (number)
        put(data, count, "W %lu %lld %zd\n", number, (long long)offset, count);
    return count;
}

ssize_t write(int descriptor, const void *data, size_t size)
{
    if (!inode(descriptor))
        return syscall(SYS_write, descriptor, data, size);
    pthread_mutex_lock(&lock);
    ssize_t count = syscall(SYS_write, descriptor, data, size);
    int saved = errno;
    wrote(descriptor, data, count, lseek(descriptor, 0, SEEK_CUR) - count);
    errno = saved;
    pthread_mutex_unlock(&lock);
    return count;
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset)
{
    pthread_mutex_lock(&lock);
    ssize_t count = syscall(SYS_pwrite64, descriptor, data, size, offset);
    int saved = errno;
    wrote(descriptor, data, count, offset);
    errno = saved;
    pthread_mutex_unlock(&lock);
    return count;
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset)
{
    return pwrite64(descriptor, data, size, offset);
}

ssize_t splice(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t size, unsigned flags)
{
    if (!inode(to))
        return syscall(SYS_splice, from, from_offset, to, to_offset, size, flags);
    pthread_mutex_lock(&lock);
    off64_t offset = to_offset ? *to_offset : lseek64(to, 0, SEEK_CUR);
    ssize_t count = syscall(SYS_splice, from, from_offset, to, to_offset, size, flags);
    int saved = errno;
    char *data = count > 0 ? malloc(count) : NULL;
    if (data && pread64(to, data, count, offset) == count)
        wrote(to, data, count, offset);
    free(data);
    errno = saved;
    pthread_mutex_unlock(&lock);
    return count;
}

#define LOGGED(call, record) \
    pthread_mutex_lock(&lock); \
    int done = call; \
    if (done == 0) { int saved = errno; record; errno = saved; } \
    pthread_mutex_unlock(&lock); \
    return done

int ftruncate64(int descriptor, off64_t size)
{
    LOGGED(syscall(SYS_ftruncate, descriptor, size),
           put(NULL, 0, "T %lu %lld\n", inode(descriptor), (long long)size));
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

static int synced(int descriptor, long call)
{
    pthread_mutex_lock(&lock);
    long number = put(NULL, 0, "S %lu\n", inode(descriptor));
    pthread_mutex_unlock(&lock);
    int done = syscall(call, descriptor);
    int saved = errno;
    if (done == 0) {
        pthread_mutex_lock(&lock);
        put(NULL, 0, "%c %lu %ld\n", call == SYS_fsync ? 'F' : 'f', inode(descriptor), number);
        pthread_mutex_unlock(&lock);
    }
    errno = saved;
    return done;
}

int fsync(int descriptor) { return synced(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, SYS_fdatasync); }

static void linked(int folder, const char *path)
{
    struct stat now;
    char room[2 * PATH_MAX];
    if (fstatat(folder, path, &now, AT_SYMLINK_NOFOLLOW) == 0)
        put(NULL, 0, "L %lu %s\n", (unsigned long)now.st_ino, absolute(folder, path, room));
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    LOGGED(syscall(SYS_linkat, from, old, to, new, flags), linked(to, new));
}

int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

static void renamed(int from, const char *old, int to, const char *new)
{
    char one[2 * PATH_MAX], other[2 * PATH_MAX];
    put(NULL, 0, "R %s\t%s\n", absolute(from, old, one), absolute(to, new, other));
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    LOGGED(syscall(SYS_renameat2, from, old, to, new, flags), renamed(from, old, to, new));
}

int renameat(int from, const char *old, int to, const char *new)
{
    return renameat2(from, old, to, new, 0);
}

int rename(const char *old, const char *new) { return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0); }

int unlinkat(int folder, const char *path, int flags)
{
    char room[2 * PATH_MAX];
    LOGGED(syscall(SYS_unlinkat, folder, path, flags),
           put(NULL, 0, "U %s\n", absolute(folder, path, room)));
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

static void made(int folder, const char *path)
{
    struct stat now;
    char room[2 * PATH_MAX];
    if (fstatat(folder, path, &now, AT_SYMLINK_NOFOLLOW) == 0)
        put(NULL, 0, "M %lu %s\n", (unsigned long)now.st_ino, absolute(folder, path, room));
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    LOGGED(syscall(SYS_mkdirat, folder, path, mode), made(folder, path));
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int fsetxattr(int descriptor, const char *name, const void *value, size_t size, int flags)
{
    LOGGED(syscall(SYS_fsetxattr, descriptor, name, value, size, flags),
           put(value, size, "X %lu %s %zu\n", inode(descriptor), name, size));
}

int fremovexattr(int descriptor, const char *name)
{
    LOGGED(syscall(SYS_fremovexattr, descriptor, name),
           put(NULL, 0, "x %lu %s\n", inode(descriptor), name));
}
