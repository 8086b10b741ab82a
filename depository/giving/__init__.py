"""What was deposited, given back: single files, and whole as zip, tar or bag."""

from __future__ import annotations

from depository.giving.archives import Form, open_archive, open_payload
from depository.giving.checksums import Checksums
from depository.giving.content import Content
from depository.giving.tarball import tar_header

__all__ = ["Checksums", "Content", "Form", "open_archive", "open_payload", "tar_header"]
