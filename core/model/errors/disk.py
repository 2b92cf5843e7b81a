"""The place the file should go to."""

from core.model.errors.base import HeadgateError


class DiskError(HeadgateError):
    """The target folder or its disk does not play along."""


class FolderMissingError(DiskError):
    code = "folder_missing"
    text = "The folder {folder} does not exist: {reason}."
    remedy = "Plug in the drive it is on, or choose another folder."


class FolderGoneError(DiskError):
    code = "folder_gone"
    comes_back = True
    text = "The folder {folder} is gone, or its drive is not plugged in."
    remedy = "Plug the drive in or mount it again; downloads to it go on by themselves."


class FolderNotWritableError(DiskError):
    code = "folder_not_writable"
    text = "Nothing can be saved in {folder}: {reason}."
    remedy = "Choose a folder you may write to."


class DiskFullError(DiskError):
    code = "disk_full"
    text = "The disk of {folder} is full."
    remedy = "Free some space or choose another folder; everything received is kept."


class FileTooLargeError(DiskError):
    code = "file_too_large"
    text = "The disk of {folder} cannot hold a file this large."
    remedy = "Choose a folder on another disk (FAT disks end at 4 GB a file)."


class NameTooLongError(DiskError):
    code = "name_too_long"
    text = "The disk of {folder} does not take a name this long."
    remedy = "Choose a shorter name."


class DiskFaultError(DiskError):
    code = "disk_fault"
    text = "Saving in {folder} failed: {reason}."
    remedy = "Check the disk; everything received so far is kept."


class InUseError(DiskError):
    code = "in_use"
    text = "{name} is being downloaded by another program or window."
    remedy = "Wait until the other one is done, or choose another name."


class NameTakenError(DiskError):
    code = "name_taken"
    text = "There is already a file called {name} in {folder}."
    remedy = "Choose another name, or move the old file away."


class NoTrashError(DiskError):
    code = "no_trash"
    text = "{name} could not be moved to the trash: {folder} has none, or does not let it go."
    remedy = "The file stays where it is. Delete it in a file manager."


class PartLostError(DiskError):
    code = "part_lost"
    starts_anew = True
    text = "The unfinished file {name} was removed or replaced."
    remedy = "Start it again from the beginning."
