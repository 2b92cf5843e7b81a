"""Locks on open files that vanish with the process."""

import errno
import os
import sys

# What disks say that know no locks, as some network disks do not.
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int, *, without_locks: bool = True) -> bool:
        """Lock the file for this descriptor alone; False if another holds it."""
        # A byte no file reaches, because Windows locks keep others from reading.
        os.lseek(descriptor, 2**62, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def try_lock(descriptor: int, *, without_locks: bool = True) -> bool:
        """Lock the file for this descriptor alone; False if another holds it.

        `without_locks` is the answer on a disk that knows none. Raises `OSError`.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return without_locks
            raise
        return True
